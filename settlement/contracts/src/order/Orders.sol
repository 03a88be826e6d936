// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

/// @title Orders as signed messages, and their cancellation
/// @notice Matching happens off the chain; here is what an order says, who signed it, and how its owner
/// takes all of its orders back without asking anybody.
contract Orders is EIP712 {
    /// @notice An order for one delivery interval.
    /// @param owner Who signs; owner of the account in the vault.
    /// @param account Its account in the vault.
    /// @param area The market area.
    /// @param intervalStart Start of the delivery interval in seconds since 1970.
    /// @param buy True to buy, false to sell.
    /// @param maxWh Most energy that may be traded on it.
    /// @param limitMicro Limit in 1e-6 of the currency per kWh: a buyer pays at most this, fees included; a
    /// seller receives at least this.
    /// @param epoch `epochOf` the owner when the order was made.
    /// @param salt Makes equal orders different.
    struct Order {
        address owner;
        uint32 account;
        uint32 area;
        uint64 intervalStart;
        bool buy;
        uint32 maxWh;
        int64 limitMicro;
        uint32 epoch;
        bytes32 salt;
    }

    /// @notice EIP-712 type of an order.
    bytes32 public constant ORDER_TYPE = keccak256(
        "Order(address owner,uint32 account,uint32 area,uint64 intervalStart,bool buy,uint32 maxWh,int64 limitMicro,uint32 epoch,bytes32 salt)"
    );

    /// @notice A cancellation binds all intervals that start at least this many seconds later.
    uint64 public immutable cancelNotice;

    /// @notice Seconds before an interval from which on the market may match its orders.
    uint64 public immutable horizon;

    /// @notice Epoch of an owner's valid orders.
    mapping(address owner => uint32) public epochOf;

    mapping(address owner => mapping(uint32 epoch => uint64)) private _endedAt;
    mapping(bytes32 digest => bool) private _accepted;

    /// @notice All orders of an owner before `epoch` are cancelled.
    event OrdersCancelled(address indexed owner, uint32 epoch);

    /// @notice A contract's signature was valid at this time, and counts from now on.
    event OrderAccepted(bytes32 indexed digest, address indexed owner);

    /// @notice The owner did not sign the order.
    error BadOrderSignature(address owner);

    /// @notice A cancellation would undo trades that were matched before it.
    error NoticeBelowHorizon(uint64 cancelNotice, uint64 horizon);

    /// @param horizon_ The longest time before an interval at which the market matches its orders, at most
    /// the notice: so no cancellation that binds an interval comes after its first trade.
    constructor(uint64 cancelNotice_, uint64 horizon_) EIP712("Peerwatt Orders", "1") {
        if (cancelNotice_ < horizon_) revert NoticeBelowHorizon(cancelNotice_, horizon_);
        cancelNotice = cancelNotice_;
        horizon = horizon_;
    }

    /// @notice Cancels all orders of the caller.
    function cancelAll() external {
        uint32 ended = epochOf[msg.sender]++;
        _endedAt[msg.sender][ended] = uint64(block.timestamp);
        emit OrdersCancelled(msg.sender, ended + 1);
    }

    /// @notice Keeps that a contract signed an order, which by ERC-1271 it could deny later. Anybody may call.
    function accept(Order calldata order, bytes calldata signature) external {
        bytes32 digest = digestOf(order);
        if (!SignatureChecker.isValidSignatureNowCalldata(order.owner, digest, signature)) {
            revert BadOrderSignature(order.owner);
        }
        _accepted[digest] = true;
        emit OrderAccepted(digest, order.owner);
    }

    /// @notice Whether the owner signed: by its key, as a contract by ERC-1271, or once accepted here.
    function isSigned(Order calldata order, bytes calldata signature) external view returns (bool) {
        bytes32 digest = digestOf(order);
        if (_accepted[digest]) return true;
        (address signer, ECDSA.RecoverError failure,) = ECDSA.tryRecoverCalldata(digest, signature);
        if (failure == ECDSA.RecoverError.NoError && signer == order.owner) return true;
        return SignatureChecker.isValidSignatureNowCalldata(order.owner, digest, signature);
    }

    /// @notice Whether the order was cancelled in time for its interval.
    function isCancelled(Order calldata order) external view returns (bool) {
        if (order.epoch > epochOf[order.owner]) return true;
        uint64 endedAt = _endedAt[order.owner][order.epoch];
        return endedAt != 0 && endedAt + cancelNotice <= order.intervalStart;
    }

    /// @notice What the owner signs.
    function digestOf(Order calldata order) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(ORDER_TYPE, order)));
    }
}
