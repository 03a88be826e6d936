// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {IMeterOracle} from "./IMeterOracle.sol";

/// @title Write-once meter values under k-of-n signatures
contract MeterOracle is IMeterOracle, EIP712, Ownable {
    /// @notice EIP-712 type of a report.
    bytes32 public constant REPORT_TYPE = keccak256(
        "Report(uint32 area,uint64 intervalStart,uint32 part,uint32 version,bytes32 readingsRoot,bytes32 exportsDigest,uint64 importWh,uint64 exportWh)"
    );

    /// @notice Signatures that a report needs.
    uint256 public threshold;

    mapping(uint256 epoch => mapping(address => bool)) private _isSigner;
    uint256 private _epoch;
    mapping(bytes32 key => Reading) private _readings;

    /// @param owner May replace the signers; the community's timelock.
    /// @param signers The metering operators.
    /// @param threshold_ How many of them must sign, from 1.
    constructor(address owner, address[] memory signers, uint256 threshold_)
        EIP712("Peerwatt MeterOracle", "1")
        Ownable(owner)
    {
        _setSigners(signers, threshold_);
    }

    /// @notice Replaces all signers. Owner only.
    function setSigners(address[] calldata signers, uint256 threshold_) external onlyOwner {
        _setSigners(signers, threshold_);
    }

    /// @inheritdoc IMeterOracle
    function report(Report calldata values, address[] calldata signers, bytes[] calldata signatures)
        external
    {
        bytes32 key = _keyOf(values.area, values.intervalStart, values.part, values.version);
        _requireNext(values, key);
        _requireSigned(_hashTypedDataV4(keccak256(abi.encode(REPORT_TYPE, values))), signers, signatures);
        _readings[key] = Reading(values.readingsRoot, values.exportsDigest, values.importWh, values.exportWh);
        emit Metered(
            values.area,
            values.intervalStart,
            values.part,
            values.version,
            values.readingsRoot,
            values.exportsDigest,
            values.importWh,
            values.exportWh
        );
    }

    /// @inheritdoc IMeterOracle
    function readingOf(uint32 area, uint64 intervalStart, uint32 part, uint32 version)
        external
        view
        returns (Reading memory)
    {
        return _readings[_keyOf(area, intervalStart, part, version)];
    }

    /// @inheritdoc IMeterOracle
    function exportsDigestOf(uint32 area, uint64 intervalStart, uint32 part, uint32 version)
        external
        view
        returns (bytes32)
    {
        return _readings[_keyOf(area, intervalStart, part, version)].exportsDigest;
    }

    /// @notice Whether `account` may sign reports.
    function isSigner(address account) public view returns (bool) {
        return _isSigner[_epoch][account];
    }

    function _requireNext(Report calldata values, bytes32 key) private view {
        if (values.readingsRoot == 0 || values.exportsDigest == 0) revert ReadingsMissing();
        if (_readings[key].readingsRoot != 0) {
            revert AlreadyMetered(values.area, values.intervalStart, values.part, values.version);
        }
        if (values.version == 0) revert ReadingOutOfOrder(0);
        if (values.version > 1) {
            bytes32 before = _keyOf(values.area, values.intervalStart, values.part, values.version - 1);
            if (_readings[before].readingsRoot == 0) revert ReadingOutOfOrder(values.version);
        }
    }

    function _requireSigned(bytes32 digest, address[] calldata signers, bytes[] calldata signatures)
        private
        view
    {
        if (signers.length < threshold || signers.length != signatures.length) {
            revert TooFewSignatures(signatures.length, threshold);
        }
        address last;
        for (uint256 i = 0; i < signers.length; ++i) {
            address signer = signers[i];
            if (signer <= last) revert SignersNotAscending(signer);
            last = signer;
            if (!isSigner(signer)) revert BadMeterSignature(signer);
            if (!SignatureChecker.isValidSignatureNowCalldata(signer, digest, signatures[i])) {
                revert BadMeterSignature(signer);
            }
        }
    }

    function _setSigners(address[] memory signers, uint256 threshold_) private {
        if (threshold_ == 0 || threshold_ > signers.length) revert BadThreshold(signers.length, threshold_);
        uint256 epoch = ++_epoch;
        address last;
        for (uint256 i = 0; i < signers.length; ++i) {
            if (signers[i] <= last) revert SignersNotAscending(signers[i]);
            last = signers[i];
            _isSigner[epoch][last] = true;
        }
        threshold = threshold_;
        emit SignersChanged(signers, threshold_);
    }

    function _keyOf(uint32 area, uint64 intervalStart, uint32 part, uint32 version)
        private
        pure
        returns (bytes32)
    {
        return keccak256(abi.encode(area, intervalStart, part, version));
    }
}
