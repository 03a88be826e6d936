package energy.peerwatt.settlement.chain;

import static energy.peerwatt.settlement.chain.Batches.participant;
import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.settlement.chain.Certificates.Certificate;
import energy.peerwatt.settlement.chain.TransactionSigner.Draft;
import energy.peerwatt.settlement.store.OutboxEntry;
import energy.peerwatt.settlement.store.Retirement;
import energy.peerwatt.settlement.store.Retirement.State;
import energy.peerwatt.unit.Money;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3j.crypto.ECKeyPair;

/** Ten sell 250 Wh each to ten others; energy is final a day after it was bought. */
class CertificatesTest {

    private static final int PEOPLE = 20;
    private static final int BUYER = 17;
    private static final int OTHER_BUYER = 10;
    private static final Instant START = Batches.FIRST.start();
    private static final long EXPORTED = PEOPLE / 2 * Batches.SALE_WH;

    private static final Duration WINDOW = Duration.ofDays(1);

    private static final VaultTerms TERMS =
            new VaultTerms(
                    Optional.empty(),
                    Duration.ofDays(1),
                    Duration.ofDays(3),
                    WINDOW,
                    Money.ofNano(1_000_000_000_000_000L));

    @TempDir Path home;

    private volatile Instant now = START.plus(Duration.ofMinutes(30));
    private ChainAccounts accounts;
    private EmbeddedChain chain;
    private ChainGateway gateway;

    @BeforeEach
    void start() {
        accounts = ChainAccounts.open(home.resolve("seed"));
        OutboxDatabase.empty();
        open();
        settle(Batches.batch(0, PEOPLE));
    }

    @AfterEach
    void stop() {
        chain.close();
    }

    @Test
    void saysWhatWasBoughtAndWhenItIsFinal() {
        Certificate mine = of(BUYER).orElseThrow();

        assertThat(mine)
                .isEqualTo(
                        new Certificate(
                                Batches.AREA,
                                START,
                                Batches.SALE_WH,
                                START.plus(WINDOW),
                                false,
                                0,
                                0));
        assertThat(gateway.certificates().isFinal(mine)).isFalse();
        assertThat(of(0)).isEmpty();
        assertThat(of(PEOPLE)).isEmpty();
        assertThat(gateway.certificates().of(participant(BUYER), Batches.AREA, now)).isEmpty();
    }

    @Test
    void theVersionThatCountsIsWhatWasBought() {
        settle(Batches.batch(Batches.FIRST, 2, Batches.ROOT, PEOPLE, 200, 0));
        assertThat(of(BUYER).orElseThrow().boughtWh()).isEqualTo(200);

        passes();
        retire(BUYER, 200);
        stepUntilEnded();

        assertThat(newest(BUYER).state()).isEqualTo(State.RETIRED);
        assertThat(of(BUYER).orElseThrow().retiredWh()).isEqualTo(200);
        assertThat(gateway.certificates().proofsOf(List.of(newest(BUYER))))
                .containsOnlyKeys(newest(BUYER).id());
    }

    @Test
    void nothingIsMintedWhileEnergyMayBeCorrected() {
        retire(BUYER, 100);
        stepUntilEnded();

        assertThat(newest(BUYER).state()).isEqualTo(State.REFUSED);
        assertThat(newest(BUYER).reason()).contains("may be corrected until");
        assertThat(gateway.certificates().proofsOf(List.of(newest(BUYER)))).isEmpty();
        assertThat(written()).isZero();

        passes();
        retire(BUYER, 100);
        stepUntilEnded();
        assertThat(newest(BUYER).state()).isEqualTo(State.RETIRED);
    }

    /** The process dies after what it has written and before it has noted so. */
    @Test
    void mintsAndRetiresOnceWhateverHappens() {
        passes();
        retire(BUYER, 100);
        assertThat(
                        gateway.certificates()
                                .retire(participant(BUYER), of(BUYER).orElseThrow(), 1, "again"))
                .isEmpty();
        advance();
        reopen();
        advance();
        drain();
        reopen();
        advance();
        Nodes.kill(chain.nodePid());
        Await.until(() -> gateway.pump().waiting() == 0);
        stepUntilEnded();
        OutboxDatabase.count(
                "UPDATE settlement.certificate_retirement SET state = 'REQUESTED' RETURNING id");
        stepUntilEnded();

        assertThat(newest(BUYER).state()).isEqualTo(State.RETIRED);
        assertThat(written()).isEqualTo(2);
        Certificate mine = of(BUYER).orElseThrow();
        assertThat(mine.isMinted()).isTrue();
        assertThat(mine.heldWh()).isEqualTo(Batches.SALE_WH - 100);
        assertThat(mine.retiredWh()).isEqualTo(100);
        assertThat(mine.usableWh()).isEqualTo(Batches.SALE_WH - 100);

        // The rest, without minting again; and no more than there is.
        retire(BUYER, Batches.SALE_WH - 99);
        stepUntilEnded();
        assertThat(newest(BUYER).state()).isEqualTo(State.REFUSED);
        assertThat(newest(BUYER).reason()).startsWith("ERC1155InsufficientBalance(");
        retire(BUYER, Batches.SALE_WH - 100);
        stepUntilEnded();
        assertThat(of(BUYER).orElseThrow().heldWh()).isZero();
        assertThat(of(BUYER).orElseThrow().retiredWh()).isEqualTo(Batches.SALE_WH);
    }

    @Test
    void whatAStrangerSentFirstIsRetired() {
        passes();
        retire(BUYER, 100);
        advance();
        drain();
        advance();
        sendAsStranger(
                TransactionSigner.dataOf(
                        ChainGateway.await(OutboxDatabase.reopened().unfinished(1)).getFirst()));

        stepUntilEnded();

        assertThat(newest(BUYER).state()).isEqualTo(State.RETIRED);
        assertThat(of(BUYER).orElseThrow().retiredWh()).isEqualTo(100);
        assertThat(gateway.certificates().proofsOf(List.of(newest(BUYER))))
                .as("the market's own was refused")
                .isEmpty();
    }

    @Test
    void noMoreIsMintedThanMetersExported() {
        passes();
        for (int buyer = OTHER_BUYER; buyer < PEOPLE; buyer++) {
            retire(buyer, 50);
        }
        stepUntilEnded();

        long minted = 0;
        ChainAddress contract = gateway.contracts().get("EnergyCertificate");
        Digest event = TypedData.text("Minted(uint256,uint32,address,uint256)");
        for (ChainNode.Event one : chain.events(contract, List.of(event), 0)) {
            minted += VaultReader.number(one.words().getLast());
        }
        assertThat(minted).isEqualTo(EXPORTED);
        for (int buyer = OTHER_BUYER; buyer < PEOPLE; buyer++) {
            Certificate one = of(buyer).orElseThrow();
            assertThat(one.heldWh() + one.retiredWh()).isEqualTo(Batches.SALE_WH);
        }
        assertThat(gateway.reverted(10)).isEmpty();
    }

    private Optional<Certificate> of(int buyer) {
        return gateway.certificates().of(participant(buyer), Batches.AREA, START);
    }

    private void retire(int buyer, long energyWh) {
        assertThat(
                        gateway.certificates()
                                .retire(
                                        participant(buyer),
                                        of(buyer).orElseThrow(),
                                        energyWh,
                                        "Wärme im Juni"))
                .isPresent();
    }

    private Retirement newest(int buyer) {
        return gateway.certificates().retirementsOf(participant(buyer)).getFirst();
    }

    private void passes() {
        now = now.plus(WINDOW);
    }

    private void advance() {
        gateway.certificates().advance();
    }

    private void stepUntilEnded() {
        Await.until(() -> {
            advance();
            drain();
            return OutboxDatabase.count(
                            "SELECT count(*) FROM settlement.certificate_retirement"
                                    + " WHERE state = 'REQUESTED'")
                    == 0;
        });
    }

    private void drain() {
        Await.until(() -> gateway.pump().waiting() == 0);
    }

    private void settle(SettlementBatch batch) {
        Gateways.submit(gateway, batch, () -> {});
        drain();
        assertThat(gateway.find(batch.key()).orElseThrow().state())
                .isInstanceOf(ChainBatch.Confirmed.class);
    }

    /** By an account of a stranger's, before whatever waits in our outbox. */
    private void sendAsStranger(byte[] call) {
        TransactionSigner stranger =
                new TransactionSigner(
                        new LocalSigner(ECKeyPair.create(BigInteger.TWO)), chain.chainId());
        Draft draft =
                Draft.of(
                        OutboxEntry.Kind.CERTIFICATE,
                        Digest.ZERO,
                        Optional.of(gateway.contracts().get("EnergyCertificate")),
                        call,
                        250_000);
        String raw = stranger.sign(0, draft, Fees.NONE).newest().rawTransactionHex();
        assertThat(chain.send(HexFormat.of().parseHex(raw))).isEmpty();
        chain.seal();
    }

    private void open() {
        chain =
                EmbeddedChain.start(
                        new EmbeddedChain.Config(
                                Nodes.NODE_MODULES, home.resolve("chain"), () -> now));
        gateway = new ChainGateway(chain, accounts, OutboxDatabase.reopened(), TERMS, () -> now);
        gateway.ensureDeployed();
    }

    private void reopen() {
        chain.abandon();
        open();
    }

    private static long written() {
        return OutboxDatabase.count(
                "SELECT count(*) FROM settlement.chain_outbox WHERE kind = 'CERTIFICATE'");
    }
}
