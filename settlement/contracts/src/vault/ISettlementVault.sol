// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IMeterOracle} from "../meter/IMeterOracle.sol";
import {FlowLimit} from "./FlowLimit.sol";

/// @title Participants' cash, settled by netted batches of metered energy
/// @notice Cash is in 1e-9 of the currency (nano), energy in Wh. An account can never fall below zero, and
/// the vault holds at least the sum of all accounts in its stablecoin. A batch takes effect at once if the
/// auditor signed it too, or else after a window in which anybody may prove it wrong, as far as what is
/// behind its trades was shown.
interface ISettlementVault {
    /// @notice One version of an interval's settlement; the EIP-712 message that the auditor signs.
    /// @param area The market area.
    /// @param intervalStart Start of the delivery interval in seconds since 1970.
    /// @param part Part of the community, 0 if it is not split; each part is settled for itself.
    /// @param version 1 first, then without a gap. Cash of version n is the change against version n-1.
    /// @param meterVersion Version of the meter report that the energy stands on; 0 in a version that
    /// changes cash only and leaves the energy as it is.
    /// @param pages Pages of the trades, see `TradePages`.
    /// @param linesRoot Merkle root over all statement lines, not zero.
    /// @param tradesRoot Merkle root over the pages of trades, zero if there are none.
    /// @param rowsRoot Merkle root over the rows, computed again by the vault.
    struct Batch {
        uint32 area;
        uint64 intervalStart;
        uint32 part;
        uint32 version;
        uint32 meterVersion;
        uint32 pages;
        bytes32 linesRoot;
        bytes32 tradesRoot;
        bytes32 rowsRoot;
    }

    /// @notice A participant got an account.
    event Registered(uint32 indexed index, address indexed owner);

    /// @notice Stablecoin came in.
    event Deposited(uint32 indexed index, uint256 amountNano);

    /// @notice An account's owner wants out; zero takes the wish back.
    event ExitRequested(uint32 indexed index, uint64 amountNano, uint64 readyAt);

    /// @notice Stablecoin went out.
    event Exited(uint32 indexed index, address to, uint256 amountNano);

    /// @notice A batch waits for its challenge window to pass.
    event BatchProposed(bytes32 indexed batchKey, Batch batch, uint64 applicableAt);

    /// @notice A batch took effect.
    event BatchSettled(bytes32 indexed batchKey, Batch batch);

    /// @notice A proposed batch was taken back without effect; another, but not the same, may take its key.
    event BatchVoided(bytes32 indexed batchKey);

    /// @notice The named role changed hands.
    event RoleChanged(string role, address account);

    /// @notice The breaker's limit changed.
    event FlowLimitChanged(uint96 limitNano);

    /// @notice The caller does not have the role the function needs.
    error NotAllowed(address caller);

    /// @notice The address has an account already, or is zero.
    error CannotRegister(address owner);

    /// @notice No such account.
    error UnknownAccount(uint256 index);

    /// @notice The amount is not a whole number of the token's smallest units.
    error NotWholeUnits(uint256 amountNano);

    /// @notice The token did not deliver the amount asked for.
    error TokenShort(uint256 received, uint256 asked);

    /// @notice There is no exit to pay, or not yet.
    error ExitNotReady(uint64 readyAt);

    /// @notice The exit was not taken in time and must be asked for again.
    error ExitLapsed(uint64 since);

    /// @notice The account's owner did not sign this wish.
    error BadExitSignature(uint32 index);

    /// @notice The wish was to be sent earlier: its owner must sign it anew.
    error WishTooLate(uint64 deadline);

    /// @notice Cash paid there could never be moved again: the zero address, the vault, its token.
    error CannotPay(address to);

    /// @notice The account's wish does not say whom to pay: only its owner can take it.
    error NoPayee(uint32 index);

    /// @notice An exit must wait longer than a proposed batch, so that batches find their cash.
    error WindowsInconsistent(uint64 challengeWindow, uint64 exitDelay);

    /// @notice A batch of this key was settled before.
    error AlreadySettled(bytes32 batchKey);

    /// @notice Versions start at 1 and follow each other without a gap.
    error VersionOutOfOrder(uint32 version);

    /// @notice A settlement without lines cannot be proved.
    error LinesRootMissing();

    /// @notice A batch has at most `MAX_ROWS` rows; split the community above.
    error TooManyRows(uint256 rows);

    /// @notice Cash of all rows must sum to zero.
    error CashNotZeroSum(int256 sumNano);

    /// @notice Energy bought must equal energy sold.
    error EnergyNotBalanced(int256 boughtLessSoldWh);

    /// @notice The rows' exports are not those of the meter report.
    error ExportsNotMetered();

    /// @notice The meters have reported better values since; the batch must stand on those.
    error ReportSuperseded(uint32 meterVersion);

    /// @notice The rows are not those of the batch's root.
    error RowsRootMismatch(bytes32 root);

    /// @notice The energy of the interval is final; only cash can still change.
    error EnergyIsFinal(uint256 since);

    /// @notice The auditor did not sign this batch.
    error BadAuditorSignature();

    /// @notice A batch of this key waits already.
    error AlreadyProposed(bytes32 batchKey);

    /// @notice This very batch was proposed and voided before.
    error ProposedInVain(bytes32 batchHash);

    /// @notice No bond answers for what this operator proposes.
    error NotCovered(address operator);

    /// @notice No such batch waits, or not long enough.
    error NotApplicable(bytes32 batchKey, uint64 applicableAt);

    /// @notice Gives `owner` an account. Anybody may call; an address has one account at most.
    function register(address owner) external returns (uint32 index);

    /// @notice Pays into an account from the caller's stablecoin, which must be approved before.
    /// @param amountNano A whole number of the token's smallest units.
    function deposit(uint32 index, uint64 amountNano) external;

    /// @notice Asks for the caller's own cash; replaces an earlier wish and starts its delay anew, and no wish
    /// signed before is good any more. Until it is paid, batches may still debit the account. Zero takes the wish back. Whoever lets accounts trade
    /// must count on no more than their cash less what they asked for: a batch that counts on more than is
    /// left fails as a whole.
    function requestExit(uint64 amountNano) external;

    /// @notice Pays the caller's exit once its delay has passed and before it lapses: the amount asked for or
    /// what is left, rounded down to the token's unit. Nobody's signature, no breaker and no pause stands before it.
    /// @param to Neither the zero address nor the vault or its token.
    function exit(address to) external returns (uint256 paidNano);

    /// @notice `requestExit` that the owner signed and anybody sends: what is paid goes to `to` alone.
    /// @param to Neither the zero address nor the vault or its token, which could never give the cash back.
    /// @param deadline Last second since 1970 at which the vault takes the wish.
    /// @param ownerSignature EIP-712 signature of `ExitWish`, whose `wish` is the number of wishes of this
    /// account before, signed or its owner's own; so each is good once. An amount of zero takes an earlier wish back. A contract signs by ERC-1271.
    function requestExitFor(
        uint32 index,
        uint64 amountNano,
        address to,
        uint64 deadline,
        bytes calldata ownerSignature
    ) external;

    /// @notice Pays an exit, as `exit` does, to whom its signed wish named. Anybody may call.
    function exitFor(uint32 index) external returns (uint256 paidNano);

    /// @notice Settles at once, on the newest meter report. Operator only.
    /// @param rows See `Rows`; strictly ascending by index.
    /// @param auditorSignature EIP-712 signature of the batch; a contract signs by ERC-1271.
    function settle(Batch calldata batch, bytes calldata rows, bytes calldata auditorSignature) external;

    /// @notice Proposes a batch without the auditor, on the newest meter report. Operator only, while its
    /// surety covers it, and never again what was voided.
    function propose(Batch calldata batch, bytes calldata rows) external;

    /// @notice Settles a proposed batch once its window has passed. Anybody may call.
    function applyProposed(Batch calldata batch, bytes calldata rows) external;

    /// @notice Takes a proposed batch back: the referee because it was proved wrong, or the operator.
    function voidProposed(bytes32 batchKey) external;

    /// @notice Seconds that a proposed batch waits.
    function challengeWindow() external view returns (uint64);

    /// @notice Where exports are checked.
    function oracle() external view returns (IMeterOracle);

    /// @notice Cash of an account in nano-currency.
    function cashOf(uint32 index) external view returns (uint256);

    /// @notice Owner of an account, zero if there is none.
    function ownerOf(uint32 index) external view returns (address);

    /// @notice Whom the newest signed wish of an account pays, zero if its owner has wished otherwise since; and
    /// how many wishes there were, signed or its owner's own.
    function payeeOf(uint32 index) external view returns (address to, uint64 wishes);

    /// @notice The breaker's window: what batches may move within it in nano-currency, what they have, and when the
    /// next one may begin.
    function flow() external view returns (FlowLimit.Window memory);

    /// @notice Version whose energy counts, 0 if the interval's part is not settled.
    function energyVersionOf(uint32 area, uint64 intervalStart, uint32 part) external view returns (uint32);

    /// @notice From when on an interval's energy can no longer be corrected, in seconds since 1970.
    function energyFinalAt(uint64 intervalStart) external view returns (uint256);

    /// @notice Whether this very batch took effect.
    function isSettled(Batch calldata batch) external view returns (bool);

    /// @notice Whether this very batch took effect and no later version did.
    function isLatest(Batch calldata batch) external view returns (bool);

    /// @notice Whether this very batch waits for its window to pass.
    function isProposed(Batch calldata batch) external view returns (bool);

    /// @notice Whether a statement line belongs to a settled batch.
    /// @param leaf Hash of the line, see the README.
    /// @param proof Siblings from the leaf up; pairs are hashed in sorted order.
    function verifyLine(Batch calldata batch, bytes32 leaf, bytes32[] calldata proof)
        external
        view
        returns (bool);
}
