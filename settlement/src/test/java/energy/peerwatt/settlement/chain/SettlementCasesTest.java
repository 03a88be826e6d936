package energy.peerwatt.settlement.chain;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.settlement.chain.ChainNode.CallResult;
import energy.peerwatt.unit.Money;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What others published that a settlement must refuse: gridsingularity/gsy-decentralized-exchange
 * at aa99ea2, gsy-node/modules/trades-settlement/src/tests.rs. Penalties are cash that members are
 * charged in a batch.
 */
class SettlementCasesTest {

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
