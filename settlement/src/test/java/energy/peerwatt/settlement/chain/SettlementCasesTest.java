package energy.peerwatt.settlement.chain;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.settlement.AreaFees;
import energy.peerwatt.settlement.DeliveryRule;
import energy.peerwatt.settlement.ImbalancePrices;
import energy.peerwatt.settlement.IntervalSettlement;
import energy.peerwatt.settlement.NetPosition;
import energy.peerwatt.settlement.SaltedSettlement;
import energy.peerwatt.settlement.Scenario;
import energy.peerwatt.settlement.SettlementRules;
import energy.peerwatt.settlement.chain.ChainNode.CallResult;
import energy.peerwatt.unit.Money;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What others published that a settlement must refuse: gridsingularity/gsy-decentralized-exchange
 * at aa99ea2, gsy-node/modules/trades-settlement/src/tests.rs. Penalties are cash that members are
 * charged in a batch.
 */
class SettlementCasesTest {

    private static final SettlementRules OWN_PRICES =
            new SettlementRules.Contracts(DeliveryRule.PRO_RATA, new ImbalancePrices.OwnTariffs());

    @TempDir Path home;

    /** The case gsydex-penalty-operator. */
    @Test
    void penaltiesOnlyByARegisteredOperator() {
        ChainAccounts accounts = ChainAccounts.open(home.resolve("seed"));
        try (EmbeddedChain chain = Nodes.start(home.resolve("chain"))) {
            ChainGateway gateway = Gateways.of(chain, accounts, OutboxDatabase.empty());
            gateway.ensureDeployed();
            SettlementBatch first = Batches.batch(0, 2);
            Gateways.submit(gateway, first, () -> {});
            Await.until(() -> gateway.pump().waiting() == 0);
            byte[] charge = charge(gateway, accounts, chain);

            CallResult byMember =
                    chain.call(
                            accounts.addressOf(Batches.participant(1)), gateway.contract(), charge);
            CallResult byOperator =
                    chain.call(accounts.operatorAddress(), gateway.contract(), charge);

            assertThat(byMember)
                    .isInstanceOfSatisfying(
                            CallResult.Refused.class,
                            refused ->
                                    assertThat(ContractErrors.errorIn(refused.errorDataHex()))
                                            .startsWith("NotAllowed("));
            assertThat(byOperator).isInstanceOf(CallResult.Returned.class);
        }
    }

    /**
     * Market rules 4.2 in mode C, with deviations at own prices: the vault takes it at once, by the
     * auditor's signature.
     */
    @Test
    void theWorkedExampleWithContractsSettlesOnTheVault() {
        IntervalSettlement settlement =
                new Scenario()
                        .rules(OWN_PRICES)
                        .fees(AreaFees.NONE)
                        .metered(0, 3_000)
                        .metered(2_000, 0)
                        .metered(4_000, 0)
                        .trade(0, 1, 2_500, 14)
                        .trade(0, 2, 1_500, 14)
                        .settle();
        SaltedSettlement salted = SaltedSettlement.draw(settlement, new Random(7));

        try (SettledChain chain = new SettledChain(home.resolve("chain"))) {
            chain.settle(settlement, StatementTree.of(salted).root());

            // Contracts in full; deviations at own prices are between members and their suppliers.
            for (NetPosition net : settlement.netPositions()) {
                assertThat(chain.earned(net.participant())).isEqualTo(net.cash());
            }
            assertThat(chain.earned(Scenario.member(0))).isEqualTo(Money.parse("0.56"));
            assertThat(chain.earned(Scenario.member(1))).isEqualTo(Money.parse("-0.35"));
            assertThat(chain.earned(Scenario.member(2))).isEqualTo(Money.parse("-0.21"));
        }
    }

    /** A second version that moves cash only, signed by the auditor. */
    private static byte[] charge(
            ChainGateway gateway, ChainAccounts accounts, EmbeddedChain chain) {
        long seller = gateway.accountOf(Batches.participant(0)).orElseThrow().index();
        long buyer = gateway.accountOf(Batches.participant(1)).orElseThrow().index();
        List<VaultRow> rows =
                List.of(
                        new VaultRow(seller, Money.ofNano(1_000), 0, 0, 0),
                        new VaultRow(buyer, Money.ofNano(-1_000), 0, 0, 0));
        VaultBatch batch =
                new VaultBatch(
                        Batches.AREA,
                        Batches.FIRST.start(),
                        0,
                        2,
                        0,
                        0,
                        Batches.ROOT,
                        Digest.ZERO,
                        rows);
        byte[] message = batch.message(chain.chainId(), gateway.contract());
        return batch.settle(accounts.signer(ChainAccounts.Role.AUDITOR).sign(message));
    }
}
