// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IPeerwattSettlement} from "../src/IPeerwattSettlement.sol";
import {PeerwattSettlement} from "../src/PeerwattSettlement.sol";

/// @dev Settles balanced batches of random trades and corrections, and remembers what should be.
contract Handler {
    uint256 public constant ACCOUNTS = 5;
    uint64 private constant INTERVALS = 3;

    PeerwattSettlement public immutable settlement = new PeerwattSettlement(address(this));
    mapping(uint64 interval => uint32) public versionOf;
    mapping(uint256 account => int256) public expectedCash;
    mapping(uint256 account => uint256) public expectedSold;
    uint256 public settled;

    function account(uint256 index) public pure returns (address) {
        return address(uint160(0x1000 + index));
    }

    function settle(uint64 interval, uint8 seller, uint8 buyer, uint32 energy, int64 cash) external {
        interval = interval % INTERVALS;
        uint256 from = seller % ACCOUNTS;
        uint256 to = buyer % ACCOUNTS;
        if (from == to) to = (to + 1) % ACCOUNTS;
        _settle(interval, from, to, int64(uint64(energy)), cash);
    }

    /// @dev Takes back part of what an account has sold of energy that another one still holds.
    function correct(uint64 interval, uint8 seller, uint8 buyer, uint32 energy) external {
        interval = interval % INTERVALS;
        uint256 from = seller % ACCOUNTS;
        uint256 to = buyer % ACCOUNTS;
        if (from == to) to = (to + 1) % ACCOUNTS;
        uint256 held = settlement.balanceOf(account(to), tokenId(interval));
        uint256 most = held < expectedSold[from] ? held : expectedSold[from];
        _settle(interval, from, to, -int64(uint64(most == 0 ? 0 : energy % (most + 1))), 0);
    }

    function tokenId(uint64 interval) public pure returns (uint256) {
        return (uint256(1) << 64) | (interval * 900);
    }

    function totalHeld() external view returns (uint256 total) {
        for (uint64 interval = 0; interval < INTERVALS; ++interval) {
            for (uint256 i = 0; i < ACCOUNTS; ++i) {
                total += settlement.balanceOf(account(i), tokenId(interval));
            }
        }
    }

    function _settle(uint64 interval, uint256 from, uint256 to, int64 energy, int128 cash) private {
        IPeerwattSettlement.Position[] memory positions = new IPeerwattSettlement.Position[](2);
        positions[from < to ? 0 : 1] = IPeerwattSettlement.Position(account(from), cash, 0, energy);
        positions[from < to ? 1 : 0] = IPeerwattSettlement.Position(account(to), -cash, energy, 0);
        uint32 version = ++versionOf[interval];
        bytes32 key = keccak256(abi.encode(uint32(1), interval * 900, version));
        settlement.settle(key, 1, interval * 900, version, keccak256("root"), positions);
        expectedCash[from] += cash;
        expectedCash[to] -= cash;
        expectedSold[from] = uint256(int256(expectedSold[from]) + energy);
        ++settled;
    }
}

contract PeerwattSettlementInvariantTest {
    Handler private handler;

    function setUp() public {
        handler = new Handler();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function invariant_CashSumsToZero() public view {
        int256 sum;
        for (uint256 i = 0; i < handler.ACCOUNTS(); ++i) {
            sum += handler.settlement().cashOf(handler.account(i));
        }
        assert(sum == 0);
    }

    function invariant_EnergyHeldIsEnergySold() public view {
        uint256 sold;
        for (uint256 i = 0; i < handler.ACCOUNTS(); ++i) {
            sold += handler.settlement().soldOf(handler.account(i));
        }
        assert(sold == handler.totalHeld());
    }

    function invariant_AccountsAreTheSumOfTheirBatches() public view {
        for (uint256 i = 0; i < handler.ACCOUNTS(); ++i) {
            address account = handler.account(i);
            assert(handler.settlement().cashOf(account) == handler.expectedCash(i));
            assert(handler.settlement().soldOf(account) == handler.expectedSold(i));
        }
    }
}
