// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

/// @title Which device measures for whom
/// @notice A pairing needs the signatures of both the device's key and the owner, so that nobody pairs a
/// device it does not hold or a person who does not want it. A device is an ERC-7913 signer: 20 bytes of
/// address, or a verifier's address followed by a key, for instance P-256. Another verifier makes another
/// device, so a false verifier gains nothing. A pairing says that its owner claims the metering point, not
/// that it is the owner's: the same point may be claimed by several, and whoever relies on a pairing asks for
/// the owner it knows.
contract MeterRegistry is EIP712, Ownable {
    /// @notice What both sign.
    /// @param device ERC-7913 signer.
    /// @param owner The participant's address; a contract signs by ERC-1271.
    /// @param meteringPoint Salted hash of the metering point's identifier, not zero.
    /// @param nonce `nonceOf` the device.
    /// @param deadline Last second since 1970 at which the pairing is taken.
    struct Pairing {
        bytes device;
        address owner;
        bytes32 meteringPoint;
        uint256 nonce;
        uint64 deadline;
    }

    /// @dev What is kept of a pairing.
    struct Paired {
        address owner;
        bytes32 meteringPoint;
    }

    /// @notice EIP-712 type of a pairing.
    bytes32 public constant PAIRING_TYPE =
        keccak256("Pairing(bytes device,address owner,bytes32 meteringPoint,uint256 nonce,uint64 deadline)");

    mapping(bytes32 deviceId => Paired) private _paired;
    mapping(bytes32 deviceId => uint256) private _nonces;
    mapping(address owner => mapping(bytes32 meteringPoint => bytes32 deviceId)) private _devices;

    /// @notice A device measures for an owner from now on.
    event DevicePaired(bytes32 indexed deviceId, address indexed owner, bytes32 indexed meteringPoint);

    /// @notice A device measures for nobody any more.
    event DeviceRevoked(bytes32 indexed deviceId, address by);

    /// @notice The device, or the owner's metering point, is paired already.
    error AlreadyPaired(bytes32 deviceId);

    /// @notice The pairing names no metering point.
    error MeteringPointMissing();

    /// @notice The pairing is too old, or its nonce was used.
    error PairingOutdated(uint256 nonce, uint64 deadline);

    /// @notice The device's key did not sign the pairing.
    error BadDeviceSignature();

    /// @notice The owner did not sign the pairing.
    error BadOwnerSignature();

    /// @notice Neither the device's owner nor the owner of this registry.
    error NotYourDevice(address caller);

    /// @param owner May revoke any device; the utility or the community's timelock.
    constructor(address owner) EIP712("Peerwatt MeterRegistry", "1") Ownable(owner) {}

    /// @notice Pairs a device. Anybody may bring the signatures.
    function pair(Pairing calldata pairing, bytes calldata deviceSignature, bytes calldata ownerSignature)
        external
    {
        bytes32 id = keccak256(pairing.device);
        if (pairing.meteringPoint == 0) revert MeteringPointMissing();
        if (_paired[id].owner != address(0)) revert AlreadyPaired(id);
        bytes32 other = _devices[pairing.owner][pairing.meteringPoint];
        if (other != 0) revert AlreadyPaired(other);
        if (pairing.nonce != _nonces[id] || block.timestamp > pairing.deadline) {
            revert PairingOutdated(pairing.nonce, pairing.deadline);
        }
        bytes32 digest = digestOf(pairing);
        if (!SignatureChecker.isValidSignatureNow(pairing.device, digest, deviceSignature)) {
            revert BadDeviceSignature();
        }
        if (!SignatureChecker.isValidSignatureNow(pairing.owner, digest, ownerSignature)) {
            revert BadOwnerSignature();
        }
        _nonces[id] = pairing.nonce + 1;
        _paired[id] = Paired(pairing.owner, pairing.meteringPoint);
        _devices[pairing.owner][pairing.meteringPoint] = id;
        emit DevicePaired(id, pairing.owner, pairing.meteringPoint);
    }

    /// @notice Ends a pairing. The device's owner or the owner of this registry.
    function revoke(bytes32 deviceId) external {
        Paired memory paired = _paired[deviceId];
        bool allowed = msg.sender == paired.owner || msg.sender == owner();
        if (!allowed || paired.owner == address(0)) revert NotYourDevice(msg.sender);
        delete _paired[deviceId];
        delete _devices[paired.owner][paired.meteringPoint];
        emit DeviceRevoked(deviceId, msg.sender);
    }

    /// @notice Whose the device is, zero if nobody's.
    function ownerOf(bytes32 deviceId) external view returns (address) {
        return _paired[deviceId].owner;
    }

    /// @notice The device at an owner's metering point, zero if none.
    function deviceOf(address owner_, bytes32 meteringPoint) external view returns (bytes32) {
        return _devices[owner_][meteringPoint];
    }

    /// @notice Nonce that the device's next pairing needs.
    function nonceOf(bytes32 deviceId) external view returns (uint256) {
        return _nonces[deviceId];
    }

    /// @notice What both sign.
    function digestOf(Pairing calldata pairing) public view returns (bytes32) {
        return _hashTypedDataV4(
            keccak256(
                abi.encode(
                    PAIRING_TYPE,
                    keccak256(pairing.device),
                    pairing.owner,
                    pairing.meteringPoint,
                    pairing.nonce,
                    pairing.deadline
                )
            )
        );
    }
}
