// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC1155Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IPeerwattSettlement} from "../src/IPeerwattSettlement.sol";
import {PeerwattSettlement} from "../src/PeerwattSettlement.sol";
import {vm} from "./Vm.sol";

/// @dev Refuses every token; settlement must not care.
contract Unwilling {}

contract PeerwattSettlementTest {
    uint32 private constant AREA = 1;
    uint64 private constant START = 1781766000;
    bytes32 private constant ROOT = bytes32(uint256(7));
    address private constant ANN = address(0xA1);
    address private constant BOB = address(0xB2);
    address private constant EVE = address(0xE3);

    PeerwattSettlement private settlement = new PeerwattSettlement(address(this));

    function test_SettlesCashEnergyAndTokens() public {
        _settle(1, _trade(ANN, BOB, 250, 60_000));

        assert(settlement.cashOf(ANN) == 60_000);
        assert(settlement.cashOf(BOB) == -60_000);
        assert(settlement.soldOf(ANN) == 250);
        assert(settlement.balanceOf(BOB, (uint256(AREA) << 64) | START) == 250);
        assert(settlement.linesRootOf(_key(1)) == ROOT);
    }

    function test_EmitsBatchSettled() public {
        vm.expectEmit();
        emit IPeerwattSettlement.BatchSettled(_key(1), AREA, START, 1, ROOT, 0);
        _settle(1, new IPeerwattSettlement.Position[](0));
    }

    function test_RefusesOthersThanTheOperator() public {
        vm.prank(EVE);
        vm.expectRevert(abi.encodeWithSelector(IPeerwattSettlement.NotOperator.selector, EVE));
        _settle(1, new IPeerwattSettlement.Position[](0));
    }

    function test_RefusesZeroOperator() public {
        vm.expectRevert(abi.encodeWithSelector(IPeerwattSettlement.NotOperator.selector, address(0)));
        new PeerwattSettlement(address(0));
    }

    function test_RefusesTheSameBatchTwice() public {
        _settle(1, _trade(ANN, BOB, 250, 60_000));

        vm.expectRevert(abi.encodeWithSelector(IPeerwattSettlement.BatchAlreadySettled.selector, _key(1)));
        _settle(1, _trade(ANN, BOB, 250, 60_000));
    }

    function test_RefusesKeyOfAnotherInterval() public {
        bytes32 wrong = keccak256("wrong");
        vm.expectRevert(abi.encodeWithSelector(IPeerwattSettlement.BatchKeyMismatch.selector, wrong, _key(1)));
        settlement.settle(wrong, AREA, START, 1, ROOT, new IPeerwattSettlement.Position[](0));
    }

    function test_RefusesVersionsOutOfOrder() public {
        vm.expectRevert(abi.encodeWithSelector(IPeerwattSettlement.VersionOutOfOrder.selector, uint32(0)));
        _settle(0, new IPeerwattSettlement.Position[](0));

        vm.expectRevert(abi.encodeWithSelector(IPeerwattSettlement.VersionOutOfOrder.selector, uint32(2)));
        _settle(2, new IPeerwattSettlement.Position[](0));
    }

    function test_CorrectsByTheDifference() public {
        _settle(1, _trade(ANN, BOB, 250, 60_000));

        _settle(2, _trade(ANN, BOB, -50, -12_000));

        assert(settlement.cashOf(BOB) == -48_000);
        assert(settlement.soldOf(ANN) == 200);
        assert(settlement.balanceOf(BOB, (uint256(AREA) << 64) | START) == 200);
    }

    function test_RefusesToTakeBackMoreThanWasSold() public {
        _settle(1, _trade(ANN, BOB, 250, 60_000));

        vm.expectRevert(abi.encodeWithSelector(IPeerwattSettlement.SoldBelowZero.selector, ANN));
        _settle(2, _trade(ANN, BOB, -251, 0));
    }

    function test_RefusesToTakeBackMoreThanIsHeld() public {
        _settle(1, _trade(ANN, BOB, 250, 60_000));
        uint256 id = (uint256(AREA) << 64) | START;
        vm.prank(BOB);
        settlement.safeTransferFrom(BOB, EVE, id, 100, "");

        vm.expectRevert(
            abi.encodeWithSelector(IERC1155Errors.ERC1155InsufficientBalance.selector, BOB, 150, 200, id)
        );
        _settle(2, _trade(ANN, BOB, -200, 0));
    }

    function test_RefusesMissingRoot() public {
        vm.expectRevert(abi.encodeWithSelector(IPeerwattSettlement.LinesRootMissing.selector));
        settlement.settle(_key(1), AREA, START, 1, 0, new IPeerwattSettlement.Position[](0));
    }

    function test_RefusesAccountTwice() public {
        IPeerwattSettlement.Position[] memory positions = new IPeerwattSettlement.Position[](2);
        positions[0] = IPeerwattSettlement.Position(ANN, 5, 0, 0);
        positions[1] = IPeerwattSettlement.Position(ANN, -5, 0, 0);
        vm.expectRevert(abi.encodeWithSelector(IPeerwattSettlement.AccountsNotAscending.selector, ANN));
        _settle(1, positions);
    }

    function test_RefusesZeroAccount() public {
        vm.expectRevert(abi.encodeWithSelector(IPeerwattSettlement.AccountsNotAscending.selector, address(0)));
        _settle(1, new IPeerwattSettlement.Position[](1));
    }

    function test_RefusesTooManyPositions() public {
        uint256 tooMany = settlement.MAX_POSITIONS() + 1;
        vm.expectRevert(abi.encodeWithSelector(IPeerwattSettlement.TooManyPositions.selector, tooMany));
        _settle(1, new IPeerwattSettlement.Position[](tooMany));
    }

    function test_RefusesCashBeyondItsRange() public {
        IPeerwattSettlement.Position[] memory positions = new IPeerwattSettlement.Position[](2);
        positions[0] = IPeerwattSettlement.Position(ANN, type(int128).max, 0, 0);
        positions[1] = IPeerwattSettlement.Position(BOB, -type(int128).max, 0, 0);
        _settle(1, positions);

        vm.expectRevert(abi.encodeWithSelector(IPeerwattSettlement.BalanceOutOfRange.selector, ANN));
        _settle(2, positions);
    }

    function test_CannotBeBlockedByAReceiver() public {
        address unwilling = address(new Unwilling());
        IPeerwattSettlement.Position[] memory positions = _trade(ANN, unwilling, 250, 60_000);
        _settle(1, positions);

        assert(settlement.balanceOf(unwilling, (uint256(AREA) << 64) | START) == 250);
    }

    function test_CostliestBatchStaysBelowTheGasCap() public {
        uint256 count = settlement.MAX_POSITIONS();
        IPeerwattSettlement.Position[] memory positions = new IPeerwattSettlement.Position[](count);
        for (uint160 i = 0; i < count; ++i) {
            // Each buys as much as it sells, so every slot is written for the first time.
            positions[i] =
                IPeerwattSettlement.Position(address(1000 + i), i % 2 == 0 ? int128(1) : int128(-1), 9, 9);
        }
        uint256 before = gasleft();
        _settle(1, positions);
        uint256 execution = before - gasleft();

        // Beside execution: 21,000, and at most 16 per byte of call data of 128 bytes a position.
        assert(execution + 21_000 + 16 * (228 + 128 * count) < 16_777_216);
    }

    function test_HashesALineLikeJava() public pure {
        assert(_leafOfSharedVector() == 0xca6307fbb3ba380f016021acd880f280c0cc573adab942fe9fb14ba069750399);
    }

    function test_VerifiesLinesOfSettledBatchesOnly() public {
        bytes32 leaf = keccak256("leaf");
        bytes32 sibling = keccak256("sibling");
        bytes32 root =
            leaf < sibling ? keccak256(abi.encode(leaf, sibling)) : keccak256(abi.encode(sibling, leaf));
        bytes32[] memory proof = new bytes32[](1);
        proof[0] = sibling;
        assert(!settlement.verifyLine(_key(1), leaf, proof));

        settlement.settle(_key(1), AREA, START, 1, root, new IPeerwattSettlement.Position[](0));

        assert(settlement.verifyLine(_key(1), leaf, proof));
        assert(!settlement.verifyLine(_key(1), keccak256("other"), proof));
        assert(!settlement.verifyLine(_key(2), leaf, proof));
    }

    function test_UnsettledBatchVerifiesNothing() public view {
        assert(!settlement.verifyLine(_key(1), 0, new bytes32[](0)));
    }

    function testFuzz_RefusesUnbalancedCash(int64 mine, int64 yours) public {
        vm.assume(int256(mine) + yours != 0);
        IPeerwattSettlement.Position[] memory positions = new IPeerwattSettlement.Position[](2);
        positions[0] = IPeerwattSettlement.Position(ANN, mine, 0, 0);
        positions[1] = IPeerwattSettlement.Position(BOB, yours, 0, 0);
        vm.expectRevert(
            abi.encodeWithSelector(IPeerwattSettlement.CashNotZeroSum.selector, int256(mine) + yours)
        );
        _settle(1, positions);
    }

    function testFuzz_RefusesUnbalancedEnergy(uint32 sold, uint32 bought) public {
        vm.assume(sold != bought);
        IPeerwattSettlement.Position[] memory positions = new IPeerwattSettlement.Position[](2);
        positions[0] = IPeerwattSettlement.Position(ANN, 0, 0, int64(uint64(sold)));
        positions[1] = IPeerwattSettlement.Position(BOB, 0, int64(uint64(bought)), 0);
        vm.expectRevert(
            abi.encodeWithSelector(
                IPeerwattSettlement.EnergyNotBalanced.selector,
                int256(uint256(bought)) - int256(uint256(sold))
            )
        );
        _settle(1, positions);
    }

    function testFuzz_CorrectionToNothingLeavesNothing(uint32 energy, int64 cash) public {
        vm.assume(cash != type(int64).min);
        _settle(1, _trade(ANN, BOB, int64(uint64(energy)), cash));

        _settle(2, _trade(ANN, BOB, -int64(uint64(energy)), -cash));

        assert(settlement.cashOf(ANN) == 0 && settlement.cashOf(BOB) == 0);
        assert(settlement.soldOf(ANN) == 0);
        assert(settlement.balanceOf(BOB, (uint256(AREA) << 64) | START) == 0);
    }

    function _settle(uint32 version, IPeerwattSettlement.Position[] memory positions) private {
        settlement.settle(_key(version), AREA, START, version, ROOT, positions);
    }

    function _key(uint32 version) private pure returns (bytes32) {
        return keccak256(abi.encode(AREA, START, version));
    }

    function _trade(address seller, address buyer, int64 energy, int128 cash)
        private
        pure
        returns (IPeerwattSettlement.Position[] memory positions)
    {
        positions = new IPeerwattSettlement.Position[](2);
        bool sellerFirst = seller < buyer;
        positions[sellerFirst ? 0 : 1] = IPeerwattSettlement.Position(seller, cash, 0, energy);
        positions[sellerFirst ? 1 : 0] = IPeerwattSettlement.Position(buyer, -cash, energy, 0);
    }

    /// @dev The same line is in the Java test StatementTreeTest.
    function _leafOfSharedVector() private pure returns (bytes32) {
        return keccak256(
            abi.encode(
                keccak256(
                    abi.encode(
                        _key(1),
                        uint32(3),
                        uint64(101),
                        uint64(104),
                        uint8(1),
                        uint8(2),
                        uint64(1250),
                        int64(-15_000),
                        int64(18_750_000),
                        keccak256("salt")
                    )
                )
            )
        );
    }
}
