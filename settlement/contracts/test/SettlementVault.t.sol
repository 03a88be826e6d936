// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {FlowLimit} from "../src/vault/FlowLimit.sol";
import {ISettlementVault} from "../src/vault/ISettlementVault.sol";
import {ISurety} from "../src/vault/ISurety.sol";
import {PackedAccounts} from "../src/vault/PackedAccounts.sol";
import {Rows} from "../src/vault/Rows.sol";
import {SettlementVault} from "../src/vault/SettlementVault.sol";
import {Community, Net} from "./support/Community.sol";
import {vm} from "./Vm.sol";

contract SettlementVaultTest is Community {
    uint32 private constant ANN = 2;
    uint32 private constant BOB = 3;

    function setUp() public {
        _deploy(10e9);
        _admit(4, 1e9);
    }

    function test_MovesCash() public {
        _settleTrade(250, 60_000);

        assert(vault.cashOf(ANN) == 1e9 + 60_000);
        assert(vault.cashOf(BOB) == 1e9 - 60_000);
        assert(vault.cashOf(4) == 1e9 && vault.cashOf(5) == 1e9);
    }

    function test_CorrectsCashByTheDifferenceAndEnergyAsAWhole() public {
        _settleTrade(250, 60_000);

        Net[] memory nets = _trade(200, -12_000);
        _meter(START, 2, nets);
        bytes memory rows = _rows(nets);
        _settle(_batch(START, 2, 2, rows), rows);

        assert(vault.cashOf(ANN) == 1e9 + 48_000);
        assert(vault.energyVersionOf(AREA, START, 0) == 2);
    }

    function test_CorrectsCashAloneWithoutMeters() public {
        _settleTrade(250, 60_000);

        bytes memory rows = _rows(_trade(0, 5));
        _settle(_batch(START, 2, 0, rows), rows);

        assert(vault.cashOf(ANN) == 1e9 + 60_005);
        assert(vault.energyVersionOf(AREA, START, 0) == 1);
    }

    function test_RefusesGapsInVersions() public {
        (ISettlementVault.Batch memory batch, bytes memory rows) = _metered(250, 60_000);
        batch.version = 2;
        vm.expectRevert(abi.encodeWithSelector(ISettlementVault.VersionOutOfOrder.selector, 2));
        vault.settle(batch, rows, _sign(AUDITOR_KEY, _digest(batch)));
        batch.version = 0;
        vm.expectRevert(abi.encodeWithSelector(ISettlementVault.VersionOutOfOrder.selector, 0));
        vault.settle(batch, rows, _sign(AUDITOR_KEY, _digest(batch)));
    }

    function test_RefusesFirstVersionWithoutMeters() public {
        bytes memory rows = _rows(_trade(0, 5));
        ISettlementVault.Batch memory batch = _batch(START, 1, 0, rows);
        vm.expectRevert(ISettlementVault.ExportsNotMetered.selector);
        vault.settle(batch, rows, _sign(AUDITOR_KEY, _digest(batch)));
    }

    function test_RefusesMissingLinesRoot() public {
        (ISettlementVault.Batch memory batch, bytes memory rows) = _metered(250, 60_000);
        batch.linesRoot = 0;
        vm.expectRevert(ISettlementVault.LinesRootMissing.selector);
        vault.settle(batch, rows, _sign(AUDITOR_KEY, _digest(batch)));
    }

    function test_RefusesRowsOfAnotherRoot() public {
        (ISettlementVault.Batch memory batch, bytes memory rows) = _metered(250, 60_000);
        bytes32 root = batch.rowsRoot;
        batch.rowsRoot = keccak256("other");
        vm.expectRevert(abi.encodeWithSelector(ISettlementVault.RowsRootMismatch.selector, root));
        vault.settle(batch, rows, _sign(AUDITOR_KEY, _digest(batch)));
    }

    function test_RefusesBrokenRows() public {
        (ISettlementVault.Batch memory batch, bytes memory rows) = _metered(250, 60_000);
        bytes memory broken = bytes.concat(rows, hex"00");
        vm.expectRevert(abi.encodeWithSelector(Rows.RowsNotWhole.selector, 49));
        vault.settle(batch, broken, _sign(AUDITOR_KEY, _digest(batch)));
    }

    function test_RefusesTooManyRows() public {
        uint256 tooMany = vault.MAX_ROWS() + 1;
        (ISettlementVault.Batch memory batch,) = _metered(250, 60_000);
        vm.expectRevert(abi.encodeWithSelector(ISettlementVault.TooManyRows.selector, tooMany));
        vault.settle(batch, new bytes(24 * tooMany), _sign(AUDITOR_KEY, _digest(batch)));
    }

    function test_RefusesWhatTheBuyerDoesNotHave() public {
        (ISettlementVault.Batch memory batch, bytes memory rows) = _metered(250, 1e9 + 1);
        vm.expectRevert(abi.encodeWithSelector(PackedAccounts.Funds.selector, BOB));
        vault.settle(batch, rows, _sign(AUDITOR_KEY, _digest(batch)));
    }

    function test_RefusesMoreThanAnAccountHolds() public {
        token.mint(address(this), 1e24);
        vault.deposit(ANN, type(uint64).max - 1e9 - 615);
        vm.expectRevert(abi.encodeWithSelector(PackedAccounts.Funds.selector, ANN));
        vault.deposit(ANN, 1_000);
    }

    function test_OnlyTheOperatorSettlesAndProposes() public {
        (ISettlementVault.Batch memory batch, bytes memory rows) = _metered(250, 60_000);
        bytes memory signature = _audited(batch);
        vm.prank(address(1));
        vm.expectRevert(abi.encodeWithSelector(ISettlementVault.NotAllowed.selector, address(1)));
        vault.settle(batch, rows, signature);
        vm.prank(address(1));
        vm.expectRevert(abi.encodeWithSelector(ISettlementVault.NotAllowed.selector, address(1)));
        vault.propose(batch, rows);
    }

    function test_AppliesProposedRowsOnly() public {
        (ISettlementVault.Batch memory batch, bytes memory rows) = _metered(250, 60_000);
        vault.propose(batch, rows);
        assert(vault.isProposed(batch) && !vault.isSettled(batch));
        vm.warp(START + CHALLENGE_WINDOW);
        bytes memory other = _rows(_trade(250, 60_001));
        bytes32 key = keccak256(abi.encode(AREA, START, 0, 1));
        vm.expectRevert(
            abi.encodeWithSelector(ISettlementVault.NotApplicable.selector, key, START + CHALLENGE_WINDOW)
        );
        vault.applyProposed(batch, other);

        vm.prank(address(1));
        vault.applyProposed(batch, rows);

        assert(vault.isSettled(batch) && !vault.isProposed(batch));
        assert(vault.cashOf(ANN) == 1e9 + 60_000);
    }

    function test_VoidedBatchHasNoEffectAndFreesItsKey() public {
        vault.setReferee(address(0xEF));
        (ISettlementVault.Batch memory batch, bytes memory rows) = _metered(250, 60_000);
        vault.propose(batch, rows);
        bytes32 key = keccak256(abi.encode(AREA, START, 0, 1));
        vm.expectRevert(abi.encodeWithSelector(ISettlementVault.AlreadyProposed.selector, key));
        vault.propose(batch, rows);
        vm.prank(address(1));
        vm.expectRevert(abi.encodeWithSelector(ISettlementVault.NotAllowed.selector, address(1)));
        vault.voidProposed(key);

        vm.prank(address(0xEF));
        vault.voidProposed(key);

        vm.warp(START + CHALLENGE_WINDOW);
        vm.expectRevert(abi.encodeWithSelector(ISettlementVault.NotApplicable.selector, key, 0));
        vault.applyProposed(batch, rows);
        batch.linesRoot = keccak256("other lines");
        vault.propose(batch, rows);
    }

    function test_WhatWasVoidedIsNotProposedAgain() public {
        (ISettlementVault.Batch memory batch, bytes memory rows) = _metered(250, 60_000);
        vault.propose(batch, rows);
        vault.voidProposed(keccak256(abi.encode(AREA, START, 0, 1)));
        bytes32 hash = _hash(batch);
        vm.expectRevert(abi.encodeWithSelector(ISettlementVault.ProposedInVain.selector, hash));
        vault.propose(batch, rows);
    }

    function test_NothingIsProposedWithoutASurety() public {
        vault.setSurety(ISurety(address(0)));
        (ISettlementVault.Batch memory batch, bytes memory rows) = _metered(250, 60_000);
        vm.expectRevert(abi.encodeWithSelector(ISettlementVault.NotCovered.selector, address(this)));
        vault.propose(batch, rows);
        vault.setSurety(bond);
        vault.setOperator(address(1));
        vm.prank(address(1));
        vm.expectRevert(abi.encodeWithSelector(ISettlementVault.NotCovered.selector, address(1)));
        vault.propose(batch, rows);
    }

    function test_ABatchStandsOnTheNewestMeterReport() public {
        (ISettlementVault.Batch memory batch, bytes memory rows) = _metered(250, 60_000);
        _meter(START, 2, _trade(200, 0));
        vm.expectRevert(abi.encodeWithSelector(ISettlementVault.ReportSuperseded.selector, 1));
        vault.propose(batch, rows);
        bytes memory signature = _audited(batch);
        vm.expectRevert(abi.encodeWithSelector(ISettlementVault.ReportSuperseded.selector, 1));
        vault.settle(batch, rows, signature);
        rows = _rows(_trade(200, 48_000));
        _settle(_batch(START, 1, 2, rows), rows);
        batch.version = 2;
        vm.expectRevert(abi.encodeWithSelector(ISettlementVault.ReportSuperseded.selector, 1));
        vault.propose(batch, rows);
    }

    function test_AWaitingBatchTakesEffectThoughABetterReportCame() public {
        (ISettlementVault.Batch memory batch, bytes memory rows) = _metered(250, 60_000);
        vault.propose(batch, rows);
        _meter(START, 2, _trade(200, 0));
        vm.warp(START + CHALLENGE_WINDOW);

        vault.applyProposed(batch, rows);

        assert(vault.isSettled(batch));
    }

    function test_BreakerStopsBatchesForItsWindow() public {
        vault.setFlowLimit(100_000);
        _settleTrade(250, 60_000);
        (ISettlementVault.Batch memory batch, bytes memory rows) = _meteredAt(START + 900, 250, 40_001);
        bytes memory signature = _audited(batch);
        vm.expectRevert(abi.encodeWithSelector(FlowLimit.FlowLimitReached.selector, 40_001, 40_000));
        vault.settle(batch, rows, signature);

        vm.warp(START + FLOW_WINDOW);
        vault.settle(batch, rows, signature);
    }

    function test_BreakerNeverBlocksExits() public {
        vault.setFlowLimit(0);
        vm.prank(_owner(ANN));
        vault.requestExit(1e9);
        vm.warp(START + EXIT_DELAY);

        vm.prank(_owner(ANN));
        vault.exit(address(0xA11));

        assert(token.balanceOf(address(0xA11)) == 1e6);
        assert(vault.cashOf(ANN) == 0);
    }

    function test_ExitWaitsAndPaysWhatIsLeftInWholeUnits() public {
        vm.prank(_owner(BOB));
        vault.requestExit(2e9);
        _settleTrade(250, 60_001);
        vm.warp(START + EXIT_DELAY - 1);
        vm.prank(_owner(BOB));
        vm.expectRevert(abi.encodeWithSelector(ISettlementVault.ExitNotReady.selector, START + EXIT_DELAY));
        vault.exit(_owner(BOB));

        vm.warp(START + EXIT_DELAY);
        vm.prank(_owner(BOB));
        uint256 paid = vault.exit(_owner(BOB));

        assert(paid == 999_939_000 && token.balanceOf(_owner(BOB)) == 999_939);
        assert(vault.cashOf(BOB) == 999);
        vm.prank(_owner(BOB));
        vm.expectRevert(abi.encodeWithSelector(ISettlementVault.ExitNotReady.selector, 0));
        vault.exit(_owner(BOB));
    }

    function test_ExitCanBeTakenBack() public {
        vm.prank(_owner(BOB));
        vault.requestExit(5e8);
        vm.prank(_owner(BOB));
        vault.requestExit(0);
        vm.warp(START + EXIT_DELAY);
        vm.prank(_owner(BOB));
        vm.expectRevert(abi.encodeWithSelector(ISettlementVault.ExitNotReady.selector, 0));
        vault.exit(_owner(BOB));
    }

    function test_AnExitLapses() public {
        vm.prank(_owner(BOB));
        vault.requestExit(5e8);
        uint64 lapsed = START + EXIT_DELAY + vault.EXIT_SPAN();
        vm.warp(lapsed - 1);
        assert(vault.exitOf(BOB).amountNano == 5e8);
        vm.warp(lapsed);
        assert(vault.exitOf(BOB).amountNano == 0);
        vm.prank(_owner(BOB));
        vm.expectRevert(abi.encodeWithSelector(ISettlementVault.ExitLapsed.selector, lapsed));
        vault.exit(_owner(BOB));

        vm.prank(_owner(BOB));
        vault.requestExit(5e8);
        vm.warp(lapsed + EXIT_DELAY);
        vm.prank(_owner(BOB));
        assert(vault.exit(_owner(BOB)) == 5e8);
    }

    function test_ExitsAreTheOwners() public {
        vm.prank(address(1));
        vm.expectRevert(abi.encodeWithSelector(ISettlementVault.UnknownAccount.selector, 0));
        vault.requestExit(1);
    }

    function test_AnybodySendsASignedExitWhichPaysWhomItNames() public {
        address payee = address(0xBEEF);
        vault.requestExitFor(BOB, 5e8, payee, START, _wished(BOB, 5e8, payee, START));
        vm.expectRevert(abi.encodeWithSelector(ISettlementVault.ExitNotReady.selector, START + EXIT_DELAY));
        vault.exitFor(BOB);
        vm.warp(START + EXIT_DELAY);

        vm.prank(address(0xA11));
        assert(vault.exitFor(BOB) == 5e8);

        assert(token.balanceOf(payee) == 5e5 && vault.cashOf(BOB) == 5e8);
        vm.expectRevert(abi.encodeWithSelector(ISettlementVault.ExitNotReady.selector, 0));
        vault.exitFor(BOB);
    }

    function test_ASignedWishIsGoodOnce() public {
        address payee = address(0xBEEF);
        bytes memory signature = _wished(BOB, 5e8, payee, START);
        vault.requestExitFor(BOB, 5e8, payee, START, signature);
        vm.expectRevert(abi.encodeWithSelector(ISettlementVault.BadExitSignature.selector, BOB));
        vault.requestExitFor(BOB, 5e8, payee, START, signature);
    }

    function test_OnlyTheOwnersSignatureMovesAnAccount() public {
        address payee = address(0xBEEF);
        bytes memory anns = _wished(ANN, 5e8, payee, START);
        bytes memory bobs = _wished(BOB, 5e8, payee, START);
        vm.expectRevert(abi.encodeWithSelector(ISettlementVault.BadExitSignature.selector, BOB));
        vault.requestExitFor(BOB, 5e8, payee, START, anns);
        vm.expectRevert(abi.encodeWithSelector(ISettlementVault.BadExitSignature.selector, BOB));
        vault.requestExitFor(BOB, 5e8 + 1, payee, START, bobs);
        vm.expectRevert(abi.encodeWithSelector(ISettlementVault.BadExitSignature.selector, BOB));
        vault.requestExitFor(BOB, 5e8, address(0xA11), START, bobs);
        vm.expectRevert(abi.encodeWithSelector(ISettlementVault.BadExitSignature.selector, BOB));
        vault.requestExitFor(BOB, 5e8, payee, START + 1, bobs);
        vm.expectRevert(abi.encodeWithSelector(ISettlementVault.BadExitSignature.selector, 99));
        vault.requestExitFor(99, 5e8, payee, START, bobs);
        uint32 clearing = vault.CLEARING();
        vm.expectRevert(abi.encodeWithSelector(ISettlementVault.BadExitSignature.selector, clearing));
        vault.requestExitFor(clearing, 5e8, payee, START, bobs);
    }

    function test_AnOldSignatureIsNotTaken() public {
        address payee = address(0xBEEF);
        bytes memory signature = _wished(BOB, 5e8, payee, START);
        vm.warp(START + 1);
        vm.expectRevert(abi.encodeWithSelector(ISettlementVault.WishTooLate.selector, START));
        vault.requestExitFor(BOB, 5e8, payee, START, signature);
        vm.warp(START);
        vault.requestExitFor(BOB, 5e8, payee, START, signature);
    }

    function test_ASignedWishIsTakenBackByOneOverNothing() public {
        address payee = address(0xBEEF);
        vault.requestExitFor(BOB, 5e8, payee, START, _wished(BOB, 5e8, payee, START));
        vault.requestExitFor(BOB, 0, payee, START, _wished(BOB, 0, payee, START));
        assert(vault.exitOf(BOB).readyAt == 0);
        vm.warp(START + EXIT_DELAY);
        vm.expectRevert(abi.encodeWithSelector(ISettlementVault.ExitNotReady.selector, 0));
        vault.exitFor(BOB);
    }

    function test_NothingIsPaidToWhereItWouldStay() public {
        address[3] memory dead = [address(0), address(vault), address(token)];
        vm.prank(_owner(BOB));
        vault.requestExit(5e8);
        vm.warp(START + EXIT_DELAY);
        for (uint256 i = 0; i < 3; ++i) {
            bytes memory signature = _wished(BOB, 5e8, dead[i], START + EXIT_DELAY);
            vm.expectRevert(abi.encodeWithSelector(ISettlementVault.CannotPay.selector, dead[i]));
            vault.requestExitFor(BOB, 5e8, dead[i], START + EXIT_DELAY, signature);
            vm.prank(_owner(BOB));
            vm.expectRevert(abi.encodeWithSelector(ISettlementVault.CannotPay.selector, dead[i]));
            vault.exit(dead[i]);
        }
        vm.prank(_owner(BOB));
        assert(vault.exit(address(0xBEEF)) == 5e8);
    }

    function test_AnOwnersOwnWishReplacesASignedOne() public {
        address payee = address(0xBEEF);
        vault.requestExitFor(BOB, 5e8, payee, START, _wished(BOB, 5e8, payee, START));
        vm.prank(_owner(BOB));
        vault.requestExit(6e8);
        vm.warp(START + EXIT_DELAY);
        vm.expectRevert(abi.encodeWithSelector(ISettlementVault.NoPayee.selector, BOB));
        vault.exitFor(BOB);
        vm.prank(_owner(BOB));
        assert(vault.exit(_owner(BOB)) == 6e8);
        (, uint64 wishes) = vault.payeeOf(BOB);
        assert(wishes == 2);
    }

    function test_AnOwnersOwnWishUsesUpWhatWasSignedBefore() public {
        address payee = address(0xBEEF);
        bytes memory old = _wished(BOB, 5e8, payee, START + EXIT_DELAY);
        vm.prank(_owner(BOB));
        vault.requestExit(6e8);
        vm.warp(START + EXIT_DELAY - 1);
        vm.expectRevert(abi.encodeWithSelector(ISettlementVault.BadExitSignature.selector, BOB));
        vault.requestExitFor(BOB, 5e8, payee, START + EXIT_DELAY, old);
        vm.warp(START + EXIT_DELAY);
        vm.prank(_owner(BOB));
        assert(vault.exit(_owner(BOB)) == 6e8);
    }

    function test_SaysWhatMayStillFlow() public {
        vault.setFlowLimit(100_000);
        _settleTrade(250, 60_000);
        FlowLimit.Window memory window = vault.flow();
        assert(window.limit == 100_000 && window.flowed == 60_000 && window.endsAt == START + FLOW_WINDOW);
    }

    function test_RefusesDepositsNobodyCanGetBack() public {
        vm.expectRevert(abi.encodeWithSelector(ISettlementVault.UnknownAccount.selector, 6));
        vault.deposit(6, 1_000);
        vm.expectRevert(abi.encodeWithSelector(ISettlementVault.UnknownAccount.selector, 1));
        vault.deposit(1, 1_000);
        vm.expectRevert(abi.encodeWithSelector(ISettlementVault.NotWholeUnits.selector, 1_001));
        vault.deposit(ANN, 1_001);
    }

    function test_OneAccountForEachAddress() public {
        vm.expectRevert(abi.encodeWithSelector(ISettlementVault.CannotRegister.selector, _owner(ANN)));
        vault.register(_owner(ANN));
        vm.expectRevert(abi.encodeWithSelector(ISettlementVault.CannotRegister.selector, address(0)));
        vault.register(address(0));
        assert(vault.ownerOf(ANN) == _owner(ANN) && vault.indexOf(_owner(ANN)) == ANN);
        assert(vault.ownerOf(vault.CLEARING()) == address(vault));
    }

    function test_RolesAreTheOwners() public {
        vm.prank(address(1));
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, address(1)));
        vault.setOperator(address(1));
        vm.prank(address(1));
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, address(1)));
        vault.setAuditor(address(1));
        vm.prank(address(1));
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, address(1)));
        vault.setReferee(address(1));
        vm.prank(address(1));
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, address(1)));
        vault.setSurety(bond);
        vm.prank(address(1));
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, address(1)));
        vault.setFlowLimit(1);
    }

    function test_RefusesExitsFasterThanChallenges() public {
        SettlementVault.Config memory config;
        config.owner = address(this);
        config.challengeWindow = 10;
        config.exitDelay = 10;
        vm.expectRevert(abi.encodeWithSelector(ISettlementVault.WindowsInconsistent.selector, 10, 10));
        new SettlementVault(config);
    }

    function test_VerifiesLinesOfSettledBatchesOnly() public {
        bytes32[] memory lines = new bytes32[](3);
        (lines[0], lines[1], lines[2]) = (keccak256("a"), keccak256("b"), keccak256("c"));
        (ISettlementVault.Batch memory batch, bytes memory rows) = _metered(250, 60_000);
        batch.linesRoot = _tree(lines)[0];
        assert(!vault.verifyLine(batch, lines[1], _proof(lines, 1)));

        _settle(batch, rows);

        assert(vault.verifyLine(batch, lines[1], _proof(lines, 1)));
        assert(!vault.verifyLine(batch, lines[0], _proof(lines, 1)));
        batch.rowsRoot = keccak256("other");
        assert(!vault.verifyLine(batch, lines[1], _proof(lines, 1)));
    }

    /// @dev The same line is in the Java test StatementTreeTest.
    function test_HashesALineLikeJava() public pure {
        bytes32 key = keccak256(abi.encode(uint32(1), uint64(1_781_766_000), uint32(0), uint32(1)));
        // Static values: what is encoded after one another is encoded together.
        bytes memory line = abi.encode(
            key,
            uint32(3),
            uint64(101),
            uint64(104),
            uint8(1),
            uint8(2),
            uint64(1250),
            int64(-15_000),
            int64(18_750_000)
        );
        bytes32 salt = keccak256("salt");
        bytes32 basic = keccak256(bytes.concat(line, salt));
        bytes32 whole = keccak256(bytes.concat(line, abi.encode(uint8(1), uint64(77), salt)));
        assert(key == 0xa33e88fc81db7a426af9e5501499e51778c952d35947ed59cbb75e075483a9f9);
        assert(
            keccak256(bytes.concat(basic))
                == 0x2d2fafe242cdc86f94544681a9558a16dad82563de526169734498f15ef3a285
        );
        assert(
            keccak256(abi.encodePacked(uint8(2), whole))
                == 0x2e0c30771b564757fb69489f8f9906add738bd1a717c4de6dc3fab48c6c67185
        );
    }

    function testFuzz_RootIsThatOfTheStatementTree(uint8 count) public view {
        bytes memory rows = new bytes(24 * uint256(count));
        for (uint256 i = 0; i < count; ++i) {
            rows[24 * i + 3] = bytes1(uint8(i));
        }
        bytes32[] memory tree = _tree(_leaves(rows));

        assert(this.rootOf(rows) == (count == 0 ? bytes32(0) : tree[0]));
    }

    function rootOf(bytes calldata rows) external pure returns (bytes32) {
        return Rows.rootOf(rows);
    }

    function _settleTrade(uint32 energy, int64 amount) private {
        (ISettlementVault.Batch memory batch, bytes memory rows) = _metered(energy, amount);
        _settle(batch, rows);
    }

    function _metered(uint32 energy, int64 amount)
        private
        returns (ISettlementVault.Batch memory, bytes memory)
    {
        return _meteredAt(START, energy, amount);
    }

    function _meteredAt(uint64 start, uint32 energy, int64 amount)
        private
        returns (ISettlementVault.Batch memory, bytes memory rows)
    {
        Net[] memory nets = _trade(energy, amount);
        _meter(start, 1, nets);
        rows = _rows(nets);
        return (_batch(start, 1, 1, rows), rows);
    }

    /// @dev Ann sells to Bob.
    function _trade(uint32 energy, int64 amount) private pure returns (Net[] memory nets) {
        nets = new Net[](4);
        nets[ANN] = Net(amount, 0, energy, energy);
        nets[BOB] = Net(-amount, energy, 0, 0);
    }

    /// @dev Before an expected revert, no call may come between.
    function _digest(ISettlementVault.Batch memory batch) private view returns (bytes32) {
        return _typed(address(vault), "Peerwatt SettlementVault", _hash(batch));
    }

    function _hash(ISettlementVault.Batch memory batch) private pure returns (bytes32) {
        return keccak256(
            abi.encode(
                keccak256(
                    "Batch(uint32 area,uint64 intervalStart,uint32 part,uint32 version,uint32 meterVersion,uint32 pages,bytes32 linesRoot,bytes32 tradesRoot,bytes32 rowsRoot)"
                ),
                batch
            )
        );
    }
}
