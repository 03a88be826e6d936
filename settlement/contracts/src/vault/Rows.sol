// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Arrays} from "@openzeppelin/contracts/utils/Arrays.sol";
import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";

/// @notice What a batch holds for one account, 24 bytes, most significant first: index 4 bytes, change of
/// cash in nano-currency 8 bytes signed, and in Wh of the interval bought, sold and metered export, 4 bytes
/// each. Cash is the change against the version before; energy is the interval's, not a change.
/// @dev The 24 bytes as a number.
type Row is uint256;

using RowFields for Row global;

/// @title What a row says
library RowFields {
    /// @notice Index of the account, 32 bits.
    function index(Row row) internal pure returns (uint256) {
        return Row.unwrap(row) >> 160;
    }

    /// @notice Change of cash against the version before, 64 bits; positive is received.
    function cashNano(Row row) internal pure returns (int256) {
        return int64(uint64(Row.unwrap(row) >> 96));
    }

    /// @notice Energy bought in the interval, 32 bits.
    function boughtWh(Row row) internal pure returns (uint256) {
        return (Row.unwrap(row) >> 64) & 0xffffffff;
    }

    /// @notice Energy sold in the interval, 32 bits.
    function soldWh(Row row) internal pure returns (uint256) {
        return (Row.unwrap(row) >> 32) & 0xffffffff;
    }

    /// @notice What the account's meters exported in the interval, 32 bits.
    function exportWh(Row row) internal pure returns (uint256) {
        return Row.unwrap(row) & 0xffffffff;
    }
}

/// @title The packed rows of a batch: their energy and Merkle root
library Rows {
    /// @notice Bytes of a row.
    uint256 internal constant LENGTH = 24;

    /// @notice Digest of no exports at all; not zero, so that a missing report is no report of nothing.
    bytes32 internal constant NO_EXPORTS = bytes32(uint256(1));

    /// @notice Rows that are hashed together as one leaf, the last leaf holding what is left. A leaf's bytes
    /// are never the 64 of an inner node.
    uint256 internal constant GROUP = 8;

    /// @notice The rows are not a whole number of 24 bytes.
    error RowsNotWhole(uint256 length);

    /// @notice An account sold more than its meters exported.
    error SoldAboveMetered(uint256 index);

    /// @notice Number of rows in `rows`.
    function count(bytes calldata rows) internal pure returns (uint256) {
        if (rows.length % LENGTH != 0) revert RowsNotWhole(rows.length);
        return rows.length / LENGTH;
    }

    /// @notice The row at `position`, from 0 and below the count, which is not checked here.
    /// @dev One load instead of a bounds-checked slice saves a tenth of a batch's gas.
    function rowAt(bytes calldata rows, uint256 position) internal pure returns (Row row) {
        assembly ("memory-safe") {
            row := shr(64, calldataload(add(rows.offset, mul(position, 24))))
        }
    }

    /// @notice Energy of all rows; reverts if a seller was not metered.
    /// @return openWh Energy bought less energy sold.
    /// @return exportsDigest As the meter report folds it: `digest = keccak256(abi.encode(digest,
    /// index << 32 | exportWh))` over all rows with export, starting from `NO_EXPORTS`.
    function energy(bytes calldata rows) internal pure returns (int256 openWh, bytes32 exportsDigest) {
        exportsDigest = NO_EXPORTS;
        uint256 length = count(rows);
        // Sums of at most 5,000 terms below 2^32.
        unchecked {
            for (uint256 i = 0; i < length; ++i) {
                Row row = rowAt(rows, i);
                openWh += int256(row.boughtWh());
                uint256 exported = row.exportWh();
                uint256 sold = row.soldWh();
                if (sold > exported) revert SoldAboveMetered(row.index());
                if (exported == 0) continue;
                openWh -= int256(sold);
                exportsDigest =
                    Hashes.efficientKeccak256(exportsDigest, bytes32((row.index() << 32) | exported));
            }
        }
    }

    /// @notice `merkleRoot` over the groups of `rows`, each hashed as it is.
    function rootOf(bytes calldata rows) internal pure returns (bytes32) {
        uint256 bytesOfGroup = LENGTH * GROUP;
        bytes32[] memory leaves = new bytes32[]((rows.length + bytesOfGroup - 1) / bytesOfGroup);
        uint256 from = 0;
        for (uint256 i = 0; i < leaves.length; ++i) {
            uint256 to = from + bytesOfGroup;
            leaves[i] = keccak256(rows[from:to < rows.length ? to : rows.length]);
            from = to;
        }
        return merkleRoot(leaves);
    }

    /// @notice Root of the complete binary tree over `leaves`, zero if there are none. Pairs are hashed in
    /// sorted order; the same tree as that of statement lines. Overwrites `nodes`.
    /// @dev A queue in place: takes two nodes at the front, appends their parent. Parent `k` goes where leaf
    /// `k` was, which has been taken already.
    function merkleRoot(bytes32[] memory nodes) internal pure returns (bytes32) {
        uint256 leaves = nodes.length;
        if (leaves == 0) return 0;
        unchecked {
            uint256 front = 0;
            for (uint256 k = 0; k + 1 < leaves; ++k) {
                bytes32 left = Arrays.unsafeMemoryAccess(nodes, front);
                if (++front == leaves) front = 0;
                bytes32 right = Arrays.unsafeMemoryAccess(nodes, front);
                if (++front == leaves) front = 0;
                nodes[k] = Hashes.commutativeKeccak256(left, right);
            }
        }
        return leaves == 1 ? nodes[0] : nodes[leaves - 2];
    }
}
