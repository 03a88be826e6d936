// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {VaultHandler} from "./support/VaultHandler.sol";

/// @dev The laws of the vault and its certificates. Each fails on the mutants planted against it, see
/// tool/mutants.mjs.
contract SettlementVaultInvariantTest {
    VaultHandler private handler;

    function setUp() public {
        handler = new VaultHandler();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function invariant_EnergySumsToZero() public view {
        assert(handler.bought() == handler.sold());
    }

    function invariant_CashSumsToZero() public view {
        assert(int256(handler.sumOfAccounts()) == handler.deposited() - handler.paidOut());
    }

    function invariant_VaultCoversItsAccounts() public view {
        assert(handler.token().balanceOf(address(handler.vault())) * 1_000 >= handler.sumOfAccounts());
    }

    function invariant_NoAccountIsNegative() public view {
        for (uint32 i = 0; i < 12; ++i) {
            assert(handler.expectedCash(i) >= 0);
            assert(int256(handler.vault().cashOf(i)) == handler.expectedCash(i));
        }
    }

    function invariant_BatchKeyIsSettledOnce() public view {
        assert(!handler.keySettledTwice());
    }

    function invariant_SoldIsAtMostMetered() public view {
        assert(!handler.soldAboveMetered());
    }

    function invariant_CertificatesAreAtMostMeteredExport() public view {
        for (uint64 interval = 0; interval < handler.INTERVALS(); ++interval) {
            assert(handler.supplyOf(interval) == handler.mintedWh(interval));
            assert(handler.supplyOf(interval) <= handler.exportedWh(interval));
        }
        assert(!handler.mintedWrongly());
    }

    function invariant_ExitPaysOnce() public view {
        assert(!handler.exitPaidWrongly());
    }

    function invariant_LastIndexIsRegistered() public view {
        uint32 last = handler.vault().accounts();
        for (uint32 i = last + 1; i < last + 4; ++i) {
            assert(handler.vault().cashOf(i) == 0);
        }
    }

    function invariant_IndicesAscend() public view {
        assert(!handler.accountNamedTwice());
    }

    function invariant_NothingTakesEffectUnaudited() public view {
        assert(!handler.settledWithoutAuditor());
        assert(!handler.appliedEarly());
    }

    function invariant_FinalEnergyStays() public view {
        assert(!handler.energyChangedWhenFinal());
    }
}
