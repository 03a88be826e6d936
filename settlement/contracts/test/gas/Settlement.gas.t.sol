// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ISettlementVault} from "../../src/vault/ISettlementVault.sol";
import {Community, Net} from "../support/Community.sol";
import {vm} from "../Vm.sol";
import {Baseline} from "./Baseline.sol";

/// @dev Run with `--isolate`: each call is a transaction of its own, intrinsic gas and call data included.
/// Figures go to gas/settlement.json, which is compared when the tests run.
contract SettlementGasTest is Community {
    uint256 private constant CAP = 16_777_216;
    uint256 private seed = 42;

    function setUp() public {
        _deploy(type(uint96).max);
    }

    function test_ThousandTradesAmongTwoHundred() public {
        _admit(200, 100e9);
        _settleMarket(START, 200, 1_000);

        uint256 gas = _settleMarket(START + 900, 200, 1_000);

        _snapshot("settle 1,000 trades, 200 participants", gas, 1_000);
        assert(gas <= 600 * 1_000);
    }

    function test_TenThousandTradesAmongTwoHundred() public {
        _admit(200, 100e9);
        _settleMarket(START, 200, 10_000);

        uint256 gas = _settleMarket(START + 900, 200, 10_000);

        _snapshot("settle 10,000 trades, 200 participants", gas, 10_000);
        assert(gas <= 60 * 10_000);
    }

    function test_AccountsFarApart() public {
        _admit(800, 100e9);
        Net[] memory nets = new Net[](802);
        _trade(nets, 200, 4, 1_000);

        uint256 gas = _settleNets(START, nets);

        _snapshot("settle 1,000 trades, 200 participants in slots of their own", gas, 1_000);
    }

    function test_LargestBatchStaysBelowTheGasCap() public {
        uint256 count = vault.MAX_ROWS();
        _admit(count, 100e9);

        uint256 gas = _settleMarket(START, count, 50_000);

        _snapshot("settle 50,000 trades, 5,000 participants", gas, 50_000);
        assert(gas < CAP);
    }

    function test_MeterReport() public {
        _admit(200, 100e9);
        Net[] memory nets = new Net[](202);
        _trade(nets, 200, 1, 1_000);

        _meter(START, 1, nets);

        vm.snapshotGasLastCall("settlement", "report of an interval's meters, 2 of 3 signatures");
    }

    function test_ProposeAndApply() public {
        _admit(200, 100e9);
        Net[] memory nets = new Net[](202);
        _trade(nets, 200, 1, 1_000);
        _meter(START, 1, nets);
        bytes memory rows = _rows(nets);
        ISettlementVault.Batch memory batch = _batch(START, 1, 1, rows);

        vault.propose(batch, rows);
        vm.snapshotGasLastCall("settlement", "propose 1,000 trades, 200 participants");
        vm.warp(START + CHALLENGE_WINDOW);
        vault.applyProposed(batch, rows);
        vm.snapshotGasLastCall("settlement", "apply 1,000 trades, 200 participants");
    }

    function test_CertificateAndExit() public {
        _admit(200, 100e9);
        Net[] memory nets = new Net[](202);
        _trade(nets, 200, 1, 1_000);
        _settleNets(START, nets);
        bytes memory rows = _rows(nets);
        ISettlementVault.Batch memory batch = _batch(START, 1, 1, rows);
        vm.warp(START + ENERGY_WINDOW);
        bytes32[] memory proof = _proof(_leaves(rows), 0);

        certificate.mint(batch, _group(rows, 0), 0, proof);
        vm.snapshotGasLastCall("settlement", "mint a certificate");

        vm.prank(_owner(2));
        vault.requestExit(1e9);
        vm.warp(START + ENERGY_WINDOW + EXIT_DELAY);
        vm.prank(_owner(2));
        vault.exit(_owner(2));
        vm.snapshotGasLastCall("settlement", "exit");
    }

    function test_NaiveBaseline() public {
        Baseline baseline = new Baseline(token);
        (address seller, address buyer) = (_owner(2), _owner(3));
        token.mint(seller, 1e9);
        token.mint(buyer, 1e9);
        vm.prank(buyer);
        token.approve(address(baseline), type(uint256).max);
        baseline.trade(seller, buyer, 1, 250, 60_000);
        vm.snapshotGasLastCall("settlement", "naive ERC-20 and ERC-1155, first trade of an interval");

        baseline.trade(seller, buyer, 1, 250, 60_000);
        vm.snapshotGasLastCall("settlement", "naive ERC-20 and ERC-1155, later trade");
    }

    function _settleMarket(uint64 start, uint256 participants, uint256 trades) private returns (uint256) {
        Net[] memory nets = new Net[](participants + 2);
        _trade(nets, participants, 1, trades);
        return _settleNets(start, nets);
    }

    function _settleNets(uint64 start, Net[] memory nets) private returns (uint256) {
        _meter(start, 1, nets);
        bytes memory rows = _rows(nets);
        ISettlementVault.Batch memory batch = _batch(start, 1, 1, rows);
        bytes memory signature = _audited(batch);
        vault.settle(batch, rows, signature);
        return vm.lastCallGas().gasTotalUsed;
    }

    /// @dev Trades of 50 to 549 Wh at 10 to 20 ct/kWh; each participant takes part in at least one.
    function _trade(Net[] memory nets, uint256 participants, uint256 stride, uint256 trades) private {
        for (uint256 i = 0; i < trades; ++i) {
            uint256 seller = 2 * (i < participants ? i / 2 : _random(participants / 2));
            uint256 buyer = 2 * (i < participants ? i / 2 : _random(participants / 2)) + 1;
            uint32 energy = uint32(50 + _random(500));
            int64 amount = int64(uint64(energy * (100_000 + _random(100_000))));
            Net memory sells = nets[2 + seller * stride];
            Net memory buys = nets[2 + buyer * stride];
            sells.sold += energy;
            sells.exported = sells.sold + 250;
            sells.cash += amount;
            buys.bought += energy;
            buys.cash -= amount;
        }
    }

    function _random(uint256 bound) private returns (uint256) {
        seed = uint256(keccak256(abi.encode(seed)));
        return seed % bound;
    }

    function _snapshot(string memory name, uint256 gas, uint256 trades) private {
        vm.snapshotValue("settlement", name, gas);
        vm.snapshotValue("settlement", string.concat(name, ": per trade"), gas / trades);
    }
}
