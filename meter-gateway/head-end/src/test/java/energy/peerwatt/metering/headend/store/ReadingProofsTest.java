package energy.peerwatt.metering.headend.store;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.IntakeResult;
import energy.peerwatt.metering.headend.ReadingChainState;
import energy.peerwatt.metering.headend.ReadingId;
import energy.peerwatt.metering.headend.RegisterId;
import energy.peerwatt.metering.headend.StoredReading;
import energy.peerwatt.metering.protocol.ClockState;
import energy.peerwatt.metering.protocol.ProofResult;
import energy.peerwatt.metering.protocol.ReadingProof;
import energy.peerwatt.metering.protocol.ReadingProofVerifier;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadingProofsTest {

    private static final Instant NOW = Instant.parse("2026-06-18T08:00:00Z");
    private static final MeteringPointId OTHER = new MeteringPointId("AT-TEST-2");

    private final MeteringDatabase database = MeteringDatabase.emptied();
    private final HeadEnd headEnd = database.headEnd();
    private final TestGateway gateway = new TestGateway("gw-1");

    @BeforeEach
    void register() {
        headEnd.register(gateway.identity, NOW).await().atMost(MeteringDatabase.PATIENCE);
    }

    @Test
    void everyStoredReadingIsProvenByItsGatewaysKey() {
        acceptReadings();

        List<StoredReading> readings = readings(TestGateway.POINT);

        assertThat(readings)
                .extracting(reading -> reading.id().sequence())
                .containsExactly(1L, 3L, 4L);
        for (StoredReading reading : readings) {
            ProofResult.Proven proven = proven(proof(TestGateway.POINT, reading.id()));
            assertThat(proven.gatewayId()).isEqualTo("gw-1");
            assertThat(proven.epoch()).isEqualTo(1);
            assertThat(proven.reading().sequence()).isEqualTo(reading.id().sequence());
            assertThat(proven.reading().registerWh()).isEqualTo(reading.registerWh());
            assertThat(proven.reading().at()).isEqualTo(reading.at());
        }
    }

    @Test
    void proofsChainAcrossBlocks() {
        acceptReadings();

        ProofResult.Proven first = proven(proof(TestGateway.POINT, new ReadingId("gw-1", 1, 1)));
        ProofResult.Proven third = proven(proof(TestGateway.POINT, new ReadingId("gw-1", 1, 3)));

        assertThat(third.previous()).isEqualTo(first.leaf());
        assertThat(breaks()).isZero();
    }

    @Test
    void showsNoReadingOfOtherMeteringPoints() {
        acceptReadings();

        assertThat(proof(TestGateway.POINT, new ReadingId("gw-1", 1, 2))).isEmpty();
        assertThat(proof(OTHER, new ReadingId("gw-1", 1, 2))).isPresent();
        assertThat(proof(OTHER, new ReadingId("gw-1", 1, 9))).isEmpty();
        assertThat(proof(OTHER, new ReadingId("gw-2", 1, 2))).isEmpty();
        assertThat(readings(OTHER)).hasSize(1);
    }

    @Test
    void findsWhatBoundaryIsInterpolatedFrom() {
        acceptReadings();
        RegisterId register = new RegisterId(TestGateway.POINT, Channel.IMPORT);

        assertThat(around(register, "2026-06-18T07:15:00Z"))
                .extracting(reading -> reading.id().sequence())
                .containsExactly(3L, 4L);
        assertThat(around(register, "2026-06-18T07:00:00Z"))
                .extracting(reading -> reading.id().sequence())
                .containsExactly(1L);
    }

    @Test
    void resendWithNewReadingsBreaksNoChain() {
        accept(gateway.read("2026-06-18T07:00:00Z", 10).block());
        accept(
                gateway.epoch(1)
                        .read("2026-06-18T07:00:00Z", 10)
                        .read("2026-06-18T07:01:00Z", 11)
                        .read("2026-06-18T07:02:00Z", 12)
                        .block());
        accept(gateway.read("2026-06-18T07:03:00Z", 13).block());

        assertThat(breaks()).isZero();
        for (long sequence = 1; sequence <= 4; sequence++) {
            proven(proof(TestGateway.POINT, new ReadingId("gw-1", 1, sequence)));
        }
    }

    @Test
    void newEpochStartsFromItsGenesis() {
        acceptReadings();
        accept(gateway.epoch(2).read("2026-06-18T07:20:00Z", 20).block());

        assertThat(breaks()).isZero();
    }

    @Test
    void brokenChainIsOnRecordAndTheEnergyCounts() {
        acceptReadings();

        IntakeResult result =
                accept(
                        gateway.forgetChains()
                                .read("2026-06-18T07:16:00Z", 20)
                                .read("2026-06-18T07:17:00Z", 21)
                                .block());
        accept(gateway.read("2026-06-18T07:18:00Z", 22).block());

        assertThat(result).isEqualTo(new IntakeResult.Accepted("gw-1", 1, 6));
        assertThat(readings(TestGateway.POINT)).hasSize(6);
        assertThat(database.rows("SELECT sequence, reason FROM metering.chain_break"))
                .extracting(row -> row.getLong(0) + " " + row.getString(1))
                .containsExactly("5 LINK");
        assertThat(
                        new ChainBreaks(database.pool)
                                .newest(10)
                                .await()
                                .atMost(MeteringDatabase.PATIENCE))
                .as("an operator sees it")
                .containsExactly(
                        new ChainBreaks.ChainBreak(
                                new RegisterId(TestGateway.POINT, Channel.IMPORT),
                                "gw-1",
                                1,
                                5,
                                ReadingChainState.Reason.LINK,
                                NOW));
    }

    @Test
    void chainThatDoesNotStartAtTheGenesisIsOnRecord() {
        gateway.read("2026-06-18T07:00:00Z", 10).block();
        accept(gateway.renumber().read("2026-06-18T07:01:00Z", 11).block());

        assertThat(database.rows("SELECT sequence, reason FROM metering.chain_break"))
                .extracting(row -> row.getLong(0) + " " + row.getString(1))
                .containsExactly("1 START");
    }

    @Test
    void timeOfAnUntrustedClockIsUnknown() {
        accept(gateway.read("2026-06-18T07:00:00Z", 10).clock(ClockState.UNKNOWN).block());
        accept(
                gateway.read("2026-06-18T07:01:00Z", 10)
                        .clock(
                                new ClockState(
                                        ClockState.Source.CHRONY,
                                        ClockState.Sync.SYNCHRONISED,
                                        Optional.of(new ClockState.Deviation(-3, 20))))
                        .block());

        assertThat(readings(TestGateway.POINT))
                .extracting(reading -> reading.clockMillis().orElse(-1))
                .containsExactly(-1, 23);
    }

    @Test
    void valueOfAnUntrustedClockIsAnEstimateThatSaysSo() {
        accept(gateway.read("2026-06-18T07:00:00Z", 10).block());
        accept(gateway.read("2026-06-18T07:15:00Z", 20).clock(ClockState.UNKNOWN).block());
        accept(gateway.read("2026-06-18T07:30:00Z", 30).block());
        accept(gateway.read("2026-06-18T07:45:00Z", 40).block());
        database.advance();

        assertThat(
                        database.rows(
                                "SELECT quality, reasons FROM metering.interval_value"
                                        + " ORDER BY interval_start"))
                .extracting(row -> row.getString(0) + " " + row.getString(1))
                .containsExactly("ESTIMATED CLOCK", "ESTIMATED CLOCK", "ACTUAL ");
    }

    private void acceptReadings() {
        accept(
                gateway.read("2026-06-18T07:00:00Z", 10)
                        .read(OTHER, Channel.EXPORT, Instant.parse("2026-06-18T07:00:00Z"), 5)
                        .block());
        accept(gateway.read("2026-06-18T07:14:59Z", 11).read("2026-06-18T07:15:01Z", 12).block());
    }

    private IntakeResult accept(byte[] block) {
        return headEnd.accept(block, NOW).await().atMost(MeteringDatabase.PATIENCE);
    }

    private List<StoredReading> readings(MeteringPointId point) {
        return database.proofs()
                .readings(point, NOW.minusSeconds(86_400), NOW, 100)
                .await()
                .atMost(MeteringDatabase.PATIENCE);
    }

    private List<StoredReading> around(RegisterId register, String boundary) {
        return database.proofs()
                .around(register, Instant.parse(boundary))
                .await()
                .atMost(MeteringDatabase.PATIENCE);
    }

    private Optional<ReadingProof> proof(MeteringPointId point, ReadingId id) {
        return database.proofs().proof(point, id).await().atMost(MeteringDatabase.PATIENCE);
    }

    private ProofResult.Proven proven(Optional<ReadingProof> proof) {
        ReadingProofVerifier verifier =
                new ReadingProofVerifier(_ -> Optional.of(gateway.identity));
        return (ProofResult.Proven) verifier.verify(proof.orElseThrow().toByteArray());
    }

    private long breaks() {
        return database.number("SELECT count(*) FROM metering.chain_break");
    }
}
