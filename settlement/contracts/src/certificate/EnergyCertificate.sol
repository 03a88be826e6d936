// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC1155} from "@openzeppelin/contracts/token/ERC1155/ERC1155.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {ISettlementVault} from "../vault/ISettlementVault.sol";
import {Row, Rows} from "../vault/Rows.sol";

/// @title Certificates of local energy bought
/// @notice ERC-1155: id `area << 64 | interval start`, 1 unit = 1 Wh, shown as kWh with three decimals.
/// Nothing is minted at settlement. Once the interval's energy is final, anybody may mint an account's
/// share to its owner by proving its row. A certificate is retired once, by whoever holds it, or by anybody
/// with its holder's signature.
contract EnergyCertificate is ERC1155, EIP712 {
    /// @notice What a holder signs to have energy used up.
    /// @param account The holder.
    /// @param id Of the certificate.
    /// @param energyWh Wh, at most what the holder has.
    /// @param purpose What for, in public.
    /// @param wish A number of the holder's own that it uses once.
    /// @param deadline Second since 1970 until which it is good.
    struct Retirement {
        address account;
        uint256 id;
        uint256 energyWh;
        string purpose;
        uint64 wish;
        uint64 deadline;
    }

    bytes32 private constant RETIREMENT_TYPE = keccak256(
        "Retirement(address account,uint256 id,uint256 energyWh,string purpose,uint64 wish,uint64 deadline)"
    );

    /// @notice Where the batches were settled.
    ISettlementVault public immutable vault;

    mapping(uint256 intervalKey => mapping(uint32 index => bool)) private _minted;
    mapping(uint256 id => mapping(address account => uint256)) private _retired;

    /// @notice Whether a holder's signed wish was carried out.
    mapping(address account => mapping(uint64 wish => bool)) public isCarriedOut;

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

    /// @notice The wish was carried out before.
    error CarriedOut(uint64 wish);

    /// @notice The wish came after its deadline.
    error RetirementTooLate(uint64 deadline);

    /// @notice Not the holder's signature.
    error BadRetirementSignature(address account);

    /// @param vault_ Where the batches are settled.
    constructor(ISettlementVault vault_) ERC1155("") EIP712("Peerwatt EnergyCertificate", "1") {
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
        _retire(msg.sender, id, energyWh, purpose);
    }

    /// @notice Uses up what a holder has signed away. Anybody may call, once per wish.
    /// @param signature Of the holder over the EIP-712 `Retirement`.
    function retireFor(Retirement calldata wanted, bytes calldata signature) external {
        if (isCarriedOut[wanted.account][wanted.wish]) revert CarriedOut(wanted.wish);
        if (block.timestamp > wanted.deadline) revert RetirementTooLate(wanted.deadline);
        if (!SignatureChecker.isValidSignatureNowCalldata(wanted.account, _digestOf(wanted), signature)) {
            revert BadRetirementSignature(wanted.account);
        }
        isCarriedOut[wanted.account][wanted.wish] = true;
        _retire(wanted.account, wanted.id, wanted.energyWh, wanted.purpose);
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

    function _retire(address account, uint256 id, uint256 energyWh, string calldata purpose) private {
        _retired[id][account] += energyWh;
        emit Retired(id, account, energyWh, purpose);
        _burn(account, id, energyWh);
    }

    function _digestOf(Retirement calldata wanted) private view returns (bytes32) {
        return _hashTypedDataV4(
            keccak256(
                abi.encode(
                    RETIREMENT_TYPE,
                    wanted.account,
                    wanted.id,
                    wanted.energyWh,
                    keccak256(bytes(wanted.purpose)),
                    wanted.wish,
                    wanted.deadline
                )
            )
        );
    }

    function _requireFinal(ISettlementVault.Batch calldata batch) private view {
        uint256 finalAt = vault.energyFinalAt(batch.intervalStart);
        uint32 version = vault.energyVersionOf(batch.area, batch.intervalStart, batch.part);
        if (version != batch.version || block.timestamp < finalAt || !vault.isSettled(batch)) {
            revert NotFinal(finalAt);
        }
    }
}
