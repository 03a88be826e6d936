// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC1155} from "@openzeppelin/contracts/token/ERC1155/ERC1155.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {ISettlementVault} from "../vault/ISettlementVault.sol";
import {Row, Rows} from "../vault/Rows.sol";

/// @title Certificates of local energy bought
/// @notice ERC-1155: id `area << 64 | interval start`, 1 unit = 1 Wh, shown as kWh with three decimals.
/// Nothing is minted at settlement. Once the interval's energy is final, anybody may mint an account's
/// share to its owner by proving its row. A certificate is retired once, by whoever holds it.
contract EnergyCertificate is ERC1155 {
    /// @notice Where the batches were settled.
    ISettlementVault public immutable vault;

    mapping(uint256 intervalKey => mapping(uint32 index => bool)) private _minted;
    mapping(uint256 id => mapping(address account => uint256)) private _retired;

    /// @notice An account's share of an interval was minted.
    event Minted(uint256 indexed id, uint32 indexed index, address indexed owner, uint256 energyWh);

    /// @notice Energy was used up for good.
    event Retired(uint256 indexed id, address indexed account, uint256 energyWh, string purpose);

    /// @notice The batch did not take effect, a later version counts, or it is not final yet.
    error NotFinal(uint256 energyFinalAt);

    /// @notice The group is not part of the batch, or has no such row.
    error NotInBatch();

    /// @notice The account's share was minted before.
    error AlreadyMinted(uint256 index);

    constructor(ISettlementVault vault_) ERC1155("") {
        vault = vault_;
    }

    /// @notice Mints what an account bought to its owner. Anybody may call, once per account and interval.
    /// @param batch The settled version whose energy counts.
    /// @param group The group of rows in which the account's is, as `Rows` hashes it.
    /// @param position Of the account's row in the group, from 0.
    /// @param proof Siblings from the group's leaf up to the batch's `rowsRoot`.
    function mint(
        ISettlementVault.Batch calldata batch,
        bytes calldata group,
        uint256 position,
        bytes32[] calldata proof
    ) external {
        _requireFinal(batch);
        bool proved = MerkleProof.verifyCalldata(proof, batch.rowsRoot, keccak256(group));
        if (!proved || position >= Rows.count(group)) revert NotInBatch();
        Row row = Rows.rowAt(group, position);
        uint32 index = uint32(row.index());
        uint256 id = (uint256(batch.area) << 64) | batch.intervalStart;
        uint256 key = (uint256(batch.part) << 96) | id;
        if (_minted[key][index]) revert AlreadyMinted(index);
        _minted[key][index] = true;
        address owner = vault.ownerOf(index);
        emit Minted(id, index, owner, row.boughtWh());
        _mint(owner, id, row.boughtWh(), "");
    }

    /// @notice Uses up the caller's own energy for good.
    /// @param energyWh Wh, at most what the caller holds.
    /// @param purpose What for, in public.
    function retire(uint256 id, uint256 energyWh, string calldata purpose) external {
        _retired[id][msg.sender] += energyWh;
        emit Retired(id, msg.sender, energyWh, purpose);
        _burn(msg.sender, id, energyWh);
    }

    /// @notice Wh that an account has retired.
    function retiredBy(address account, uint256 id) external view returns (uint256) {
        return _retired[id][account];
    }

    /// @notice Whether an account's share of an interval was minted.
    function isMinted(uint32 area, uint64 intervalStart, uint32 part, uint32 index)
        external
        view
        returns (bool)
    {
        return _minted[(uint256(part) << 96) | (uint256(area) << 64) | intervalStart][index];
    }

    /// @notice Digits after the point when shown in kWh.
    function decimals() external pure returns (uint8) {
        return 3;
    }

    function _requireFinal(ISettlementVault.Batch calldata batch) private view {
        uint256 finalAt = vault.energyFinalAt(batch.intervalStart);
        uint32 version = vault.energyVersionOf(batch.area, batch.intervalStart, batch.part);
        if (version != batch.version || block.timestamp < finalAt || !vault.isSettled(batch)) {
            revert NotFinal(finalAt);
        }
    }
}
