package energy.peerwatt.edge.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import energy.peerwatt.edge.device.DeviceSample;
import energy.peerwatt.edge.device.LiveQuantity;
import energy.peerwatt.edge.device.RegisterValue;
import energy.peerwatt.edge.spool.Spool;
import energy.peerwatt.edge.spool.SpoolBounds;
import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.protocol.ClockState;
import energy.peerwatt.metering.protocol.DeviceContext;
import energy.peerwatt.metering.protocol.DeviceEvidence;
import energy.peerwatt.metering.protocol.Hash256;
import energy.peerwatt.metering.protocol.MeterRecord;
import energy.peerwatt.metering.protocol.Reading;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadingIntakeTest {

    private static final MeteringPointId POINT = new MeteringPointId("AT-1");
    private static final Instant START = Instant.parse("2026-06-18T07:00:00Z");
    private static final long WRAP = 1_000L << 32;

    @TempDir Path folder;

    private final LiveBoard live = new LiveBoard();
    private Spool spool;
    private ReadingIntake intake;

    @BeforeEach
    void open() {
        spool =
                Spool.open(
                        folder.resolve("spool"), new SpoolBounds(4 << 20, Duration.ofDays(400)), 1);
        intake = intake();
    }

    @AfterEach
    void close() {
        intake.close();
        spool.close();
    }

    @Test
    void registersBecomeReadingsInCompletedWattHours() throws Exception {
        intake.accept(
                POINT,
                START,
                true,
                new DeviceSample(
                        Map.of(Channel.IMPORT, new RegisterValue(12_999, 1_953, 0)), Map.of()));

        assertThat(readings())
                .containsExactly(
                        new Reading(1, POINT, Channel.IMPORT, START, 12, 1_953, true)
                                .withClock(ClockState.MARKET));
    }

    @Test
    void evidenceGoesWithBoundaryReadingsAndTheFirstOfAQuarterHour() throws Exception {
        acceptDecoded(0, false);
        acceptDecoded(1, false);
        acceptDecoded(2, true);
        acceptDecoded(899, false);
        acceptDecoded(900, false);

        assertThat(readings())
                .extracting(reading -> reading.context().evidence().isPresent())
                .containsExactly(true, false, true, false, true);
    }

    @Test
    void powerGoesWithBoundaryReadingsAndTheFirstOfAMinuteAsTheRegisterCounts() throws Exception {
        acceptDecoded(0, false);
        acceptDecoded(59, false);
        acceptDecoded(60, false);
        acceptDecoded(61, true);
        intake.accept(
                POINT,
                START.plusSeconds(62),
                true,
                new DeviceSample(
                        Map.of(
                                Channel.EXPORT, RegisterValue.ofWattHours(1),
                                Channel.GENERATION, RegisterValue.ofWattHours(1)),
                        Map.of(LiveQuantity.GRID_W, 300L, LiveQuantity.SOLAR_W, 2_000L)));

        assertThat(readings())
                .extracting(reading -> reading.context().watts().orElse(null))
                .containsExactly(300, null, 300, 300, -300, 2_000);
    }

    @Test
    void recordOfTheMeterGoesWithEachReading() throws Exception {
        MeterRecord record = new MeterRecord(MeterRecord.Form.OCMF, new byte[] {1});
        for (int second = 0; second < 2; second++) {
            intake.accept(
                    POINT,
                    START.plusSeconds(second),
                    false,
                    new DeviceSample(
                            Map.of(Channel.IMPORT, RegisterValue.ofWattHours(5)),
                            Map.of(),
                            new DeviceContext(
                                    Optional.empty(), Optional.empty(), Optional.of(record))));
        }

        assertThat(readings())
                .extracting(reading -> reading.context().record())
                .containsExactly(Optional.of(record), Optional.of(record));
    }

    private void acceptDecoded(int second, boolean boundary) {
        Hash256 hash = Hash256.sha256(new byte[0]);
        intake.accept(
                POINT,
                START.plusSeconds(second),
                boundary,
                new DeviceSample(
                        Map.of(Channel.IMPORT, RegisterValue.ofWattHours(5)),
                        Map.of(LiveQuantity.GRID_W, 300L),
                        DeviceContext.of(new DeviceEvidence("meter", hash, hash))));
    }

    @Test
    void registerThatGoesBackwardsIsKeptOutUntilItIsBack() throws Exception {
        accept(0, 35_600);
        accept(1, 0);
        accept(2, 35_599);
        accept(3, 35_600);
        accept(4, 35_601);

        assertThat(readings())
                .extracting(Reading::registerWh)
                .containsExactly(35_600L, 35_600L, 35_601L);
    }

    @Test
    void jumpThatNoConnectionCanCarryIsKeptOut() throws Exception {
        accept(0, 1_000);
        accept(60, 1_000_000_000);
        accept(61, 1_010);
        accept(3_661, 1_000_000);

        assertThat(readings())
                .extracting(Reading::registerWh)
                .containsExactly(1_000L, 1_010L, 1_000_000L);
    }

    @Test
    void wrapOfA32BitAccumulatorIsCountedOn() throws Exception {
        acceptWrapping(0, WRAP - 2_000);
        acceptWrapping(10, 3_000);
        acceptWrapping(20, 4_000);

        assertThat(readings())
                .extracting(Reading::registerWh)
                .containsExactly(WRAP / 1_000 - 2, WRAP / 1_000 + 3, WRAP / 1_000 + 4);
    }

    @Test
    void resetOfA32BitAccumulatorIsNoWrap() throws Exception {
        acceptWrapping(0, WRAP / 2);
        acceptWrapping(10, 3_000);

        assertThat(readings()).hasSize(1);
    }

    @Test
    void restartRemembersRegistersAndWraps() throws Exception {
        acceptWrapping(0, WRAP - 1_000);
        acceptWrapping(1, 1_000);
        intake.close();
        intake = intake();

        acceptWrapping(2, 500);
        acceptWrapping(3, 2_000);

        assertThat(readings())
                .extracting(Reading::registerWh)
                .containsExactly(WRAP / 1_000 - 1, WRAP / 1_000 + 1, WRAP / 1_000 + 2);
    }

    @Test
    void damagedMemoryIsForgotten() throws Exception {
        Files.writeString(folder.resolve("registers.json"), "{\"AT-1/IMPORT\":{\"at\":\"");
        intake = intake();

        accept(0, 5);

        assertThat(readings()).hasSize(1);
    }

    @Test
    void liveTelemetryHasWhatIsKnownAndNothingElse() throws Exception {
        intake.accept(
                POINT,
                START,
                false,
                new DeviceSample(Map.of(), Map.of(LiveQuantity.GRID_W, -1_200L)));
        intake.accept(
                POINT,
                START,
                false,
                new DeviceSample(
                        Map.of(),
                        Map.of(
                                LiveQuantity.SOLAR_W, 3_000L,
                                LiveQuantity.BATTERY_SOC_PERMILLE, 920L)));

        assertThat(new JsonMapper().readTree(live.toJson(START)))
                .isEqualTo(
                        new JsonMapper()
                                .readTree(
                                        """
                                        {"at":"2026-06-18T07:00:00Z","points":[
                                         {"meteringPoint":"AT-1","gridW":-1200,"solarW":3000,
                                          "batterySocPermille":920}]}
                                        """));
        assertThat(spool.durable()).isZero();
    }

    private ReadingIntake intake() {
        return new ReadingIntake(
                spool, live, () -> ClockState.MARKET, folder.resolve("registers.json"));
    }

    private void accept(int second, long wattHours) {
        accept(second, RegisterValue.ofWattHours(wattHours));
    }

    private void acceptWrapping(int second, long milliWh) {
        accept(second, new RegisterValue(milliWh, 1_000, WRAP));
    }

    private void accept(int second, RegisterValue value) {
        intake.accept(
                POINT,
                START.plusSeconds(second),
                false,
                new DeviceSample(Map.of(Channel.IMPORT, value), Map.of()));
    }

    private List<Reading> readings() throws InterruptedException {
        // Nothing but these appends: one more marks the end.
        intake.accept(
                new MeteringPointId("END"),
                START,
                false,
                new DeviceSample(Map.of(Channel.EXPORT, RegisterValue.ofWattHours(0)), Map.of()));
        while (true) {
            List<Reading> readings = spool.read(1, 1_000);
            if (!readings.isEmpty() && readings.getLast().meteringPoint().value().equals("END")) {
                return readings.subList(0, readings.size() - 1);
            }
            spool.awaitDurable(spool.durable() + 1, Duration.ofSeconds(1));
        }
    }
}
