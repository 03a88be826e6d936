package energy.peerwatt.metering.headend.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import energy.peerwatt.market.Channel;
import energy.peerwatt.metering.headend.IntakeResult;
import energy.peerwatt.metering.headend.IntervalValue;
import energy.peerwatt.metering.headend.MeterKey;
import energy.peerwatt.metering.headend.ReadingId;
import energy.peerwatt.metering.headend.RegisterId;
import energy.peerwatt.metering.headend.Screening;
import energy.peerwatt.metering.headend.StoredReading;
import energy.peerwatt.metering.headend.check.Check;
import energy.peerwatt.metering.headend.check.Finding;
import energy.peerwatt.metering.headend.gateway.Actor;
import energy.peerwatt.metering.headend.store.FindingStore.Recorded;
import energy.peerwatt.metering.protocol.ClockState;
import energy.peerwatt.metering.protocol.DeviceContext;
import energy.peerwatt.metering.protocol.MeterRecord;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Readings of a meter that signs its own records, from signed blocks to values and proofs. */
class MeterKeysTest {

    private static final Instant NOW = Instant.parse("2026-07-31T00:00:00Z");
    private static final Instant START = Instant.parse("2026-06-01T00:00:00Z");
    private static final RegisterId IMPORT = new RegisterId(TestGateway.POINT, Channel.IMPORT);
    private static final Actor OPERATOR = new Actor("operator", NOW, "on its type plate");

    private final MeteringDatabase database = MeteringDatabase.emptied();
    private final MeterKeys keys = new MeterKeys(database.pool);
    private final TestGateway gateway = new TestGateway("gw-1");
    private final HeadEnd headEnd = database.headEnd();
    private final KeyPair meter = newPair();

    @BeforeEach
    void register() {
        await(headEnd.register(gateway.identity, NOW));
        await(keys.register(IMPORT, key(meter, "4711"), OPERATOR));
    }

    @Test
    void readingThatItsRecordProvesBecomesActual() {
        read(0, 1_000, record(meter, "4711", 1, "1.000"));
        read(1, 1_500, record(meter, "4711", 2, "1.5009"));
        read(2, 1_700, record(meter, "4711", 3, "1.7"));

        assertThat(screenings()).containsOnly(Screening.USABLE);
        assertThat(values()).extracting(IntervalValue::quality).hasSize(2);
        assertThat(values().getFirst().energy().wattHours()).isEqualTo(500);
        assertThat(findings()).isEmpty();
    }

    @Test
    void recordIsServedWithTheProof() {
        MeterRecord record = record(meter, "4711", 1, "1.000");
        read(0, 1_000, record);

        Optional<MeterRecord> served =
                await(database.proofs().proof(TestGateway.POINT, new ReadingId("gw-1", 1, 1)))
                        .orElseThrow()
                        .meterRecord();

        assertThat(served).contains(record);
    }

    @Test
    void readingWithoutAProvingRecordIsKeptAndFoundAndIsNoEnergy() {
        read(0, 1_000, record(meter, "4711", 1, "1.000"));
        read(1, 1_500, record(newPair(), "4711", 2, "1.5"));
        read(2, 1_600, record(meter, "4712", 2, "1.6"));
        read(3, 1_700, record(meter, "4711", 2, "1.8"));
        read(4, 1_000, record(meter, "4711", 1, "1.000"));
        read(5, 1_900, null);
        read(6, 2_000, record(meter, "4711", 3, "2.0"));

        assertThat(screenings())
                .containsExactly(
                        Screening.USABLE,
                        Screening.UNPROVEN,
                        Screening.UNPROVEN,
                        Screening.UNPROVEN,
                        Screening.UNPROVEN,
                        Screening.UNPROVEN,
                        Screening.USABLE);
        assertThat(findings())
                .extracting(Finding::detail)
                .containsExactly(
                        "record of the meter refused: SIGNATURE_WRONG",
                        "record of another meter",
                        "the record says 1.8 kWh, the gateway 1700 Wh",
                        "record T1 came before",
                        "the meter signs its records, and there is none");
        assertThat(findings()).extracting(Finding::check).containsOnly(Check.RECORD_REFUSED);
    }

    @Test
    void timeMustBeTheRecordsWhereItsClockWasSynchronised() {
        read(0, 1_000, at("2026-06-01T02:00:00,000+0200 S", 1));
        read(1, 1_000, at("2026-06-01T02:16:00,000+0200 S", 2));
        read(2, 1_000, at("2026-06-01T00:28:59.999+00:00 S", 3));
        read(3, 1_000, at("2026-06-01T02:46:00,001+0200 S", 4));
        read(4, 1_000, at("2026-05-31T18:00:00,000+0200 S", 5));

        assertThat(screenings())
                .containsExactly(
                        Screening.USABLE,
                        Screening.USABLE,
                        Screening.UNPROVEN,
                        Screening.UNPROVEN,
                        Screening.UNPROVEN);
        assertThat(findings()).extracting(Finding::check).containsOnly(Check.RECORD_REFUSED);
        assertThat(findings())
                .extracting(Finding::detail)
                .contains(
                        "the record says 2026-05-31T18:00:00,000+0200 S, the gateway"
                                + " 2026-06-01T01:00:00Z");
    }

    @Test
    void timeThatTheMeterDoesNotVouchForIsNotCompared() {
        read(0, 1_000, at("2020-01-01T00:00:00,000+0100 U", 1));
        read(1, 1_000, at("2020-01-01T00:00:00,000+0100 I", 2));
        read(2, 1_000, at("2020-01-01T00:00:00,000+0100 R", 3));
        read(3, 1_000, at("2020-01-01T00:00:00,000+0100", 4));

        assertThat(screenings()).containsOnly(Screening.USABLE).hasSize(4);
    }

    @Test
    void whatTheGatewaySaysOfItsClockDoesNotExcuseAnotherTime() {
        ClockState vague =
                new ClockState(
                        ClockState.Source.CHRONY,
                        ClockState.Sync.SYNCHRONISED,
                        Optional.of(new ClockState.Deviation(0, 3_600_000)));
        gateway.read(
                Channel.IMPORT, START, 1_000, context(at("2026-06-01T02:10:00,000+0200 S", 1)));
        gateway.clock(vague);
        send();

        assertThat(screenings()).containsExactly(Screening.UNPROVEN);
    }

    private MeterRecord at(String time, int number) {
        return record(meter, "4711", number, "1.000", time);
    }

    @Test
    void recordCountsOnceAlsoInLaterBlocksAndAfterARestart() {
        read(0, 1_000, record(meter, "4711", 7, "1.000"));
        HeadEnd other = database.headEnd();
        gateway.read(
                Channel.IMPORT,
                START.plus(Duration.ofMinutes(15)),
                1_000,
                context(record(meter, "4711", 7, "1.000")));
        assertThat(await(other.accept(gateway.block(), NOW)))
                .isInstanceOf(IntakeResult.Accepted.class);

        assertThat(screenings()).containsExactly(Screening.USABLE, Screening.UNPROVEN);
    }

    @Test
    void keyOfAnotherMeterStartsItsNumbersAnewAndNoKeyAsksForNone() {
        read(0, 1_000, record(meter, "4711", 7, "1.000"));
        KeyPair successor = newPair();
        await(keys.register(IMPORT, key(successor, "4712"), OPERATOR));
        read(1, 1_100, record(successor, "4712", 1, "1.1"));
        assertThat(await(keys.remove(IMPORT, OPERATOR))).isTrue();
        assertThat(await(keys.remove(IMPORT, OPERATOR))).isFalse();
        read(2, 1_200, null);

        assertThat(screenings()).containsOnly(Screening.USABLE).hasSize(3);
        assertThat(await(keys.find(IMPORT))).isEmpty();
        assertThat(await(database.operations().operations(TestGateway.POINT, 9))).hasSize(4);
    }

    @Test
    void reversedMeterCountsExportAsImport() {
        await(
                keys.register(
                        new RegisterId(TestGateway.POINT, Channel.EXPORT),
                        new MeterKey(hex(meter), "4711", true),
                        OPERATOR));
        gateway.read(Channel.EXPORT, START, 1_000, context(record(meter, "4711", 1, "1.000")));
        send();

        assertThat(screenings()).containsOnly(Screening.USABLE);
    }

    @Test
    void resentBlockIsADuplicate() {
        gateway.read(Channel.IMPORT, START, 1_000, context(record(newPair(), "4711", 1, "1")));
        byte[] block = gateway.block();
        await(headEnd.accept(block, NOW));

        assertThat(await(headEnd.accept(block, NOW))).isInstanceOf(IntakeResult.Duplicate.class);
    }

    @Test
    void keyThatIsNoneIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new MeterKey("00", "1", false));
        assertThatIllegalArgumentException().isThrownBy(() -> new MeterKey(hex(meter), " ", false));
    }

    private void read(int quarter, long wattHours, @Nullable MeterRecord record) {
        gateway.read(
                Channel.IMPORT,
                START.plus(Duration.ofMinutes(15L * quarter)),
                wattHours,
                record == null ? DeviceContext.NONE : context(record));
        send();
    }

    private void send() {
        assertThat(await(headEnd.accept(gateway.block(), NOW)))
                .isInstanceOf(IntakeResult.Accepted.class);
        database.advance();
    }

    private List<Screening> screenings() {
        return await(
                        database.proofs()
                                .readings(
                                        TestGateway.POINT,
                                        START,
                                        START.plus(Duration.ofDays(1)),
                                        100))
                .stream()
                .map(StoredReading::screening)
                .toList();
    }

    private List<IntervalValue> values() {
        return await(
                database.values().values(TestGateway.POINT, START, START.plus(Duration.ofDays(1))));
    }

    private List<Finding> findings() {
        FindingStore store = new FindingStore(database.pool);
        return await(store.of(TestGateway.POINT, START, START.plus(Duration.ofDays(1)))).stream()
                .map(Recorded::finding)
                .toList();
    }

    private static DeviceContext context(MeterRecord record) {
        return new DeviceContext(Optional.empty(), Optional.empty(), Optional.of(record));
    }

    private static MeterKey key(KeyPair pair, String serial) {
        return new MeterKey(hex(pair), serial, false);
    }

    private static String hex(KeyPair pair) {
        return HexFormat.of().formatHex(pair.getPublic().getEncoded());
    }

    private static MeterRecord record(
            KeyPair pair, String serial, int number, String kiloWattHours) {
        return record(pair, serial, number, kiloWattHours, "x");
    }

    private static MeterRecord record(
            KeyPair pair, String serial, int number, String kiloWattHours, String time) {
        String payload =
                "{\"FV\":\"1.0\",\"PG\":\"T%d\",\"MS\":\"%s\",\"RD\":[{\"TM\":\"%s\",\"RV\":%s,"
                                .formatted(number, serial, time, kiloWattHours)
                        + "\"RI\":\"1-b:1.8.0\",\"RU\":\"kWh\",\"ST\":\"G\"}]}";
        String text = "OCMF|" + payload + "|{\"SD\":\"" + signature(pair, payload) + "\"}";
        return new MeterRecord(MeterRecord.Form.OCMF, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String signature(KeyPair pair, String payload) {
        try {
            Signature signer = Signature.getInstance("SHA256withECDSA");
            signer.initSign(pair.getPrivate());
            signer.update(payload.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair newPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(MeteringDatabase.PATIENCE);
    }
}
