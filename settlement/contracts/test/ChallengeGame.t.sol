// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ChallengeGame} from "../src/dispute/ChallengeGame.sol";
import {Demands} from "../src/dispute/Demands.sol";
import {OperatorBond} from "../src/dispute/OperatorBond.sol";
import {CommunityRules} from "../src/governance/CommunityRules.sol";
import {ISettlementKeys} from "../src/governance/ISettlementKeys.sol";
import {Orders} from "../src/order/Orders.sol";
import {ISettlementVault} from "../src/vault/ISettlementVault.sol";
import {Community, Net} from "./support/Community.sol";
import {vm} from "./Vm.sol";

/// @dev Signs whatever it is asked until it changes its mind.
contract FickleWallet {
    bool private denies;

    function deny() external {
        denies = true;
    }

    function isValidSignature(bytes32, bytes calldata) external view returns (bytes4) {
        return denies ? bytes4(0) : bytes4(0x1626ba7e);
    }
}

/// @dev Ann sells to Bob: 200 Wh at 20 ct and 100 Wh at 21 ct, each with a fee of 3 ct to the grid, and 50 Wh
/// from the pool at 15 ct. What each test changes makes one rule break.
contract ChallengeGameTest is Community {
    uint32 private constant ANN = 2;
    uint32 private constant BOB = 3;
    uint32 private constant GRID = 4;
    uint32 private constant MEMBERS = 5;
    uint32 private constant FUND = 6;
    uint32 private constant GROUP = 7;
    uint256 private constant ANN_KEY = 0xA22;
    uint256 private constant BOB_KEY = 0xB0B;
    uint64 private constant NOTICE = 1 hours;
    uint64 private constant ANSWER_WINDOW = 20 minutes;

    Orders private orders;
    ChallengeGame private game;

    Orders.Order private ask;
    Orders.Order private bid;
    bytes private askSignature;
    bytes private bidSignature;
    uint32 private firstEnergy = 200;
    uint32 private feeEnergy = 200;
    uint32 private secondFilledBefore = 200;
    int64 private secondPrice = 210_000;
    int64 private annsCash = 68_500_000;
    int64 private gridsCash = 9_000_000;
    uint32 private annsExport = 350;

    ISettlementVault.Batch private batch;
    bytes private rows;
    bytes[2] private pages;
    ChallengeGame.Execution[2] private executions;

    function setUp() public {
        _deploy(type(uint96).max);
        vault.register(vm.addr(ANN_KEY));
        vault.register(vm.addr(BOB_KEY));
        vault.register(address(0x6121D));
        vault.deposit(ANN, 1e9);
        vault.deposit(BOB, 1e9);
        orders = new Orders(NOTICE, NOTICE);
        CommunityRules rules = new CommunityRules(address(this), 0, ISettlementKeys(address(0)));
        rules.schedule(AREA, START, _rules(0));
        game = new ChallengeGame(vault, orders, rules, bond, ANSWER_WINDOW);
        bond.setCourt(address(game));
        vault.setReferee(address(game));
        ask = Orders.Order(vm.addr(ANN_KEY), ANN, AREA, START, false, 300, 200_000, 0, "ask");
        bid = Orders.Order(vm.addr(BOB_KEY), BOB, AREA, START, true, 300, 240_000, 0, "bid");
        askSignature = _sign(ANN_KEY, orders.digestOf(ask));
        bidSignature = _sign(BOB_KEY, orders.digestOf(bid));
    }

    function _rules(uint32 group) private pure returns (CommunityRules.Rules memory) {
        return CommunityRules.Rules({
            allocationKey: 1,
            gateSeconds: 3_600,
            communityAccount: MEMBERS,
            gridAccount: GRID,
            rewardAccount: FUND,
            balanceAccount: group,
            feeMicro: 1,
            gridFeeMicro: 30_000,
            gainMicro: 20_000,
            rewardMicro: 10_000,
            minImbalanceMicro: -50_000,
            maxImbalanceMicro: 300_000,
            minPoolMicro: 0,
            maxPoolMicro: 150_000,
            documentHash: "doc"
        });
    }

    /// @dev From now on contracts are paid in full.
    function _payContracts() private {
        game.rules().schedule(AREA, START, _rules(GROUP));
    }

    function test_AnHonestBatchCannotBeProvedWrong() public {
        _propose();
        vm.expectRevert(ChallengeGame.NoBreach.selector);
        game.proveBadSignature(_trade(0), executions[0], ask, askSignature);
        vm.expectRevert(ChallengeGame.NoBreach.selector);
        game.proveWrongOrder(_trade(2), executions[1], bid);
        vm.expectRevert(ChallengeGame.NoBreach.selector);
        game.proveLimitBroken(_trade(2), executions[1], bid);
        vm.expectRevert(ChallengeGame.NoBreach.selector);
        game.proveLimitBroken(_trade(0), executions[0], ask);
        vm.expectRevert(ChallengeGame.NoBreach.selector);
        game.proveOverfill(_trade(2), executions[1], ask);
        for (uint256 position = 0; position < 4; ++position) {
            vm.expectRevert(ChallengeGame.NoBreach.selector);
            game.proveUnlawfulEntry(_trade(position));
        }
        vm.expectRevert(ChallengeGame.NoBreach.selector);
        game.proveFilledTwice(_trade(0), executions[0], _trade(2), executions[1], false);
        vm.expectRevert(ChallengeGame.NoBreach.selector);
        game.proveFilledTwice(_trade(0), executions[0], _trade(0), executions[0], true);
        for (uint32 account = ANN; account <= GRID + 1; ++account) {
            _tally(account);
            vm.expectRevert(ChallengeGame.NoBreach.selector);
            game.proveNetWrong(batch, batch, account, rows);
        }
        assert(bond.openCases() == 0 && vault.isProposed(batch));
    }

    function test_ProvesABadSignature() public {
        askSignature = _sign(BOB_KEY, orders.digestOf(ask));
        _propose();

        game.proveBadSignature(_trade(0), executions[0], ask, askSignature);

        _assertVoidedAndAccused();
    }

    function test_AContractCannotDenyAnAcceptedOrder() public {
        FickleWallet wallet = new FickleWallet();
        ask.owner = address(wallet);
        askSignature = "yes";
        _propose();
        orders.accept(ask, askSignature);
        wallet.deny();
        vm.expectRevert(ChallengeGame.NoBreach.selector);
        game.proveBadSignature(_trade(0), executions[0], ask, askSignature);
        ask.salt = "other";
        vm.expectRevert(abi.encodeWithSelector(Orders.BadOrderSignature.selector, address(wallet)));
        orders.accept(ask, askSignature);
    }

    function test_ProvesAnOrderOfAnotherAccount() public {
        ask.account = GRID;
        _propose();

        game.proveWrongOrder(_trade(0), executions[0], ask);

        _assertVoidedAndAccused();
    }

    function test_ProvesACancelledOrder() public {
        vm.warp(START - NOTICE);
        vm.prank(vm.addr(BOB_KEY));
        orders.cancelAll();
        vm.warp(START);
        _propose();

        game.proveWrongOrder(_trade(0), executions[0], bid);

        _assertVoidedAndAccused();
    }

    function test_ACancellationThatComesTooLateBindsLaterIntervalsOnly() public {
        vm.warp(START - NOTICE + 1);
        vm.prank(vm.addr(BOB_KEY));
        orders.cancelAll();
        assert(!orders.isCancelled(bid) && orders.epochOf(bid.owner) == 1);
        bid.intervalStart += 900;
        assert(orders.isCancelled(bid));
        bid.epoch = 1;
        assert(!orders.isCancelled(bid));
        bid.epoch = 2;
        assert(orders.isCancelled(bid));
    }

    function test_ProvesABuyersLimitBrokenByFees() public {
        bid.limitMicro = 239_999;
        bidSignature = _sign(BOB_KEY, orders.digestOf(bid));
        _propose();

        game.proveLimitBroken(_trade(2), executions[1], bid);

        _assertVoidedAndAccused();
    }

    function test_ProvesASellersLimitBroken() public {
        ask.limitMicro = 200_001;
        _propose();

        game.proveLimitBroken(_trade(0), executions[0], ask);

        _assertVoidedAndAccused();
    }

    function test_ProvesAnOverfill() public {
        ask.maxWh = 299;
        _propose();

        game.proveOverfill(_trade(2), executions[1], ask);

        _assertVoidedAndAccused();
    }

    function test_ProvesAnOrderFilledTwice() public {
        secondFilledBefore = 199;
        _propose();

        game.proveFilledTwice(_trade(0), executions[0], _trade(2), executions[1], true);

        _assertVoidedAndAccused();
    }

    function test_ProvesAnOrderFilledInTwoParts() public {
        _propose();
        ISettlementVault.Batch memory first = batch;
        ChallengeGame.Evidence memory here = _trade(0);
        batch.part = 1;
        vault.propose(batch, rows);
        ChallengeGame.Evidence memory there = _trade(0);

        game.proveFilledTwice(there, executions[0], here, executions[0], true);

        _assertVoidedAndAccused();
        assert(vault.isProposed(first));
        vm.expectRevert(ChallengeGame.UnknownBatch.selector);
        game.proveFilledTwice(here, executions[0], there, executions[0], true);
        there.batch.intervalStart += 900;
        vm.expectRevert(ChallengeGame.NotBehindTheTrade.selector);
        game.proveFilledTwice(here, executions[0], there, executions[0], true);
    }

    function test_TwoPartsMayFillAnOrderOneAfterTheOther() public {
        _propose();
        ChallengeGame.Evidence memory here = _trade(0);
        batch.part = 1;
        vault.propose(batch, rows);
        ChallengeGame.Evidence memory apart = _trade(2);
        vm.expectRevert(ChallengeGame.NoBreach.selector);
        game.proveFilledTwice(apart, executions[1], here, executions[0], true);
    }

    function test_APartThatTookEffectIsNotHeldToAccountForOneThatWaits() public {
        _settled();
        assert(vault.isLatest(batch));
        ChallengeGame.Evidence memory here = _trade(0);
        batch.part = 1;
        vault.propose(batch, rows);
        ChallengeGame.Evidence memory there = _trade(0);
        vm.expectRevert(ChallengeGame.UnknownBatch.selector);
        game.proveFilledTwice(here, executions[0], there, executions[0], true);

        game.proveFilledTwice(there, executions[0], here, executions[0], true);

        _assertVoidedAndAccused();
    }

    function test_ASupersededPartFillsNoOrder() public {
        _settled();
        ISettlementVault.Batch memory first = batch;
        ChallengeGame.Evidence memory here = _trade(0);
        _build(2, 0);
        _settle(batch, rows);
        assert(!vault.isLatest(first) && vault.isLatest(batch));
        batch.part = 1;
        batch.version = 1;
        vault.propose(batch, rows);
        ChallengeGame.Evidence memory there = _trade(0);
        vm.expectRevert(ChallengeGame.UnknownBatch.selector);
        game.proveFilledTwice(there, executions[0], here, executions[0], true);
    }

    function test_ProvesAFeeThatBelongsToNoEntry() public {
        bytes memory fee = _entry(3, GRID, 1_000, 30_000, 0);
        bytes memory pool = _entry(2, ANN, 50, 150_000, 0);
        _assertUnlawful(fee, 0);
        _assertUnlawful(bytes.concat(pool, fee), 1);
        _assertUnlawful(
            bytes.concat(pool, abi.encodePacked(uint8(3), ANN, GRID, uint32(50), int64(1), bytes32(0))), 1
        );
        _assertUnlawful(bytes.concat(_entry(4, FUND, 1_000, 1, 0), fee), 1);
        _assertUnlawful(bytes.concat(_entry(5, ANN, 1_000, 1, 0), fee), 1);
        _assertLawful(bytes.concat(pool, _entry(3, GRID, 50, 30_000, 0)), 1);
    }

    function test_ProvesAFeeAboveTheRules() public {
        bytes memory pool = _entry(2, ANN, 50, 150_000, 0);
        bytes memory most = _entry(3, GRID, 50, 30_000, 0);
        _assertUnlawful(bytes.concat(pool, _entry(3, GRID, 50, 30_001, 0)), 1);
        _assertUnlawful(bytes.concat(pool, _entry(3, GRID, 50, -1, 0)), 1);
        _assertUnlawful(bytes.concat(pool, _entry(3, ANN, 50, 1, 0)), 1);
        _assertUnlawful(bytes.concat(pool, most, _entry(3, GRID, 50, 1, 0)), 2);
        _assertUnlawful(bytes.concat(pool, most, _entry(3, MEMBERS, 50, 2, 0)), 2);
        _assertLawful(bytes.concat(pool, most, _entry(3, MEMBERS, 50, 1, 0)), 2);
    }

    function test_ProvesAPoolPriceOutsideTheRulesAndUnknownKinds() public {
        _assertUnlawful(_entry(2, ANN, 50, 150_001, 0), 0);
        _assertUnlawful(_entry(2, ANN, 50, -1, 0), 0);
        _assertUnlawful(_entry(0, ANN, 50, 1, 0), 0);
        _assertUnlawful(_entry(9, ANN, 50, 1, 0), 0);
        _assertLawful(_entry(2, ANN, 50, 0, 0), 0);
    }

    /// @dev Ann delivers 30 Wh less than she sold, and Bob takes 30 Wh less than he bought.
    function test_AnHonestBatchOfContractsCannotBeProvedWrong() public {
        _payContracts();
        annsCash += 30 * 200_000 - 30 * 80_000;
        gridsCash += 350 * 30_000;
        bytes memory content = bytes.concat(
            _entry(2, ANN, 50, 150_000, 0),
            _entry(6, ANN, 30, 200_000, 0),
            _paid(7, ANN, GROUP, 30, 80_000),
            _paid(7, GROUP, BOB, 30, 80_000),
            _entry(8, GRID, 350, 30_000, 0)
        );
        _proposeSecondPage(content);
        for (uint256 position = 0; position < 5; ++position) {
            ChallengeGame.Evidence memory evidence = _second(position);
            vm.expectRevert(ChallengeGame.NoBreach.selector);
            game.proveUnlawfulEntry(evidence);
        }
        for (uint32 account = ANN; account <= GROUP; ++account) {
            vm.expectRevert(abi.encodeWithSelector(ChallengeGame.PageOutOfOrder.selector, 0, 2));
            game.proveMetersWrong(batch, account, rows);
            _assertMetersRight(account);
            vm.expectRevert(ChallengeGame.NoBreach.selector);
            game.proveNetWrong(batch, batch, account, rows);
            vm.expectRevert(ChallengeGame.NoBreach.selector);
            game.proveRewardsWrong(batch, account, rows);
        }
        vm.expectRevert(ChallengeGame.NotInBatch.selector);
        game.proveMetersWrong(batch, ANN, "");
        assert(bond.openCases() == 0 && vault.isProposed(batch));
    }

    function test_ProvesEntriesOfContractsWhereMetersCount() public {
        _assertUnlawful(_entry(6, ANN, 50, 1, 0), 0);
        _assertUnlawful(_entry(7, GROUP, 50, 1, 0), 0);
        _assertUnlawful(_entry(7, 0, 50, 1, 0), 0);
        _assertUnlawful(_entry(7, 1, 50, 1, 0), 0);
        _payContracts();
        _assertLawful(_entry(6, ANN, 50, -1, 0), 0);
        _assertLawful(_entry(7, GROUP, 50, 2, 0), 0);
    }

    function test_ProvesAnImbalanceOutsideTheRules() public {
        _payContracts();
        _assertUnlawful(_entry(7, GROUP, 50, 300_001, 0), 0);
        _assertUnlawful(_entry(7, GROUP, 50, -50_001, 0), 0);
        _assertUnlawful(_paid(7, GROUP, ANN, 50, 300_001), 0);
        _assertUnlawful(_entry(7, ANN, 50, 1, 0), 0);
        // Another part's member, or the group when it is another part's, is the clearing account here.
        _proposeSecondPage(
            bytes.concat(
                _entry(7, GROUP, 50, 300_000, 0),
                _paid(7, GROUP, ANN, 50, -50_000),
                _entry(7, 1, 50, 300_000, 0),
                _paid(7, 1, ANN, 50, 300_000)
            )
        );
        for (uint256 position = 0; position < 4; ++position) {
            ChallengeGame.Evidence memory evidence = _second(position);
            vm.expectRevert(ChallengeGame.NoBreach.selector);
            game.proveUnlawfulEntry(evidence);
        }
        vault.voidProposed(keccak256(abi.encode(batch.area, batch.intervalStart, batch.part, batch.version)));
        CommunityRules.Rules memory scarce = _rules(GROUP);
        scarce.minImbalanceMicro = 1;
        game.rules().schedule(AREA, START, scarce);
        _assertLawful(_entry(7, GROUP, 50, 0, 0), 0);
    }

    function test_ProvesAMeterFeeAboveTheRules() public {
        _assertUnlawful(_entry(8, GRID, 50, 30_001, 0), 0);
        _assertUnlawful(_entry(8, GRID, 50, -1, 0), 0);
        _assertUnlawful(_entry(8, ANN, 50, 1, 0), 0);
        _assertUnlawful(_entry(8, MEMBERS, 50, 2, 0), 0);
        _assertUnlawful(_entry(8, 1, 50, 30_002, 0), 0);
        _assertLawful(_entry(8, MEMBERS, 50, 1, 0), 0);
        _assertLawful(_entry(8, 1, 50, 30_001, 0), 0);
        _assertLawful(_entry(8, GRID, 50, 30_000, 0), 0);
    }

    /// @dev Ann has 10 Wh left of what she exported.
    function test_ProvesFeesOnMoreThanWasUsedOfTheOwn() public {
        annsExport = 360;
        bytes memory most = bytes.concat(_paid(8, ANN, GRID, 10, 30_000), _paid(8, ANN, MEMBERS, 10, 1));
        _proposeSecondPage(bytes.concat(most, _paid(8, ANN, MEMBERS, 1, 1)));
        _assertMetersWrong(ANN);
        _proposeSecondPage(_entry(8, GRID, 1, 1, 0));
        _assertMetersWrong(BOB);
        _proposeSecondPage(most);
        _assertMetersRight(ANN);
    }

    /// @dev Bob bought 350 Wh and 30 Wh more that were not delivered; he imported 350 Wh.
    function test_ProvesFeesOnMoreThanWasImported() public {
        _payContracts();
        bytes memory most = bytes.concat(
            _entry(2, ANN, 50, 150_000, 0),
            _entry(6, ANN, 30, 200_000, 0),
            _paid(7, GROUP, BOB, 30, 80_000),
            _entry(8, GRID, 350, 30_000, 0),
            _entry(8, MEMBERS, 350, 1, 0)
        );
        _proposeSecondPage(bytes.concat(most, _entry(8, MEMBERS, 1, 1, 0)));
        _assertMetersWrong(BOB);
        _proposeSecondPage(most);
        _assertMetersRight(BOB);
    }

    /// @dev Ann sold 350 Wh, exported as much, and sold 30 Wh that she did not deliver.
    function test_ProvesAnImbalanceBeyondTheMeters() public {
        _payContracts();
        bytes memory trades = bytes.concat(_entry(2, ANN, 50, 150_000, 0), _entry(6, ANN, 30, 200_000, 0));
        _proposeSecondPage(bytes.concat(trades, _paid(7, GROUP, BOB, 381, 0)));
        _assertMetersWrong(BOB);
        _proposeSecondPage(bytes.concat(trades, _paid(7, ANN, GROUP, 381, 0)));
        _assertMetersWrong(ANN);
        _proposeSecondPage(bytes.concat(trades, _paid(7, ANN, GROUP, 40, 0), _paid(7, GROUP, ANN, 10, 0)));
        _assertMetersWrong(ANN);
        _proposeSecondPage(
            bytes.concat(
                trades, _paid(7, ANN, GROUP, 380, 0), _paid(7, GROUP, BOB, 380, 0), _paid(7, 1, GROUP, 900, 0)
            )
        );
        _assertMetersRight(ANN);
        _assertMetersRight(BOB);
        _assertMetersRight(GROUP);
        _assertMetersRight(1);
    }

    /// @dev Suppliers settle what is short, and there is no entry of it.
    function test_AShortfallThatSuppliersSettleIsNoBreach() public {
        _payContracts();
        _proposeSecondPage(bytes.concat(_entry(2, ANN, 50, 150_000, 0), _entry(6, ANN, 30, 200_000, 0)));
        _assertMetersRight(ANN);
    }

    function test_WithoutRulesThereAreNoMeterFees() public {
        _build(1, annsCash);
        pages[1] = bytes.concat(abi.encodePacked(uint32(1)), _entry(8, GRID, 1, 1, 0));
        batch.tradesRoot = _tree(_pageLeaves())[0];
        batch.intervalStart -= 900;
        vault.propose(batch, rows);

        _assertMetersWrong(BOB);
    }

    function test_WhatIsNotDeliveredFillsItsOrder() public {
        ChallengeGame.Execution memory rest = _undelivered();

        game.proveOverfill(_second(0), rest, ask);

        _assertVoidedAndAccused();
    }

    function test_WhatIsNotDeliveredMayFillItsOrderWhole() public {
        ChallengeGame.Execution memory rest = _undelivered();
        ChallengeGame.Evidence memory evidence = _second(0);
        vm.expectRevert(ChallengeGame.NoBreach.selector);
        game.proveOverfill(evidence, rest, bid);
    }

    /// @dev 1 Wh that is not delivered: too much for its ask, the last of its bid.
    function _undelivered() private returns (ChallengeGame.Execution memory rest) {
        _payContracts();
        _executions();
        rest = executions[1];
        rest.sell.filledBeforeWh = 300;
        rest.buy.filledBeforeWh = 299;
        _proposeSecondPage(_entry(6, ANN, 1, 200_000, keccak256(abi.encode(rest))));
    }

    /// @dev In a part without the buyer, and in one without those whom its fees go to.
    function test_FeesOfOtherPartsGoOverTheClearingAccount() public {
        bytes memory pool = _entry(2, ANN, 50, 150_000, 0);
        _assertUnlawful(_paid(3, 1, GRID, 50, 30_001), 0);
        _assertUnlawful(bytes.concat(pool, _entry(3, 1, 50, 30_002, 0)), 1);
        _assertUnlawful(_entry(3, 1, 50, 1, 0), 0);
        _assertLawful(bytes.concat(_paid(3, 1, GRID, 50, 30_000), _paid(3, 1, GRID, 70, 30_000)), 1);
        _assertLawful(bytes.concat(pool, _entry(3, 1, 50, 30_000, 0), _entry(3, 1, 50, 1, 0)), 2);
    }

    /// @dev A trade between two parts is on a page of each, with the clearing account for who is in the other.
    function test_AnOrderIsHeldAgainstTheTradeInItsOwnPart() public {
        _executions();
        bytes32 behind = keccak256(abi.encode(executions[0]));
        _proposeSecondPage(abi.encodePacked(uint8(1), uint32(1), ANN, uint32(200), int64(200_000), behind));
        ChallengeGame.Evidence memory there = _second(0);
        ChallengeGame.Evidence memory here = _trade(0);
        vm.expectRevert(ChallengeGame.NotBehindTheTrade.selector);
        game.proveWrongOrder(there, executions[0], bid);
        vm.expectRevert(ChallengeGame.NotBehindTheTrade.selector);
        game.proveFilledTwice(here, executions[0], there, executions[0], true);
        vm.expectRevert(ChallengeGame.NoBreach.selector);
        game.proveWrongOrder(there, executions[0], ask);
    }

    /// @dev Bob gives what the rules allow; Ann gets it, and what she lost by him.
    function test_AnHonestBatchWithRewardsAndIndemnitiesCannotBeProvedWrong() public {
        annsCash += 4_000_000;
        bytes memory content = bytes.concat(
            _entry(2, ANN, 50, 150_000, 0),
            _entry(4, FUND, 350, 10_000, 0),
            _paid(4, FUND, ANN, 350, 10_000),
            _entry(5, ANN, 25, 20_000, 0)
        );
        _proposeSecondPage(content);
        for (uint256 position = 0; position < 4; ++position) {
            ChallengeGame.Evidence memory evidence = _second(position);
            vm.expectRevert(ChallengeGame.NoBreach.selector);
            game.proveUnlawfulEntry(evidence);
        }
        for (uint32 account = ANN; account <= FUND; ++account) {
            vm.expectRevert(abi.encodeWithSelector(ChallengeGame.PageOutOfOrder.selector, 0, 2));
            game.proveRewardsWrong(batch, account, rows);
            _tally(account);
            vm.expectRevert(ChallengeGame.NoBreach.selector);
            game.proveNetWrong(batch, batch, account, rows);
            vm.expectRevert(ChallengeGame.NoBreach.selector);
            game.proveRewardsWrong(batch, account, rows);
        }
        vm.expectRevert(ChallengeGame.NotInBatch.selector);
        game.proveRewardsWrong(batch, ANN, "");
        assert(bond.openCases() == 0 && vault.isProposed(batch));
    }

    function test_ProvesARewardThatGoesNotOverTheRulesAccount() public {
        _assertUnlawful(_entry(4, ANN, 50, 1, 0), 0);
        _assertUnlawful(_entry(4, FUND, 50, 20_001, 0), 0);
        _assertUnlawful(_entry(4, FUND, 50, -1, 0), 0);
        _assertUnlawful(_paid(4, FUND, ANN, 50, 10_001), 0);
        _assertUnlawful(_paid(4, FUND, ANN, 50, -1), 0);
        // Another part's member, or the account when it is another part's, is the clearing account here.
        _proposeSecondPage(
            bytes.concat(
                _entry(4, FUND, 50, 20_000, 0),
                _paid(4, FUND, ANN, 50, 10_000),
                _paid(4, 1, FUND, 50, 20_000),
                _entry(4, 1, 50, 20_000, 0)
            )
        );
        for (uint256 position = 0; position < 4; ++position) {
            ChallengeGame.Evidence memory evidence = _second(position);
            vm.expectRevert(ChallengeGame.NoBreach.selector);
            game.proveUnlawfulEntry(evidence);
        }
    }

    function test_ProvesAnIndemnityAboveTheRulesOrOverTheRewardsAccount() public {
        _assertUnlawful(_entry(5, ANN, 50, 20_001, 0), 0);
        _assertUnlawful(_entry(5, ANN, 50, -1, 0), 0);
        _assertUnlawful(_entry(5, FUND, 50, 1, 0), 0);
        _assertUnlawful(_paid(5, FUND, ANN, 50, 1), 0);
        _assertLawful(_entry(5, ANN, 50, 20_000, 0), 0);
    }

    function test_WithoutRulesThereAreNoRewards() public {
        _build(1, annsCash);
        pages[1] = bytes.concat(abi.encodePacked(uint32(1)), _entry(4, FUND, 1, 0, 0));
        batch.tradesRoot = _tree(_pageLeaves())[0];
        batch.intervalStart -= 900;
        vault.propose(batch, rows);

        game.proveUnlawfulEntry(_second(0));

        _assertVoidedAndAccused();
    }

    function test_ProvesRewardsThatNobodyReceives() public {
        _proposeSecondPage(bytes.concat(_entry(4, FUND, 350, 10_000, 0), _paid(4, FUND, ANN, 350, 9_999)));
        _assertRewardsWrong(FUND);
    }

    /// @dev Bob bought 350 Wh, Ann exported as much.
    function test_ProvesMoreGivenThanWasGained() public {
        bytes memory most = _entry(4, FUND, 350, 20_000, 0);
        _proposeSecondPage(bytes.concat(most, _entry(4, FUND, 1, 1, 0)));
        _assertRewardsWrong(BOB);
        _proposeSecondPage(bytes.concat(most, _entry(5, ANN, 1, 1, 0)));
        _assertRewardsWrong(BOB);
        _proposeSecondPage(most);
        _assertRewardsRight(BOB);
    }

    function test_ProvesMoreRewardedThanTheRulesSay() public {
        bytes memory most = _paid(4, FUND, ANN, 350, 10_000);
        _proposeSecondPage(bytes.concat(most, _paid(4, FUND, ANN, 1, 1)));
        _assertRewardsWrong(ANN);
        _proposeSecondPage(bytes.concat(most, _entry(5, ANN, 350, 20_000, 0)));
        _assertRewardsRight(ANN);
    }

    /// @dev The clearing account stands for members of other parts, whose energy is not here.
    function test_TheClearingAccountPassesRewardsOn() public {
        _proposeSecondPage(bytes.concat(_paid(4, 1, FUND, 5_000, 10_000), _paid(4, FUND, 1, 5_000, 10_000)));
        _assertRewardsRight(1);
        _assertRewardsRight(FUND);
    }

    function test_WithoutRulesThereAreNoFees() public {
        _build(1, annsCash);
        batch.intervalStart -= 900;
        vault.propose(batch, rows);

        game.proveUnlawfulEntry(_trade(1));

        _assertVoidedAndAccused();
    }

    function test_NoCancellationComesAfterATrade() public {
        vm.expectRevert(abi.encodeWithSelector(Orders.NoticeBelowHorizon.selector, 3_600, 3_601));
        new Orders(3_600, 3_601);
        assert(orders.horizon() == NOTICE);
    }

    function test_ProvesANetThatIsNotItsTrades() public {
        annsCash += 1;
        _propose();
        _tally(ANN);

        game.proveNetWrong(batch, batch, ANN, rows);

        _assertVoidedAndAccused();
    }

    function test_ABondThatRefusesNeverStopsAVoid() public {
        ask.maxWh = 299;
        _propose();
        ChallengeGame.Evidence memory evidence = _trade(2);
        vm.prank(address(game));
        bond.accuse(address(1), keccak256(abi.encode(batch)));

        game.proveOverfill(evidence, executions[1], ask);

        assert(!vault.isProposed(batch) && bond.openCases() == 1);
    }

    function test_AWrongBatchIsVoidedAsOftenAsItIsProposed() public {
        ask.maxWh = 299;
        for (uint256 i = 0; i < 2; ++i) {
            _build(1, annsCash);
            batch.linesRoot = bytes32(i + 1);
            bond.bond(1_000e6);
            vault.propose(batch, rows);
            game.proveOverfill(_trade(2), executions[1], ask);
            _assertVoidedAndAccused();
        }
        assert(bond.openCases() == 2);
    }

    function test_PagesNobodyCountsBlockNoProof() public {
        annsCash += 1;
        _build(1, annsCash);
        bytes memory extra = bytes.concat(abi.encodePacked(uint32(2)), _entry(2, ANN, 0, 0, 0));
        bytes32[] memory leaves = new bytes32[](3);
        (leaves[0], leaves[1], leaves[2]) = (keccak256(pages[0]), keccak256(pages[1]), keccak256(extra));
        batch.tradesRoot = _tree(leaves)[0];
        vault.propose(batch, rows);
        game.tally(batch, ANN, pages[0], _proof(leaves, 0));
        game.tally(batch, ANN, pages[1], _proof(leaves, 1));
        bytes32[] memory proof = _proof(leaves, 2);
        vm.expectRevert(ChallengeGame.NotInBatch.selector);
        game.tally(batch, ANN, extra, proof);

        game.proveNetWrong(batch, batch, ANN, rows);

        _assertVoidedAndAccused();
    }

    function test_ProvesAPageTwice() public {
        _build(1, annsCash);
        bytes memory other = bytes.concat(abi.encodePacked(uint32(1)), _entry(2, ANN, 0, 0, 0));
        bytes32[] memory leaves = new bytes32[](3);
        (leaves[0], leaves[1], leaves[2]) = (keccak256(pages[0]), keccak256(pages[1]), keccak256(other));
        batch.tradesRoot = _tree(leaves)[0];
        vault.propose(batch, rows);
        bytes32[] memory proof = _proof(leaves, 1);
        bytes32[] memory first = _proof(leaves, 0);
        vm.expectRevert(ChallengeGame.NoBreach.selector);
        game.provePageTwice(batch, pages[1], proof, pages[1], proof);
        vm.expectRevert(ChallengeGame.NoBreach.selector);
        game.provePageTwice(batch, pages[1], proof, pages[0], first);

        game.provePageTwice(batch, pages[1], proof, other, _proof(leaves, 2));

        _assertVoidedAndAccused();
    }

    function test_ProvesAPageThatDoesNotExist() public {
        annsCash += 1;
        _build(1, annsCash);
        batch.pages = 3;
        vault.propose(batch, rows);
        _tally(ANN);
        vm.expectRevert(abi.encodeWithSelector(ChallengeGame.PageOutOfOrder.selector, 2, 3));
        game.proveNetWrong(batch, batch, ANN, rows);
        bytes32 missing = keccak256(abi.encode(batch, uint32(2)));
        vm.expectRevert(abi.encodeWithSelector(Demands.NotOverdue.selector, missing));
        game.proveWithheld(batch, 2);
        game.demandPage(batch, 2);
        vm.warp(START + ANSWER_WINDOW - 1);
        vm.expectRevert(abi.encodeWithSelector(Demands.AlreadyDemanded.selector, missing));
        game.demandPage(batch, 2);
        vm.expectRevert(abi.encodeWithSelector(Demands.NotOverdue.selector, missing));
        game.proveWithheld(batch, 2);
        vm.warp(START + ANSWER_WINDOW);

        game.proveWithheld(batch, 2);

        _assertVoidedAndAccused();
    }

    function test_APageThatWasShownIsNotWithheld() public {
        _propose();
        game.demandPage(batch, 0);
        vm.prank(address(1));
        game.showPage(batch, pages[0], _pageProof(0));
        game.showPage(batch, pages[1], _pageProof(1));
        vm.warp(START + CHALLENGE_WINDOW);
        bytes32 shown = keccak256(abi.encode(batch, uint32(0)));
        vm.expectRevert(abi.encodeWithSelector(Demands.NotOverdue.selector, shown));
        game.proveWithheld(batch, 0);
        vm.expectRevert(abi.encodeWithSelector(Demands.AlreadyDemanded.selector, shown));
        game.demandPage(batch, 0);
    }

    function test_AnswersComeWhileABatchWaits() public {
        CommunityRules rules = game.rules();
        vm.expectRevert(abi.encodeWithSelector(ChallengeGame.AnswersTooLate.selector, CHALLENGE_WINDOW));
        new ChallengeGame(vault, orders, rules, bond, CHALLENGE_WINDOW);
    }

    function test_OnlyPagesOfAWaitingBatchAreDemanded() public {
        _build(1, annsCash);
        vm.expectRevert(ChallengeGame.UnknownBatch.selector);
        game.demandPage(batch, 0);
        vault.propose(batch, rows);
        vm.expectRevert(ChallengeGame.NotInBatch.selector);
        game.demandPage(batch, 2);
    }

    function test_AnInnerNodeIsNoPage() public {
        _build(1, annsCash);
        (bytes32 a, bytes32 b) = (keccak256(pages[0]), keccak256(pages[1]));
        bytes memory inner = a < b ? abi.encode(a, b) : abi.encode(b, a);
        batch.pages = type(uint32).max;
        vault.propose(batch, rows);
        vm.expectRevert(ChallengeGame.NotInBatch.selector);
        game.showPage(batch, inner, new bytes32[](0));
        vm.expectRevert(ChallengeGame.NotInBatch.selector);
        game.tally(batch, ANN, inner, new bytes32[](0));
    }

    function test_AFeeOnOtherEnergyCountsAgainstTheLimit() public {
        feeEnergy = 300;
        _propose();

        game.proveLimitBroken(_trade(0), executions[0], bid);

        _assertVoidedAndAccused();
    }

    function test_TalliesPagesInOrderAndAll() public {
        _propose();
        bytes32[] memory proof = _pageProof(1);
        vm.expectRevert(abi.encodeWithSelector(ChallengeGame.PageOutOfOrder.selector, 1, 0));
        game.tally(batch, ANN, pages[1], proof);
        game.tally(batch, ANN, pages[0], _pageProof(0));
        vm.expectRevert(abi.encodeWithSelector(ChallengeGame.PageOutOfOrder.selector, 1, 2));
        game.proveNetWrong(batch, batch, ANN, rows);
        vm.expectRevert(ChallengeGame.NotInBatch.selector);
        game.tally(batch, ANN, pages[0], proof);
    }

    function test_CashOfALaterVersionIsTheDifference() public {
        _settled();
        ISettlementVault.Batch memory first = batch;
        (annsCash, secondPrice) = (annsCash + 100, 210_001);
        _build(2, 100);
        _settle(batch, rows);
        for (uint32 page = 0; page < 2; ++page) {
            game.tally(batch, ANN, pages[page], _pageProof(page));
        }
        vm.expectRevert(abi.encodeWithSelector(ChallengeGame.PageOutOfOrder.selector, 0, 2));
        game.proveNetWrong(batch, first, ANN, rows);
        ISettlementVault.Batch memory second = batch;
        bytes memory secondRows = rows;
        (annsCash, secondPrice) = (annsCash - 100, 210_000);
        _build(1, annsCash);
        for (uint32 page = 0; page < 2; ++page) {
            game.tallyBefore(second, first, ANN, pages[page], _pageProof(page));
        }
        vm.expectRevert(ChallengeGame.NoBreach.selector);
        game.proveNetWrong(second, first, ANN, secondRows);
    }

    function test_ASettledBatchStillCostsTheBond() public {
        ask.maxWh = 299;
        _settled();

        game.proveOverfill(_trade(2), executions[1], ask);

        assert(bond.openCases() == 1 && vault.isSettled(batch));
        bytes32 hash = keccak256(abi.encode(batch));
        ChallengeGame.Evidence memory again = _trade(2);
        vm.expectRevert(abi.encodeWithSelector(OperatorBond.NotNow.selector, hash, OperatorBond.State.OPEN));
        game.proveOverfill(again, executions[1], ask);
    }

    function test_AnUnknownBatchProvesNothing() public {
        ask.maxWh = 299;
        _build(1, annsCash);
        ChallengeGame.Evidence memory evidence = _trade(2);
        vm.expectRevert(ChallengeGame.UnknownBatch.selector);
        game.proveOverfill(evidence, executions[1], ask);
    }

    function test_OnlyWhatIsBehindATradeCounts() public {
        _propose();
        ChallengeGame.Evidence memory fee = _trade(1);
        vm.expectRevert(ChallengeGame.NotBehindTheTrade.selector);
        game.proveOverfill(fee, executions[0], ask);
        ChallengeGame.Evidence memory trade = _trade(0);
        vm.expectRevert(ChallengeGame.NotBehindTheTrade.selector);
        game.proveOverfill(trade, executions[1], ask);
        Orders.Order memory other = ask;
        other.maxWh = 1;
        vm.expectRevert(ChallengeGame.NotBehindTheTrade.selector);
        game.proveOverfill(trade, executions[0], other);
        vm.expectRevert(ChallengeGame.NotBehindTheTrade.selector);
        game.proveBadSignature(trade, executions[0], ask, "forged");
    }

    function test_AnUnansweredCaseIsPaidAfterTheWindow() public {
        bytes32 hash = _accused();
        vm.expectRevert(abi.encodeWithSelector(OperatorBond.NotNow.selector, hash, OperatorBond.State.OPEN));
        bond.slash(hash);
        vm.warp(START + 2 days);
        vm.expectRevert(abi.encodeWithSelector(OperatorBond.NotNow.selector, hash, OperatorBond.State.OPEN));
        bond.appeal(hash);

        bond.slash(hash);

        assert(token.balanceOf(address(0xC4A)) == 0 && token.balanceOf(address(0x7EA)) == 0);
        // What claims too much finds it: no token stands in for the law.
        token.mint(address(bond), 10_000e6);
        for (uint256 i = 0; i < 2; ++i) {
            bond.claim(address(0xC4A));
            bond.claim(address(0x7EA));
        }
        assert(token.balanceOf(address(0xC4A)) == 500e6 && token.balanceOf(address(0x7EA)) == 500e6);
        assert(bond.bonded() == 500e6 && bond.openCases() == 0);
        vm.expectRevert(abi.encodeWithSelector(OperatorBond.NotNow.selector, hash, OperatorBond.State.CLOSED));
        bond.slash(hash);
    }

    function test_AnAppealIsJudged() public {
        bytes32 hash = _accused();
        bond.appeal(hash);
        vm.warp(START + 3 days);
        vm.expectRevert(
            abi.encodeWithSelector(OperatorBond.NotNow.selector, hash, OperatorBond.State.APPEALED)
        );
        bond.slash(hash);

        bond.judge(hash, true);
        bond.slash(hash);

        assert(bond.bonded() == 500e6);
    }

    function test_AnAppealThatIsGrantedCostsNothing() public {
        bytes32 hash = _accused();
        bond.appeal(hash);
        bond.judge(hash, false);
        assert(bond.openCases() == 0 && bond.bonded() == 1_500e6);
        vm.expectRevert(abi.encodeWithSelector(OperatorBond.NotNow.selector, hash, OperatorBond.State.CLOSED));
        bond.slash(hash);
    }

    function test_TheBondStaysWhileACaseIsOpen() public {
        bytes32 hash = _accused();
        bond.requestWithdrawal();
        uint64 due = START + CHALLENGE_WINDOW + APPEAL_WINDOW;
        vm.warp(due);
        vm.expectRevert(abi.encodeWithSelector(OperatorBond.BondLocked.selector, 1, due));
        bond.withdraw();
        bond.slash(hash);

        uint256 before = token.balanceOf(address(this));
        bond.withdraw();

        assert(token.balanceOf(address(this)) == before + 500e6 && bond.bonded() == 0);
        vm.expectRevert(abi.encodeWithSelector(OperatorBond.BondLocked.selector, 0, 0));
        bond.withdraw();
    }

    function test_TheBondWaitsForWhatWasProposedLast() public {
        _propose();
        bond.requestWithdrawal();
        uint64 due = START + CHALLENGE_WINDOW + APPEAL_WINDOW;
        vm.warp(due - 1);
        vm.expectRevert(abi.encodeWithSelector(OperatorBond.BondLocked.selector, 0, due));
        bond.withdraw();
        vm.warp(due + bond.WITHDRAWAL_SPAN());
        vm.expectRevert(abi.encodeWithSelector(OperatorBond.BondLocked.selector, 0, due));
        bond.withdraw();
    }

    function test_NothingIsProposedWhileTheBondMayLeave() public {
        assert(bond.covers(address(this)) && !bond.covers(address(1)));
        bond.requestWithdrawal();
        _build(1, annsCash);
        vm.expectRevert(abi.encodeWithSelector(ISettlementVault.NotCovered.selector, address(this)));
        vault.propose(batch, rows);
        vm.warp(START + CHALLENGE_WINDOW + APPEAL_WINDOW + bond.WITHDRAWAL_SPAN());
        assert(bond.covers(address(this)));
        vault.propose(batch, rows);
    }

    function test_EachOpenCaseNeedsItsPenalty() public {
        _accused();
        assert(!bond.covers(address(this)));
        bond.bond(500e6);
        assert(bond.covers(address(this)));
    }

    function test_CasesAreOpenedByTheCourtAlone() public {
        vm.expectRevert(abi.encodeWithSelector(OperatorBond.NotAllowed.selector, address(this)));
        bond.accuse(address(1), "hash");
        vm.expectRevert(abi.encodeWithSelector(OperatorBond.NotAllowed.selector, address(this)));
        bond.setCourt(address(this));
        vm.prank(address(1));
        vm.expectRevert(abi.encodeWithSelector(OperatorBond.NotAllowed.selector, address(1)));
        bond.withdraw();
    }

    function _accused() private returns (bytes32) {
        ask.maxWh = 299;
        _propose();
        ChallengeGame.Evidence memory evidence = _trade(2);
        vm.prank(address(0xC4A));
        game.proveOverfill(evidence, executions[1], ask);
        return keccak256(abi.encode(batch));
    }

    function _assertVoidedAndAccused() private view {
        assert(!vault.isProposed(batch) && !vault.isSettled(batch));
        OperatorBond.Case memory opened = bond.caseOf(keccak256(abi.encode(batch)));
        assert(opened.challenger == address(this) && opened.state == OperatorBond.State.OPEN);
    }

    function _propose() private {
        _build(1, annsCash);
        vault.propose(batch, rows);
    }

    function _settled() private {
        _build(1, annsCash);
        _settle(batch, rows);
    }

    /// @dev The second page says this; `position` of it breaks the rules.
    function _assertUnlawful(bytes memory content, uint256 position) private {
        _proposeSecondPage(content);
        game.proveUnlawfulEntry(_second(position));
        _assertVoidedAndAccused();
    }

    function _assertRewardsRight(uint32 account) private {
        _tally(account);
        vm.expectRevert(ChallengeGame.NoBreach.selector);
        game.proveRewardsWrong(batch, account, rows);
    }

    function _assertRewardsWrong(uint32 account) private {
        _tally(account);
        game.proveRewardsWrong(batch, account, rows);
        _assertVoidedAndAccused();
    }

    function _assertMetersRight(uint32 account) private {
        _tally(account);
        vm.expectRevert(ChallengeGame.NoBreach.selector);
        game.proveMetersWrong(batch, account, rows);
    }

    function _assertMetersWrong(uint32 account) private {
        _tally(account);
        game.proveMetersWrong(batch, account, rows);
        _assertVoidedAndAccused();
    }

    /// @dev Then takes the batch back, so that another may be proposed.
    function _assertLawful(bytes memory content, uint256 position) private {
        _proposeSecondPage(content);
        ChallengeGame.Evidence memory evidence = _second(position);
        vm.expectRevert(ChallengeGame.NoBreach.selector);
        game.proveUnlawfulEntry(evidence);
        vault.voidProposed(keccak256(abi.encode(batch.area, batch.intervalStart, batch.part, batch.version)));
    }

    function _proposeSecondPage(bytes memory content) private {
        _build(1, annsCash);
        pages[1] = bytes.concat(abi.encodePacked(uint32(1)), content);
        batch.tradesRoot = _tree(_pageLeaves())[0];
        bond.bond(1_000e6);
        vault.propose(batch, rows);
    }

    /// @dev Version 1 has all cash, version 2 what changes between Ann and Bob.
    function _build(uint32 version, int64 annsChange) private {
        Net[] memory nets = new Net[](5);
        nets[ANN] = Net(annsChange, 0, 350, annsExport);
        nets[GRID].cash = version == 1 ? gridsCash : int64(0);
        nets[BOB] = Net(-annsChange - nets[GRID].cash, 350, 0, 0);
        if (
            vault.energyVersionOf(AREA, START, 0) == version - 1
                && oracle.exportsDigestOf(AREA, START, 0, version) == 0
        ) {
            _meter(START, version, nets);
        }
        _executions();
        pages[0] = bytes.concat(
            abi.encodePacked(uint32(0)),
            _entry(1, ANN, firstEnergy, 200_000, keccak256(abi.encode(executions[0]))),
            _entry(3, GRID, feeEnergy, 30_000, 0),
            _entry(1, ANN, 100, secondPrice, keccak256(abi.encode(executions[1]))),
            _entry(3, GRID, 100, 30_000, 0)
        );
        pages[1] = bytes.concat(abi.encodePacked(uint32(1)), _entry(2, ANN, 50, 150_000, 0));
        rows = _rows(nets);
        batch = _batch(START, version, version, rows);
        batch.pages = 2;
        batch.tradesRoot = _tree(_pageLeaves())[0];
    }

    function _executions() private {
        ChallengeGame.Fill memory bought =
            ChallengeGame.Fill(orders.digestOf(bid), keccak256(bidSignature), 0);
        ChallengeGame.Fill memory sold = ChallengeGame.Fill(orders.digestOf(ask), keccak256(askSignature), 0);
        executions[0] = ChallengeGame.Execution(bought, sold);
        bought.filledBeforeWh = secondFilledBefore;
        sold.filledBeforeWh = 200;
        executions[1] = ChallengeGame.Execution(bought, sold);
    }

    /// @dev Bob pays.
    function _entry(uint8 kind, uint32 payee, uint32 energy, int64 price, bytes32 execution)
        private
        pure
        returns (bytes memory)
    {
        return abi.encodePacked(kind, BOB, payee, energy, price, execution);
    }

    function _paid(uint8 kind, uint32 payer, uint32 payee, uint32 energy, int64 price)
        private
        pure
        returns (bytes memory)
    {
        return abi.encodePacked(kind, payer, payee, energy, price, bytes32(0));
    }

    function _second(uint256 position) private view returns (ChallengeGame.Evidence memory) {
        return ChallengeGame.Evidence(batch, pages[1], _pageProof(1), position);
    }

    function _trade(uint256 position) private view returns (ChallengeGame.Evidence memory) {
        return ChallengeGame.Evidence(batch, pages[0], _pageProof(0), position);
    }

    function _tally(uint32 account) private {
        for (uint256 page = 0; page < 2; ++page) {
            game.tally(batch, account, pages[page], _pageProof(page));
        }
    }

    function _pageLeaves() private view returns (bytes32[] memory leaves) {
        leaves = new bytes32[](2);
        (leaves[0], leaves[1]) = (keccak256(pages[0]), keccak256(pages[1]));
    }

    function _pageProof(uint256 page) private view returns (bytes32[] memory) {
        return _proof(_pageLeaves(), page);
    }
}
