// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC1155} from "@openzeppelin/contracts/token/ERC1155/ERC1155.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {IPeerwattSettlement} from "./IPeerwattSettlement.sol";

/// @title Settlement of metered energy trades between neighbours
/// @dev Not upgradeable, without owner functions beside `settle`, and never holds funds.
contract PeerwattSettlement is IPeerwattSettlement, ERC1155 {
    /// @dev One storage slot per account.
    struct Account {
        int128 cashNano;
        uint128 soldWh;
    }

    /// @notice Keeps the costliest batch, all accounts new and all buying, below the gas cap of a
    /// transaction (EIP-7825, 16,777,216).
    uint256 public constant MAX_POSITIONS = 250;

    /// @inheritdoc IPeerwattSettlement
    address public immutable operator;

    mapping(address account => Account) private _accounts;
    mapping(bytes32 batchKey => bytes32 linesRoot) private _linesRoots;

    modifier onlyOperator() {
        if (msg.sender != operator) revert NotOperator(msg.sender);
        _;
    }

    /// @param operator_ The account that may settle, not zero.
    constructor(address operator_) ERC1155("") {
        if (operator_ == address(0)) revert NotOperator(operator_);
        operator = operator_;
    }

    /// @inheritdoc IPeerwattSettlement
    function settle(
        bytes32 batchKey,
        uint32 area,
        uint64 intervalStart,
        uint32 version,
        bytes32 linesRoot,
        Position[] calldata positions
    ) external onlyOperator {
        _requireNext(batchKey, area, intervalStart, version);
        if (linesRoot == 0) revert LinesRootMissing();
        if (positions.length > MAX_POSITIONS) revert TooManyPositions(positions.length);

        _linesRoots[batchKey] = linesRoot;
        _apply(positions, (uint256(area) << 64) | intervalStart);
        emit BatchSettled(batchKey, area, intervalStart, version, linesRoot, positions.length);
    }

    /// @inheritdoc IPeerwattSettlement
    function cashOf(address account) external view returns (int256) {
        return _accounts[account].cashNano;
    }

    /// @inheritdoc IPeerwattSettlement
    function soldOf(address account) external view returns (uint256) {
        return _accounts[account].soldWh;
    }

    /// @inheritdoc IPeerwattSettlement
    function linesRootOf(bytes32 batchKey) external view returns (bytes32) {
        return _linesRoots[batchKey];
    }

    /// @inheritdoc IPeerwattSettlement
    function verifyLine(bytes32 batchKey, bytes32 leaf, bytes32[] calldata proof)
        external
        view
        returns (bool)
    {
        bytes32 root = _linesRoots[batchKey];
        return root != 0 && MerkleProof.verifyCalldata(proof, root, leaf);
    }

    function _requireNext(bytes32 batchKey, uint32 area, uint64 intervalStart, uint32 version) private view {
        bytes32 expected = _keyOf(area, intervalStart, version);
        if (batchKey != expected) revert BatchKeyMismatch(batchKey, expected);
        if (_linesRoots[batchKey] != 0) revert BatchAlreadySettled(batchKey);
        if (version == 0) revert VersionOutOfOrder(version);
        if (version > 1 && _linesRoots[_keyOf(area, intervalStart, version - 1)] == 0) {
            revert VersionOutOfOrder(version);
        }
    }

    /// @dev The single pass over the positions: order, both sums, and the changes themselves.
    function _apply(Position[] calldata positions, uint256 tokenId) private {
        uint256[] memory ids = new uint256[](1);
        uint256[] memory values = new uint256[](1);
        ids[0] = tokenId;
        int256 cash;
        int256 energy;
        address previous;
        for (uint256 i = 0; i < positions.length; ++i) {
            Position calldata position = positions[i];
            if (position.account <= previous) revert AccountsNotAscending(position.account);
            previous = position.account;
            cash += position.cashNano;
            energy += int256(position.boughtWh) - position.soldWh;
            _book(position);
            if (position.boughtWh != 0) {
                values[0] = SignedMath.abs(position.boughtWh);
                // Straight to _update: a receiving contract must not be able to refuse, and so
                // block, everybody's settlement.
                if (position.boughtWh > 0) _update(address(0), position.account, ids, values);
                else _update(position.account, address(0), ids, values);
            }
        }
        if (cash != 0) revert CashNotZeroSum(cash);
        if (energy != 0) revert EnergyNotBalanced(energy);
    }

    /// @dev Changes cash and energy sold of one account.
    function _book(Position calldata position) private {
        Account storage account = _accounts[position.account];
        int256 cash = int256(account.cashNano) + position.cashNano;
        if (cash != int128(cash)) revert BalanceOutOfRange(position.account);
        int256 sold = int256(uint256(account.soldWh)) + position.soldWh;
        if (sold < 0) revert SoldBelowZero(position.account);
        account.cashNano = int128(cash);
        // At most 2^64 per batch: more than 2^64 batches would be needed to leave the range.
        account.soldWh = uint128(uint256(sold));
    }

    function _keyOf(uint32 area, uint64 intervalStart, uint32 version) private pure returns (bytes32) {
        return keccak256(abi.encode(area, intervalStart, version));
    }
}
