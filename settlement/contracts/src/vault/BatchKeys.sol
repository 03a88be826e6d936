// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ISettlementVault} from "./ISettlementVault.sol";

/// @title Under which keys batches and intervals are kept
library BatchKeys {
    /// @notice Key of a version of the batch's part of an interval.
    function keyOf(ISettlementVault.Batch calldata batch, uint32 version) internal pure returns (bytes32) {
        return keccak256(abi.encode(batch.area, batch.intervalStart, batch.part, version));
    }

    /// @notice Key of a part of an interval.
    function intervalKey(uint32 area, uint64 intervalStart, uint32 part) internal pure returns (uint256) {
        return (uint256(part) << 96) | (uint256(area) << 64) | intervalStart;
    }
}
