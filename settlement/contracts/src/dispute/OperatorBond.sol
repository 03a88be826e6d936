// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ISurety} from "../vault/ISurety.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

/// @title What the operator loses if it is proved wrong
/// @notice A proved breach opens a case. If the operator does not appeal within the window, or its appeal is
/// refused, half of the penalty goes to the challenger and half to the community. The owner, meant to be the
/// community's timelock, judges appeals. The operator takes its bond back only when no case is open, after a
/// delay in which whatever it proposed last can be applied and challenged, and proposes nothing meanwhile.
/// What is bonded is shared by all batches that wait at a time: it may cover fewer penalties than those.
contract OperatorBond is ISurety, Ownable {
    using SafeERC20 for IERC20;

    /// @notice Where a case stands.
    enum State {
        NONE,
        OPEN,
        APPEALED,
        UPHELD,
        CLOSED
    }

    /// @notice A proved breach.
    struct Case {
        address challenger;
        uint64 appealableUntil;
        State state;
    }

    /// @notice What the bond is paid in.
    IERC20 public immutable token;
    /// @notice Who bonds.
    address public immutable operator;
    /// @notice The community's share of penalties goes here.
    address public immutable treasury;
    /// @notice Penalty of a case in the token's smallest units.
    uint256 public immutable penalty;
    /// @notice Seconds in which the operator may appeal.
    uint64 public immutable appealWindow;
    /// @notice Seconds that a withdrawal waits: the vault's challenge window and the appeal window.
    uint64 public immutable withdrawalDelay;
    /// @notice Seconds in which the bond may be taken once the delay is over; then it must be asked for again.
    uint64 public constant WITHDRAWAL_SPAN = 1 days;

    /// @notice Who may open cases; the challenge game, set once.
    address public court;
    /// @notice What is bonded.
    uint256 public bonded;
    /// @notice Cases that are not closed.
    uint256 public openCases;
    /// @notice From when on the operator may take its bond back; zero if it has not asked.
    uint64 public withdrawableAt;
    /// @notice Shares of penalties, in the token's smallest units, that were not claimed yet.
    mapping(address account => uint256) public claimable;

    mapping(bytes32 batchHash => Case) private _cases;

    /// @notice The bond grew or shrank.
    event BondChanged(uint256 bonded);

    /// @notice The operator wants its bond back.
    event WithdrawalRequested(uint64 withdrawableAt);

    /// @notice A share of penalties was paid.
    event Claimed(address indexed account, uint256 amount);

    /// @notice A case moved on.
    event CaseChanged(bytes32 indexed batchHash, State state);

    /// @notice A penalty was taken from the bond.
    event Slashed(bytes32 indexed batchHash, address indexed challenger, uint256 amount);

    /// @notice The caller may not do this.
    error NotAllowed(address caller);

    /// @notice The case is not in a state, or at a time, that allows this.
    error NotNow(bytes32 batchHash, State state);

    /// @notice The bond cannot be withdrawn now.
    error BondLocked(uint256 openCases, uint64 withdrawableAt);

    /// @param challengeWindow The vault's.
    constructor(
        IERC20 token_,
        address owner_,
        address operator_,
        address treasury_,
        uint256 penalty_,
        uint64 challengeWindow,
        uint64 appealWindow_
    ) Ownable(owner_) {
        token = token_;
        operator = operator_;
        treasury = treasury_;
        penalty = penalty_;
        appealWindow = appealWindow_;
        withdrawalDelay = challengeWindow + appealWindow_;
    }

    modifier only(address account) {
        if (msg.sender != account) revert NotAllowed(msg.sender);
        _;
    }

    /// @notice Names the challenge game, once. Owner only.
    function setCourt(address court_) external onlyOwner {
        if (court != address(0)) revert NotAllowed(msg.sender);
        court = court_;
    }

    /// @notice Adds to the bond. Anybody may.
    function bond(uint256 amount) external {
        token.safeTransferFrom(msg.sender, address(this), amount);
        bonded += amount;
        emit BondChanged(bonded);
    }

    /// @notice Announces a withdrawal; until it is made or lapses, the operator cannot propose. Operator only.
    function requestWithdrawal() external only(operator) {
        withdrawableAt = uint64(block.timestamp) + withdrawalDelay;
        emit WithdrawalRequested(withdrawableAt);
    }

    /// @notice Takes the whole bond back, if no case is open. Operator only.
    function withdraw() external only(operator) {
        if (openCases != 0 || !_withdrawalAnnounced() || block.timestamp < withdrawableAt) {
            revert BondLocked(openCases, withdrawableAt);
        }
        withdrawableAt = 0;
        uint256 amount = bonded;
        bonded = 0;
        emit BondChanged(0);
        token.safeTransfer(operator, amount);
    }

    /// @notice Opens a case. Court only, once for each batch.
    function accuse(address challenger, bytes32 batchHash) external only(court) {
        if (_cases[batchHash].state != State.NONE) revert NotNow(batchHash, _cases[batchHash].state);
        _cases[batchHash] = Case(challenger, uint64(block.timestamp) + appealWindow, State.OPEN);
        ++openCases;
        emit CaseChanged(batchHash, State.OPEN);
    }

    /// @notice Appeals within the window. Operator only.
    function appeal(bytes32 batchHash) external only(operator) {
        Case storage found = _cases[batchHash];
        if (found.state != State.OPEN || block.timestamp >= found.appealableUntil) {
            revert NotNow(batchHash, found.state);
        }
        found.state = State.APPEALED;
        emit CaseChanged(batchHash, State.APPEALED);
    }

    /// @notice Judges an appeal. Owner only.
    /// @param upheld Whether the penalty stands.
    function judge(bytes32 batchHash, bool upheld) external onlyOwner {
        Case storage found = _cases[batchHash];
        if (found.state != State.APPEALED) revert NotNow(batchHash, found.state);
        found.state = upheld ? State.UPHELD : State.CLOSED;
        if (!upheld) --openCases;
        emit CaseChanged(batchHash, found.state);
    }

    /// @notice Takes the penalty of a case that was not appealed in time, or whose appeal was refused, from
    /// the bond; challenger and community claim their halves.
    function slash(bytes32 batchHash) external {
        Case storage found = _cases[batchHash];
        bool unanswered = found.state == State.OPEN && block.timestamp >= found.appealableUntil;
        if (!unanswered && found.state != State.UPHELD) revert NotNow(batchHash, found.state);
        found.state = State.CLOSED;
        --openCases;
        uint256 amount = penalty < bonded ? penalty : bonded;
        bonded -= amount;
        emit CaseChanged(batchHash, State.CLOSED);
        emit Slashed(batchHash, found.challenger, amount);
        claimable[found.challenger] += amount / 2;
        claimable[treasury] += amount - amount / 2;
    }

    /// @notice Pays an account its shares of penalties. Anybody may call.
    function claim(address account) external {
        uint256 amount = claimable[account];
        claimable[account] = 0;
        emit Claimed(account, amount);
        token.safeTransfer(account, amount);
    }

    /// @inheritdoc ISurety
    /// @dev If one more penalty than the open cases may cost is bonded, and stays.
    function covers(address account) external view returns (bool) {
        return account == operator && bonded >= penalty * (openCases + 1) && !_withdrawalAnnounced();
    }

    /// @notice The case of a batch.
    function caseOf(bytes32 batchHash) external view returns (Case memory) {
        return _cases[batchHash];
    }

    /// @dev A withdrawal that was not made in time counts no more.
    function _withdrawalAnnounced() private view returns (bool) {
        return withdrawableAt != 0 && block.timestamp < withdrawableAt + WITHDRAWAL_SPAN;
    }
}
