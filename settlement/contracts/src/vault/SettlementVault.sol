// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {IMeterOracle} from "../meter/IMeterOracle.sol";
import {BatchKeys} from "./BatchKeys.sol";
import {FlowLimit} from "./FlowLimit.sol";
import {ISettlementVault} from "./ISettlementVault.sol";
import {ISurety} from "./ISurety.sol";
import {PackedAccounts} from "./PackedAccounts.sol";
import {Rows} from "./Rows.sol";

/// @title Vault of a community's cash
/// @dev Not upgradeable. The owner, meant to be the community's timelock, names operator, auditor and the
/// breaker's limit; it cannot touch accounts or exits.
contract SettlementVault is ISettlementVault, EIP712, Ownable {
    using SafeERC20 for IERC20Metadata;
    using PackedAccounts for PackedAccounts.Accounts;
    using FlowLimit for FlowLimit.Window;
    using BatchKeys for ISettlementVault.Batch;

    /// @notice What a vault is deployed with; durations in seconds.
    /// @param token The stablecoin.
    /// @param oracle Where exports are checked.
    /// @param owner The community's timelock.
    /// @param operator Sends batches.
    /// @param auditor Signs batches that take effect at once.
    /// @param challengeWindow How long a proposed batch waits.
    /// @param exitDelay How long an exit waits, longer than the challenge window.
    /// @param energyWindow How long after its start an interval's energy may be corrected.
    /// @param flowWindow Length of the breaker's window.
    /// @param flowLimitNano Cash that batches may move within it.
    struct Config {
        IERC20Metadata token;
        IMeterOracle oracle;
        address owner;
        address operator;
        address auditor;
        uint64 challengeWindow;
        uint64 exitDelay;
        uint64 energyWindow;
        uint64 flowWindow;
        uint96 flowLimitNano;
    }

    struct Proposal {
        bytes32 batchHash;
        bytes32 rowsHash;
        uint64 applicableAt;
    }

    struct Exit {
        uint64 amountNano;
        uint64 readyAt;
    }

    struct Payee {
        address to;
        uint64 wishes;
    }

    /// @notice Keeps the costliest batch below the gas cap of a transaction (EIP-7825, 16,777,216).
    uint256 public constant MAX_ROWS = 5_000;

    /// @notice The account over which parts of a split community clear; it belongs to the vault, so nobody
    /// can take cash or certificates out of it.
    uint32 public constant CLEARING = 1;

    /// @notice Seconds in which an exit may be taken once it is ready; then it must be asked for again.
    uint64 public constant EXIT_SPAN = 3 days;

    /// @notice EIP-712 type of a batch.
    bytes32 public constant BATCH_TYPE = keccak256(
        "Batch(uint32 area,uint64 intervalStart,uint32 part,uint32 version,uint32 meterVersion,uint32 pages,bytes32 linesRoot,bytes32 tradesRoot,bytes32 rowsRoot)"
    );

    /// @notice EIP-712 type of a wish to leave that its account's owner signs and somebody else sends.
    bytes32 public constant EXIT_TYPE =
        keccak256("ExitWish(uint32 index,uint64 amountNano,address to,uint64 wish,uint64 deadline)");

    /// @notice The stablecoin.
    IERC20Metadata public immutable token;
    /// @notice Where exports are checked.
    IMeterOracle public immutable oracle;
    /// @notice Seconds that a proposed batch waits.
    uint64 public immutable challengeWindow;
    /// @notice Seconds that an exit waits.
    uint64 public immutable exitDelay;
    /// @notice Seconds in which energy may be corrected.
    uint64 public immutable energyWindow;
    /// @notice Seconds of the breaker's window.
    uint64 public immutable flowWindow;
    /// @dev Of these two one is 1: nano-currency in the token's smallest unit, and the reverse.
    uint256 private immutable _nanoPerUnit;
    uint256 private immutable _unitsPerNano;

    /// @notice Sends batches.
    address public operator;
    /// @notice Number of accounts, and index of the newest.
    uint32 public accounts;
    /// @notice Signs batches that take effect at once.
    address public auditor;
    /// @notice May void proposed batches; the challenge game.
    address public referee;
    /// @notice Must answer for the operator before it may propose.
    ISurety public surety;

    FlowLimit.Window private _flow;
    mapping(uint32 index => address) private _owners;
    mapping(address owner => uint32) private _indices;
    mapping(uint32 index => Exit) private _exits;
    mapping(uint32 index => Payee) private _payees;
    mapping(bytes32 batchKey => bytes32 batchHash) private _settled;
    mapping(bytes32 batchKey => Proposal) private _proposals;
    mapping(bytes32 batchHash => bool) private _voided;
    /// @dev Written by corrections only: a first version needs no slot.
    mapping(uint256 intervalKey => uint32) private _correctedVersions;
    PackedAccounts.Accounts private _cash;

    modifier only(address account) {
        if (msg.sender != account) revert NotAllowed(msg.sender);
        _;
    }

    constructor(Config memory config) EIP712("Peerwatt SettlementVault", "1") Ownable(config.owner) {
        if (config.exitDelay <= config.challengeWindow) {
            revert WindowsInconsistent(config.challengeWindow, config.exitDelay);
        }
        token = config.token;
        oracle = config.oracle;
        challengeWindow = config.challengeWindow;
        exitDelay = config.exitDelay;
        energyWindow = config.energyWindow;
        flowWindow = config.flowWindow;
        uint256 decimals = config.token.decimals();
        _nanoPerUnit = decimals < 9 ? 10 ** (9 - decimals) : 1;
        _unitsPerNano = decimals > 9 ? 10 ** (decimals - 9) : 1;
        operator = config.operator;
        auditor = config.auditor;
        _flow.limit = config.flowLimitNano;
        _register(address(this));
    }

    /// @notice Replaces the operator. Owner only.
    function setOperator(address account) external onlyOwner {
        operator = account;
        emit RoleChanged("operator", account);
    }

    /// @notice Replaces the auditor. Owner only.
    function setAuditor(address account) external onlyOwner {
        auditor = account;
        emit RoleChanged("auditor", account);
    }

    /// @notice Replaces the referee. Owner only.
    function setReferee(address account) external onlyOwner {
        referee = account;
        emit RoleChanged("referee", account);
    }

    /// @notice Replaces the surety; without one nothing can be proposed. Owner only.
    function setSurety(ISurety surety_) external onlyOwner {
        surety = surety_;
        emit RoleChanged("surety", address(surety_));
    }

    /// @notice Changes what batches may move within a window; zero stops them. Exits are never concerned.
    /// Owner only.
    function setFlowLimit(uint96 limitNano) external onlyOwner {
        _flow.limit = limitNano;
        emit FlowLimitChanged(limitNano);
    }

    /// @inheritdoc ISettlementVault
    function register(address owner) external returns (uint32 index) {
        return _register(owner);
    }

    /// @inheritdoc ISettlementVault
    function deposit(uint32 index, uint64 amountNano) external {
        if (_owners[index] == address(0) || index == CLEARING) revert UnknownAccount(index);
        if (amountNano % _nanoPerUnit != 0) revert NotWholeUnits(amountNano);
        uint256 units = _units(amountNano);
        uint256 before = token.balanceOf(address(this));
        token.safeTransferFrom(msg.sender, address(this), units);
        uint256 received = token.balanceOf(address(this)) - before;
        if (received < units) revert TokenShort(received, units);
        _cash.add(index, int256(uint256(amountNano)));
        emit Deposited(index, amountNano);
    }

    /// @inheritdoc ISettlementVault
    function requestExit(uint64 amountNano) external {
        uint32 index = _indexOf(msg.sender);
        _payees[index] = Payee(address(0), _payees[index].wishes + 1);
        _wish(index, amountNano);
    }

    /// @inheritdoc ISettlementVault
    function requestExitFor(
        uint32 index,
        uint64 amountNano,
        address to,
        uint64 deadline,
        bytes calldata ownerSignature
    ) external {
        if (block.timestamp > deadline) revert WishTooLate(deadline);
        _requirePayable(to);
        uint64 wish = _payees[index].wishes;
        bytes32 digest =
            _hashTypedDataV4(keccak256(abi.encode(EXIT_TYPE, index, amountNano, to, wish, deadline)));
        bool signed = SignatureChecker.isValidSignatureNowCalldata(_owners[index], digest, ownerSignature);
        if (!signed) revert BadExitSignature(index);
        _payees[index] = Payee(to, wish + 1);
        _wish(index, amountNano);
    }

    /// @inheritdoc ISettlementVault
    function exit(address to) external returns (uint256 paidNano) {
        _requirePayable(to);
        return _exit(_indexOf(msg.sender), to);
    }

    /// @inheritdoc ISettlementVault
    function exitFor(uint32 index) external returns (uint256 paidNano) {
        address to = _payees[index].to;
        if (to == address(0)) revert NoPayee(index);
        return _exit(index, to);
    }

    /// @inheritdoc ISettlementVault
    function settle(Batch calldata batch, bytes calldata rows, bytes calldata auditorSignature)
        external
        only(operator)
    {
        bytes32 batchHash = _hashOf(batch);
        bytes32 digest = _hashTypedDataV4(batchHash);
        if (!SignatureChecker.isValidSignatureNowCalldata(auditor, digest, auditorSignature)) {
            revert BadAuditorSignature();
        }
        _requireNewestReport(batch);
        _settle(batch.keyOf(batch.version), batchHash, batch, rows);
    }

    /// @inheritdoc ISettlementVault
    function propose(Batch calldata batch, bytes calldata rows) external only(operator) {
        bytes32 key = batch.keyOf(batch.version);
        bytes32 batchHash = _hashOf(batch);
        if (_proposals[key].applicableAt != 0) revert AlreadyProposed(key);
        if (_voided[batchHash]) revert ProposedInVain(batchHash);
        if (address(surety) == address(0) || !surety.covers(operator)) revert NotCovered(operator);
        _requireNext(key, batch);
        _requireNewestReport(batch);
        uint64 applicableAt = uint64(block.timestamp) + challengeWindow;
        _proposals[key] = Proposal(batchHash, keccak256(rows), applicableAt);
        emit BatchProposed(key, batch, applicableAt);
    }

    /// @inheritdoc ISettlementVault
    function applyProposed(Batch calldata batch, bytes calldata rows) external {
        bytes32 key = batch.keyOf(batch.version);
        bytes32 batchHash = _hashOf(batch);
        Proposal memory proposal = _proposals[key];
        bool same = proposal.batchHash == batchHash && proposal.rowsHash == keccak256(rows);
        if (!same || block.timestamp < proposal.applicableAt) {
            revert NotApplicable(key, proposal.applicableAt);
        }
        delete _proposals[key];
        _settle(key, batchHash, batch, rows);
    }

    /// @inheritdoc ISettlementVault
    function voidProposed(bytes32 batchKey) external {
        if (msg.sender != referee && msg.sender != operator) revert NotAllowed(msg.sender);
        if (_proposals[batchKey].applicableAt == 0) revert NotApplicable(batchKey, 0);
        _voided[_proposals[batchKey].batchHash] = true;
        delete _proposals[batchKey];
        emit BatchVoided(batchKey);
    }

    /// @inheritdoc ISettlementVault
    function cashOf(uint32 index) external view returns (uint256) {
        return _cash.cashOf(index);
    }

    /// @inheritdoc ISettlementVault
    function ownerOf(uint32 index) external view returns (address) {
        return _owners[index];
    }

    /// @notice Account of an owner, 0 if it has none.
    function indexOf(address owner) external view returns (uint32) {
        return _indices[owner];
    }

    /// @notice An account's wish to leave; zero if there is none or it lapsed.
    function exitOf(uint32 index) external view returns (Exit memory) {
        return _hasLapsed(_exits[index]) ? Exit(0, 0) : _exits[index];
    }

    /// @inheritdoc ISettlementVault
    function payeeOf(uint32 index) external view returns (address to, uint64 wishes) {
        return (_payees[index].to, _payees[index].wishes);
    }

    /// @inheritdoc ISettlementVault
    function flow() external view returns (FlowLimit.Window memory) {
        return _flow;
    }

    /// @inheritdoc ISettlementVault
    function energyVersionOf(uint32 area, uint64 intervalStart, uint32 part) external view returns (uint32) {
        uint32 corrected = _correctedVersions[BatchKeys.intervalKey(area, intervalStart, part)];
        if (corrected != 0) return corrected;
        return _settled[keccak256(abi.encode(area, intervalStart, part, 1))] == 0 ? 0 : 1;
    }

    /// @inheritdoc ISettlementVault
    function energyFinalAt(uint64 intervalStart) public view returns (uint256) {
        return uint256(intervalStart) + energyWindow;
    }

    /// @inheritdoc ISettlementVault
    function isSettled(Batch calldata batch) public view returns (bool) {
        return _settled[batch.keyOf(batch.version)] == _hashOf(batch);
    }

    /// @inheritdoc ISettlementVault
    function isLatest(Batch calldata batch) external view returns (bool) {
        return isSettled(batch) && _settled[batch.keyOf(batch.version + 1)] == 0;
    }

    /// @inheritdoc ISettlementVault
    function isProposed(Batch calldata batch) external view returns (bool) {
        return _proposals[batch.keyOf(batch.version)].batchHash == _hashOf(batch);
    }

    /// @inheritdoc ISettlementVault
    function verifyLine(Batch calldata batch, bytes32 leaf, bytes32[] calldata proof)
        external
        view
        returns (bool)
    {
        return isSettled(batch) && MerkleProof.verifyCalldata(proof, batch.linesRoot, leaf);
    }

    /// @notice What the auditor signs for a batch.
    function digestOf(Batch calldata batch) external view returns (bytes32) {
        return _hashTypedDataV4(_hashOf(batch));
    }

    function _settle(bytes32 key, bytes32 batchHash, Batch calldata batch, bytes calldata rows) private {
        _requireNext(key, batch);
        if (batch.linesRoot == 0) revert LinesRootMissing();
        uint256 count = Rows.count(rows);
        if (count > MAX_ROWS) revert TooManyRows(count);
        _settled[key] = batchHash;
        if (batch.version > 1 && batch.meterVersion != 0) {
            _correctedVersions[BatchKeys.intervalKey(batch.area, batch.intervalStart, batch.part)] =
            batch.version;
        }
        _requireEnergy(batch, rows);
        _moveCash(rows);
        emit BatchSettled(key, batch);
    }

    function _wish(uint32 index, uint64 amountNano) private {
        uint64 readyAt = uint64(block.timestamp) + exitDelay;
        _exits[index] = amountNano == 0 ? Exit(0, 0) : Exit(amountNano, readyAt);
        emit ExitRequested(index, amountNano, readyAt);
    }

    function _exit(uint32 index, address to) private returns (uint256 paidNano) {
        Exit memory wish = _exits[index];
        if (wish.amountNano == 0 || block.timestamp < wish.readyAt) revert ExitNotReady(wish.readyAt);
        if (_hasLapsed(wish)) revert ExitLapsed(wish.readyAt + EXIT_SPAN);
        delete _exits[index];
        uint256 cash = _cash.cashOf(index);
        paidNano = wish.amountNano < cash ? wish.amountNano : cash;
        paidNano -= paidNano % _nanoPerUnit;
        _cash.add(index, -int256(paidNano));
        token.safeTransfer(to, _units(paidNano));
        emit Exited(index, to, paidNano);
    }

    function _moveCash(bytes calldata rows) private {
        (int256 sumNano, uint256 movedNano, uint256 lastIndex) = _cash.addAll(rows);
        if (sumNano != 0) revert CashNotZeroSum(sumNano);
        if (lastIndex > accounts) revert UnknownAccount(lastIndex);
        _flow.take(movedNano, flowWindow);
    }

    function _register(address owner) private returns (uint32 index) {
        if (owner == address(0) || _indices[owner] != 0) revert CannotRegister(owner);
        index = ++accounts;
        _owners[index] = owner;
        _indices[owner] = index;
        emit Registered(index, owner);
    }

    function _requireNext(bytes32 key, Batch calldata batch) private view {
        if (_settled[key] != 0) revert AlreadySettled(key);
        if (batch.version == 1) {
            if (batch.meterVersion == 0) revert ExportsNotMetered();
            return;
        }
        if (batch.version == 0 || _settled[batch.keyOf(batch.version - 1)] == 0) {
            revert VersionOutOfOrder(batch.version);
        }
        uint256 finalAt = energyFinalAt(batch.intervalStart);
        if (batch.meterVersion != 0 && block.timestamp >= finalAt) revert EnergyIsFinal(finalAt);
    }

    /// @dev When a batch comes in; so no version ever stands on an older report than the one before.
    function _requireNewestReport(Batch calldata batch) private view {
        uint32 meter = batch.meterVersion;
        if (meter == 0 || meter == type(uint32).max) return;
        bytes32 newer = oracle.exportsDigestOf(batch.area, batch.intervalStart, batch.part, meter + 1);
        if (newer != 0) revert ReportSuperseded(meter);
    }

    function _requireEnergy(Batch calldata batch, bytes calldata rows) private view {
        bytes32 root = Rows.rootOf(rows);
        if (root != batch.rowsRoot) revert RowsRootMismatch(root);
        (int256 openWh, bytes32 exportsDigest) = Rows.energy(rows);
        if (openWh != 0) revert EnergyNotBalanced(openWh);
        bytes32 metered = batch.meterVersion == 0
            ? Rows.NO_EXPORTS
            : oracle.exportsDigestOf(batch.area, batch.intervalStart, batch.part, batch.meterVersion);
        if (exportsDigest != metered) revert ExportsNotMetered();
    }

    function _requirePayable(address to) private view {
        if (to == address(0) || to == address(this) || to == address(token)) revert CannotPay(to);
    }

    function _indexOf(address owner) private view returns (uint32 index) {
        index = _indices[owner];
        if (index == 0) revert UnknownAccount(0);
    }

    function _hasLapsed(Exit memory wish) private view returns (bool) {
        return block.timestamp >= wish.readyAt + EXIT_SPAN;
    }

    function _units(uint256 amountNano) private view returns (uint256) {
        return amountNano * _unitsPerNano / _nanoPerUnit;
    }

    function _hashOf(Batch calldata batch) private pure returns (bytes32) {
        return keccak256(abi.encode(BATCH_TYPE, batch));
    }
}
