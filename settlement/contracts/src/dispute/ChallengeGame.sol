// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {CommunityRules} from "../governance/CommunityRules.sol";
import {IMeterOracle} from "../meter/IMeterOracle.sol";
import {Orders} from "../order/Orders.sol";
import {ISettlementVault} from "../vault/ISettlementVault.sol";
import {Row, Rows} from "../vault/Rows.sol";
import {Demands} from "./Demands.sol";
import {OperatorBond} from "./OperatorBond.sol";
import {TradePages} from "./TradePages.sol";

/// @title Proofs that a batch is wrong
/// @notice Anybody who has a batch's trades may prove a breach. A batch still waiting is voided at once,
/// whatever the bond says; in any case the operator's bond is called to account, once for a batch. Energy
/// sold above what was metered needs no proof here: the vault refuses it.
contract ChallengeGame is Demands {
    using TradePages for bytes;
    using TradePages for TradePages.Sums;

    /// @notice One entry of a batch.
    /// @param page The page it stands on.
    /// @param proof Siblings from the page's leaf up to `tradesRoot`.
    /// @param position Of the entry on the page, from 0.
    struct Evidence {
        ISettlementVault.Batch batch;
        bytes page;
        bytes32[] proof;
        uint256 position;
    }

    /// @notice What one side of a trade takes of its order: Wh from `filledBeforeWh` on.
    struct Fill {
        bytes32 order;
        bytes32 signatureHash;
        uint32 filledBeforeWh;
    }

    /// @notice Behind a trade's entry: `keccak256(abi.encode(execution))`.
    struct Execution {
        Fill buy;
        Fill sell;
    }

    /// @dev How far somebody has come in adding up an account.
    struct Tally {
        uint32 pages;
        uint32 pagesBefore;
        TradePages.Sums sums;
    }

    /// @dev The account over which parts of a community clear.
    uint32 private constant CLEARING = 1;

    /// @notice Where the batches are.
    ISettlementVault public immutable vault;
    /// @notice What orders say.
    Orders public immutable orders;
    /// @notice Which fees and pool prices are allowed.
    CommunityRules public immutable rules;
    /// @notice What the operator loses.
    OperatorBond public immutable bond;

    mapping(bytes32 tallyKey => Tally) private _tallies;

    /// @notice A batch was proved wrong.
    event BreachProved(bytes32 indexed batchHash, string breach, address indexed challenger);

    /// @notice The batch was voided, but the bond opened no case.
    event NotAccused(bytes32 indexed batchHash);

    /// @notice Somebody wants to see a page; who has it answers.
    event PageDemanded(bytes32 indexed batchHash, uint32 number, uint64 dueAt);

    /// @notice The batch neither waits nor took effect.
    error UnknownBatch();

    /// @notice The page is not one of the batch: not under its root, not whole, or numbered `pages` or above.
    error NotInBatch();

    /// @notice Answers would come only after the batch took effect.
    error AnswersTooLate(uint64 answerWindow);

    /// @notice The entry is no trade, or the order's account is in another part, or execution, order or signature are not those behind it.
    error NotBehindTheTrade();

    /// @notice What is shown is as it should be.
    error NoBreach();

    /// @notice Pages must be shown in order, each once, all before the conclusion.
    error PageOutOfOrder(uint32 number, uint32 expected);

    /// @param answerWindow_ Shorter than the vault's challenge window, so that pages are shown while it waits.
    constructor(
        ISettlementVault vault_,
        Orders orders_,
        CommunityRules rules_,
        OperatorBond bond_,
        uint64 answerWindow_
    ) Demands(answerWindow_) {
        if (answerWindow_ >= vault_.challengeWindow()) {
            revert AnswersTooLate(answerWindow_);
        }
        vault = vault_;
        orders = orders_;
        rules = rules_;
        bond = bond_;
    }

    /// @notice The order's owner never signed it.
    function proveBadSignature(
        Evidence calldata evidence,
        Execution calldata execution,
        Orders.Order calldata order,
        bytes calldata signature
    ) external {
        TradePages.Entry memory trade = _tradeOf(evidence, execution);
        Fill calldata fill = _fillOf(trade, execution, order);
        if (keccak256(signature) != fill.signatureHash) revert NotBehindTheTrade();
        if (orders.isSigned(order, signature)) revert NoBreach();
        _breach(evidence.batch, "bad order signature");
    }

    /// @notice The order is another account's, for another area or interval, or was cancelled in time.
    function proveWrongOrder(
        Evidence calldata evidence,
        Execution calldata execution,
        Orders.Order calldata order
    ) external {
        TradePages.Entry memory trade = _tradeOf(evidence, execution);
        _fillOf(trade, execution, order);
        bool fits = order.account == (order.buy ? trade.payer : trade.payee)
            && vault.ownerOf(order.account) == order.owner && order.area == evidence.batch.area
            && order.intervalStart == evidence.batch.intervalStart;
        if (fits && !orders.isCancelled(order)) revert NoBreach();
        _breach(evidence.batch, "wrong order");
    }

    /// @notice The buyer pays more than its limit, fees included, or the seller receives less than its own.
    function proveLimitBroken(
        Evidence calldata evidence,
        Execution calldata execution,
        Orders.Order calldata order
    ) external {
        TradePages.Entry memory trade = _tradeOf(evidence, execution);
        _fillOf(trade, execution, order);
        bool kept = order.buy
            ? evidence.page.allInNano(evidence.position) <= order.limitMicro * int256(uint256(trade.energyWh))
            : trade.priceMicro >= order.limitMicro;
        if (kept) revert NoBreach();
        _breach(evidence.batch, "limit broken");
    }

    /// @notice The trade takes more than its order has.
    function proveOverfill(
        Evidence calldata evidence,
        Execution calldata execution,
        Orders.Order calldata order
    ) external {
        TradePages.Entry memory trade = _tradeOf(evidence, execution);
        Fill calldata fill = _fillOf(trade, execution, order);
        if (uint256(fill.filledBeforeWh) + trade.energyWh <= order.maxWh) revert NoBreach();
        _breach(evidence.batch, "overfill");
    }

    /// @notice A fee that belongs to no entry, and is none on what a meter counted, goes to another account than
    /// the rules name or is above their maximum; a pool price outside their range; a reward that does not go over
    /// the rules' account, an indemnity that does, or one of them above their maximum; an imbalance that is not
    /// the balance group's or is priced outside their range; imbalance, or energy paid and not delivered, where
    /// contracts are not paid in full; or an entry of no known kind. Without rules for the interval there may be
    /// trades alone.
    function proveUnlawfulEntry(Evidence calldata evidence) external {
        _requirePage(evidence.batch, evidence.page, evidence.proof);
        if (_isLawful(evidence)) revert NoBreach();
        _breach(evidence.batch, "unlawful entry");
    }

    /// @notice Two trades of a batch, or of two parts of an interval, take the same part of an order. Of two
    /// batches `one` is held to account; the other must count, and if it still waits, so must `one`. Who
    /// takes a trade out of a part lets that version take effect before another part fills its order.
    function proveFilledTwice(
        Evidence calldata one,
        Execution calldata oneExecution,
        Evidence calldata other,
        Execution calldata otherExecution,
        bool buy
    ) external {
        TradePages.Entry memory first = _tradeOf(one, oneExecution);
        TradePages.Entry memory second = _tradeOf(other, otherExecution);
        _requireHere(first, buy);
        _requireHere(second, buy);
        Fill calldata a = buy ? oneExecution.buy : oneExecution.sell;
        Fill calldata b = buy ? otherExecution.buy : otherExecution.sell;
        if (a.order != b.order) revert NotBehindTheTrade();
        bool sameBatch = keccak256(abi.encode(one.batch)) == keccak256(abi.encode(other.batch));
        if (!sameBatch) _requireParts(one.batch, other.batch);
        bool sameEntry =
            sameBatch && one.page.number() == other.page.number() && one.position == other.position;
        bool apart = uint256(a.filledBeforeWh) + first.energyWh <= b.filledBeforeWh
            || uint256(b.filledBeforeWh) + second.energyWh <= a.filledBeforeWh;
        if (sameEntry || apart) revert NoBreach();
        _breach(one.batch, "overfill");
    }

    /// @notice Two pages of a batch have one number, so that its accounts could be added up in two ways.
    function provePageTwice(
        ISettlementVault.Batch calldata batch,
        bytes calldata one,
        bytes32[] calldata oneProof,
        bytes calldata other,
        bytes32[] calldata otherProof
    ) external {
        _requirePage(batch, one, oneProof);
        _requirePage(batch, other, otherProof);
        if (one.number() != other.number() || keccak256(one) == keccak256(other)) revert NoBreach();
        _breach(batch, "page twice");
    }

    /// @notice Demands a page of a batch that waits. Anybody, once for each page.
    function demandPage(ISettlementVault.Batch calldata batch, uint32 number) external {
        if (!vault.isProposed(batch)) revert UnknownBatch();
        if (number >= batch.pages) revert NotInBatch();
        bytes32 batchHash = keccak256(abi.encode(batch));
        emit PageDemanded(batchHash, number, _demand(_subject(batch, number)));
    }

    /// @notice Shows a page, demanded or not, in call data for all to read. Anybody.
    function showPage(ISettlementVault.Batch calldata batch, bytes calldata page, bytes32[] calldata proof)
        external
    {
        _requirePage(batch, page, proof);
        _answer(_subject(batch, page.number()));
    }

    /// @notice Nobody showed a page in time.
    function proveWithheld(ISettlementVault.Batch calldata batch, uint32 number) external {
        _requireOverdue(_subject(batch, number));
        _breach(batch, "page withheld");
    }

    /// @notice Adds the next page of a batch to an account's tally. Anybody may go on where another stopped.
    function tally(
        ISettlementVault.Batch calldata batch,
        uint32 account,
        bytes calldata page,
        bytes32[] calldata proof
    ) external {
        Tally storage tallied = _tallies[_tallyKey(batch, account)];
        _requirePage(batch, page, proof);
        if (page.number() != tallied.pages) revert PageOutOfOrder(page.number(), tallied.pages);
        ++tallied.pages;
        tallied.sums = tallied.sums.plus(page.sumOf(account));
    }

    /// @notice Takes the next page of the version before off an account's tally: cash is the difference.
    function tallyBefore(
        ISettlementVault.Batch calldata batch,
        ISettlementVault.Batch calldata before,
        uint32 account,
        bytes calldata page,
        bytes32[] calldata proof
    ) external {
        _requireBefore(batch, before);
        Tally storage tallied = _tallies[_tallyKey(batch, account)];
        _requirePage(before, page, proof);
        if (page.number() != tallied.pagesBefore) {
            revert PageOutOfOrder(page.number(), tallied.pagesBefore);
        }
        ++tallied.pagesBefore;
        tallied.sums.cashNano -= page.sumOf(account).cashNano;
    }

    /// @notice An account's row is not what its transfers add up to.
    /// @param before The version before; ignored for a first version.
    /// @param rows All rows of the batch.
    function proveNetWrong(
        ISettlementVault.Batch calldata batch,
        ISettlementVault.Batch calldata before,
        uint32 account,
        bytes calldata rows
    ) external {
        (Tally memory tallied, Row row) = _tallyAndRow(batch, account, rows);
        if (batch.version > 1) {
            _requireBefore(batch, before);
            if (tallied.pagesBefore != before.pages) {
                revert PageOutOfOrder(tallied.pagesBefore, before.pages);
            }
        }
        TradePages.Sums memory sums = tallied.sums;
        bool energyRight = batch.meterVersion == 0
            || (sums.boughtWh == int256(row.boughtWh()) && sums.soldWh == int256(row.soldWh()));
        if (sums.cashNano == row.cashNano() && energyRight) revert NoBreach();
        _breach(batch, "net not equal to trades");
    }

    /// @notice The rewards' account does not pay out what it was paid; or a member gave more in rewards and
    /// indemnities, or received more in rewards, than the rules have it for what it bought and exported, where
    /// the batch says what that was. Tally the account first.
    /// @param rows All rows of the batch.
    function proveRewardsWrong(ISettlementVault.Batch calldata batch, uint32 account, bytes calldata rows)
        external
    {
        (Tally memory tallied, Row row) = _tallyAndRow(batch, account, rows);
        if (_areRewardsRight(batch, account, tallied.sums, row)) revert NoBreach();
        _breach(batch, "rewards against the rules");
    }

    /// @notice An account's entries cannot be of what its meter counted, where the batch says what it bought, sold
    /// and exported: fees on more than it can have imported or used of its own; both short and long; long by more
    /// than it can have left, or short by more than all meters of the batch imported. Tally the account first.
    /// @param rows All rows of the batch.
    function proveMetersWrong(ISettlementVault.Batch calldata batch, uint32 account, bytes calldata rows)
        external
    {
        (Tally memory tallied, Row row) = _tallyAndRow(batch, account, rows);
        if (_areMetersRight(batch, account, tallied.sums, row)) revert NoBreach();
        _breach(batch, "not what meters counted");
    }

    function _breach(ISettlementVault.Batch calldata batch, string memory what) private {
        bool waits = vault.isProposed(batch);
        if (!waits && !vault.isSettled(batch)) revert UnknownBatch();
        bytes32 batchHash = keccak256(abi.encode(batch));
        emit BreachProved(batchHash, what, msg.sender);
        if (!waits) {
            bond.accuse(msg.sender, batchHash);
            return;
        }
        vault.voidProposed(keccak256(abi.encode(batch.area, batch.intervalStart, batch.part, batch.version)));
        try bond.accuse(msg.sender, batchHash) {}
        catch {
            emit NotAccused(batchHash);
        }
    }

    function _isLawful(Evidence calldata evidence) private view returns (bool) {
        TradePages.Entry memory one = evidence.page.entry(evidence.position);
        if (one.kind == TradePages.TRADE) return true;
        (uint32 area, uint64 start) = (evidence.batch.area, evidence.batch.intervalStart);
        if (!rules.hasRules(area, start)) return false;
        CommunityRules.Rules memory allowed = rules.rulesAt(area, start);
        if (one.kind == TradePages.POOL) {
            return allowed.minPoolMicro <= one.priceMicro && one.priceMicro <= allowed.maxPoolMicro;
        }
        if (one.kind == TradePages.REWARD || one.kind == TradePages.INDEMNITY) {
            return _isLawfulGift(one, allowed);
        }
        if (one.kind == TradePages.UNDELIVERED) return allowed.balanceAccount != 0;
        if (one.kind == TradePages.IMBALANCE) return _isLawfulImbalance(one, allowed);
        return one.priceMicro >= 0 && _isLawfulFee(evidence, one, allowed);
    }

    /// @dev Of what is in other parts of a community, the clearing account stands for who pays or is paid.
    function _isLawfulFee(
        Evidence calldata evidence,
        TradePages.Entry memory one,
        CommunityRules.Rules memory allowed
    ) private pure returns (bool) {
        bool elsewhere = one.payee == CLEARING;
        uint256 most = elsewhere || one.payee == allowed.communityAccount ? allowed.feeMicro : 0;
        if (elsewhere || one.payee == allowed.gridAccount) most += allowed.gridFeeMicro;
        if (one.kind == TradePages.METER_FEE) return one.priceMicro <= int256(most);
        (bool belongs, int256 sumMicro) = evidence.page.feeMicro(evidence.position);
        if (one.payer == CLEARING) (belongs, sumMicro) = (true, one.priceMicro);
        return one.kind == TradePages.FEE && belongs && sumMicro <= int256(most);
    }

    /// @dev In all parts of a community but that of the balance group, the clearing account stands for it.
    function _isLawfulImbalance(TradePages.Entry memory one, CommunityRules.Rules memory allowed)
        private
        pure
        returns (bool)
    {
        uint32 group = allowed.balanceAccount;
        bool groups =
            one.payer == group || one.payer == CLEARING || one.payee == group || one.payee == CLEARING;
        bool priced = one.priceMicro == 0
            || (allowed.minImbalanceMicro <= one.priceMicro && one.priceMicro <= allowed.maxImbalanceMicro);
        return group != 0 && groups && priced;
    }

    /// @dev In all parts of a community but that of the rewards' account, the clearing account stands for it.
    function _isLawfulGift(TradePages.Entry memory one, CommunityRules.Rules memory allowed)
        private
        pure
        returns (bool)
    {
        // A negative one is above every maximum.
        uint256 price = uint256(int256(one.priceMicro));
        uint32 fund = allowed.rewardAccount;
        if (one.kind == TradePages.INDEMNITY) {
            return one.payer != fund && one.payee != fund && price <= allowed.gainMicro;
        }
        bool given = (one.payee == fund || one.payee == CLEARING) && price <= allowed.gainMicro;
        bool received = (one.payer == fund || one.payer == CLEARING) && price <= allowed.rewardMicro;
        return given || received;
    }

    function _areRewardsRight(
        ISettlementVault.Batch calldata batch,
        uint32 account,
        TradePages.Sums memory sums,
        Row row
    ) private view returns (bool) {
        if (sums.givenNano == 0 && sums.rewardsNano == 0) return true;
        if (!rules.hasRules(batch.area, batch.intervalStart)) return false;
        CommunityRules.Rules memory allowed = rules.rulesAt(batch.area, batch.intervalStart);
        if (account == allowed.rewardAccount) return sums.givenNano == sums.rewardsNano;
        if (account == CLEARING || batch.meterVersion == 0) return true;
        uint256 energy = row.boughtWh() + row.exportWh();
        return sums.givenNano <= int256(energy * allowed.gainMicro)
            && sums.rewardsNano <= int256(energy * allowed.rewardMicro);
    }

    /// @dev What is paid without delivery or beyond contracts leaves `drawn`, which is the import where deviations
    /// are entries: `I = X + (QB - QS) + d`. Where suppliers settle them it is the import less what is short.
    function _areMetersRight(
        ISettlementVault.Batch calldata batch,
        uint32 account,
        TradePages.Sums memory sums,
        Row row
    ) private view returns (bool) {
        if (sums.shortWh == 0 && sums.longWh == 0 && sums.meterFeesNano == 0) return true;
        if (!rules.hasRules(batch.area, batch.intervalStart)) return false;
        CommunityRules.Rules memory allowed = rules.rulesAt(batch.area, batch.intervalStart);
        if (account == CLEARING || account == allowed.balanceAccount || batch.meterVersion == 0) return true;
        int256 exported = int256(row.exportWh());
        int256 drawn = allowed.balanceAccount == 0
            ? exported - int256(row.soldWh())
            : exported + sums.contractedWh + sums.shortWh - sums.longWh;
        int256 most = drawn * int256(uint256(allowed.feeMicro) + allowed.gridFeeMicro);
        if (sums.meterFeesNano > 0 && sums.meterFeesNano > most) return false;
        if (sums.longWh != 0 && (sums.shortWh != 0 || drawn < 0)) return false;
        return sums.shortWh == 0 || drawn <= _imported(batch);
    }

    function _imported(ISettlementVault.Batch calldata batch) private view returns (int256) {
        IMeterOracle.Reading memory metered =
            vault.oracle().readingOf(batch.area, batch.intervalStart, batch.part, batch.meterVersion);
        return int256(uint256(metered.importWh));
    }

    /// @dev Both count: they wait, or are the last version that took effect.
    function _requireParts(ISettlementVault.Batch calldata one, ISettlementVault.Batch calldata other)
        private
        view
    {
        bool parts = one.area == other.area && one.intervalStart == other.intervalStart
            && one.part != other.part;
        if (!parts) revert NotBehindTheTrade();
        bool waits = vault.isProposed(one);
        bool othersCount = vault.isLatest(other) || (waits && vault.isProposed(other));
        if (!othersCount || !(waits || vault.isLatest(one))) revert UnknownBatch();
    }

    function _requireBefore(ISettlementVault.Batch calldata batch, ISettlementVault.Batch calldata before)
        private
        view
    {
        bool same = before.area == batch.area && before.intervalStart == batch.intervalStart
            && before.part == batch.part && before.version + 1 == batch.version;
        if (!same || !vault.isSettled(before)) revert UnknownBatch();
    }

    function _tradeOf(Evidence calldata evidence, Execution calldata execution)
        private
        pure
        returns (TradePages.Entry memory trade)
    {
        _requirePage(evidence.batch, evidence.page, evidence.proof);
        trade = evidence.page.entry(evidence.position);
        bool traded = trade.kind == TradePages.TRADE || trade.kind == TradePages.UNDELIVERED;
        if (!traded || trade.execution != keccak256(abi.encode(execution))) {
            revert NotBehindTheTrade();
        }
    }

    function _fillOf(TradePages.Entry memory trade, Execution calldata execution, Orders.Order calldata order)
        private
        view
        returns (Fill calldata fill)
    {
        _requireHere(trade, order.buy);
        fill = order.buy ? execution.buy : execution.sell;
        if (orders.digestOf(order) != fill.order) revert NotBehindTheTrade();
    }

    /// @dev A trade between two parts is on a page of each; an order is held against the one of its account.
    function _requireHere(TradePages.Entry memory trade, bool buy) private pure {
        if ((buy ? trade.payer : trade.payee) == CLEARING) revert NotBehindTheTrade();
    }

    function _requirePage(
        ISettlementVault.Batch calldata batch,
        bytes calldata page,
        bytes32[] calldata proof
    ) private pure {
        bool counts = page.isWhole() && page.number() < batch.pages;
        if (!counts || !MerkleProof.verifyCalldata(proof, batch.tradesRoot, keccak256(page))) {
            revert NotInBatch();
        }
    }

    /// @dev What all pages add up to for an account, and what its row says.
    function _tallyAndRow(ISettlementVault.Batch calldata batch, uint32 account, bytes calldata rows)
        private
        view
        returns (Tally memory tallied, Row row)
    {
        tallied = _tallies[_tallyKey(batch, account)];
        if (tallied.pages != batch.pages) revert PageOutOfOrder(tallied.pages, batch.pages);
        if (Rows.rootOf(rows) != batch.rowsRoot) revert NotInBatch();
        row = _rowOf(rows, account);
    }

    /// @dev The account's row, or an empty one.
    function _rowOf(bytes calldata rows, uint32 account) private pure returns (Row) {
        uint256 length = Rows.count(rows);
        for (uint256 i = 0; i < length; ++i) {
            Row row = Rows.rowAt(rows, i);
            if (row.index() == account) return row;
        }
        return Row.wrap(0);
    }

    function _subject(ISettlementVault.Batch calldata batch, uint32 number) private pure returns (bytes32) {
        return keccak256(abi.encode(batch, number));
    }

    function _tallyKey(ISettlementVault.Batch calldata batch, uint32 account) private pure returns (bytes32) {
        return keccak256(abi.encode(batch, account));
    }
}
