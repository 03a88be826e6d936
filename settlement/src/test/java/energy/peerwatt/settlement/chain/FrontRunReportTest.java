package energy.peerwatt.settlement.chain;

import static energy.peerwatt.settlement.chain.Batches.AREA;
import static energy.peerwatt.settlement.chain.Batches.FIRST;
import static energy.peerwatt.settlement.chain.Batches.ROOT;
import static energy.peerwatt.settlement.chain.Batches.batch;
import static energy.peerwatt.settlement.chain.Batches.participant;
import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.settlement.chain.ChainAccounts.Role;
import energy.peerwatt.settlement.chain.TransactionSigner.Draft;
import energy.peerwatt.settlement.store.OutboxEntry;
import energy.peerwatt.settlement.store.OutboxEntry.Kind;
import energy.peerwatt.settlement.store.OutboxEntry.Signed;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody else brings a signed meter report to the oracle before we do, on a real node. */
class FrontRunReportTest {

    @TempDir Path home;

    private EmbeddedChain chain;
    private ChainAccounts accounts;
    private ChainGateway gateway;
    private ChainAddress oracle;

    @BeforeEach
    void start() {
        Instant now = Instant.parse("2026-06-18T08:00:00Z");
        accounts = ChainAccounts.open(home.resolve("seed"));
        chain =
                EmbeddedChain.start(
                        new EmbeddedChain.Config(
                                Nodes.NODE_MODULES, home.resolve("chain"), () -> now));
        gateway =
                new ChainGateway(
                        chain, accounts, OutboxDatabase.empty(), VaultTerms.PLAY_MONEY, () -> now);
        gateway.ensureDeployed();
        oracle = gateway.contracts().get("MeterOracle");
    }

    @AfterEach
    void stop() {
        chain.close();
    }

    @Test
    void theSameReportOfSomebodyElseCountsAsOurs() {
        SettlementBatch batch = batch(0, 4);
        Gateways.submit(gateway, batch, () -> {});

        byte[] ours = TransactionSigner.dataOf(written(Kind.REPORT));
        assertThat(sentByAStranger(ours)).isTrue();
        drain();

        assertThat(gateway.reverted(9)).isEmpty();
        assertThat(gateway.counts()).doesNotContainKey(OutboxEntry.State.REVERTED);
        assertThat(gateway.find(batch.key()).orElseThrow().state())
                .isInstanceOf(ChainBatch.Confirmed.class);
    }

    @Test
    void anotherReportIsForAHumanWithBothValues() {
        SettlementBatch batch = batch(0, 4);
        Gateways.submit(gateway, batch, () -> {});
        byte[] ours = TransactionSigner.dataOf(written(Kind.REPORT));
        Digest root = TypedData.text("other readings");
        MeterReport other =
                new MeterReport(
                        AREA,
                        FIRST.start(),
                        0,
                        1,
                        root,
                        Digest.of(word(ours, 5)),
                        new BigInteger(word(ours, 6)).longValueExact(),
                        new BigInteger(word(ours, 7)).longValueExact());

        List<Signer> signers = List.of(accounts.signer(Role.METERING));
        assertThat(sentByAStranger(other.report(chain.chainId(), oracle, signers))).isTrue();
        drain();

        assertThat(gateway.reverted(9))
                .singleElement()
                .satisfies(refused -> {
                    assertThat(refused.kind()).isEqualTo(Kind.REPORT);
                    assertThat(((ChainBatch.Reverted) refused.batch().state()).error())
                            .startsWith("AlreadyMetered(")
                            .contains("the oracle keeps root " + root)
                            .contains("ours are root " + ROOT);
                });
    }

    private static byte[] word(byte[] call, int index) {
        int from = 4 + index * AbiWords.WORD;
        return Arrays.copyOfRange(call, from, from + AbiWords.WORD);
    }

    private static Signed written(Kind kind) {
        return OutboxDatabase.reopened()
                .unfinished(64)
                .await()
                .atMost(Duration.ofSeconds(20))
                .stream()
                .filter(one -> one.entry().kind() == kind)
                .findFirst()
                .orElseThrow();
    }

    private boolean sentByAStranger(byte[] call) {
        Signed signed =
                new TransactionSigner(accounts.custodian(participant(9)), chain.chainId())
                        .sign(
                                0,
                                Draft.of(Kind.REPORT, ROOT, Optional.of(oracle), call, 300_000),
                                Fees.NONE);
        chain.send(HexFormat.of().parseHex(signed.newest().rawTransactionHex()));
        chain.seal();
        return chain.receipt(new Digest(signed.entry().transactionHashHex()))
                .orElseThrow()
                .succeeded();
    }

    private void drain() {
        Await.until(() -> gateway.pump().waiting() == 0);
    }
}
