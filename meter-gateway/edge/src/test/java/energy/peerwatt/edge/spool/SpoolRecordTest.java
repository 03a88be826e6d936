package energy.peerwatt.edge.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.protocol.ClockState;
import energy.peerwatt.metering.protocol.ClockState.Deviation;
import energy.peerwatt.metering.protocol.ClockState.Source;
import energy.peerwatt.metering.protocol.ClockState.Sync;
import energy.peerwatt.metering.protocol.DeviceContext;
import energy.peerwatt.metering.protocol.DeviceEvidence;
import energy.peerwatt.metering.protocol.Hash256;
import energy.peerwatt.metering.protocol.MeterRecord;
import energy.peerwatt.metering.protocol.Reading;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class SpoolRecordTest {

    private static final int HEADER_BYTES = 8;
    private static final int MUTATIONS = 20_000;

    /** As written before records had a clock. */
    private static final String WITHOUT_CLOCK =
            "00000021"
                    + "7429c35a"
                    + "0000000000000007"
                    + "01"
                    + "01"
                    + "0000019ed99548bc"
                    + "000000000000002a"
                    + "000003e8"
                    + "02"
                    + "4d50";

    @Test
    void recordHoldsEverythingOfReading() {
        for (ClockState clock : clocks()) {
            for (DeviceContext context : contexts()) {
                Reading reading = reading(clock, context);
                ByteBuffer bytes = ByteBuffer.allocate(SpoolRecord.MAX_BYTES);

                SpoolRecord.write(reading, bytes);

                assertThat(SpoolRecord.read(bytes.flip())).contains(reading);
                assertThat(bytes.hasRemaining()).isFalse();
            }
        }
    }

    @Test
    void readsRecordsOfBeforeWithAnUnknownClock() {
        ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex(WITHOUT_CLOCK));

        assertThat(SpoolRecord.read(bytes))
                .contains(
                        new Reading(
                                7,
                                new MeteringPointId("MP"),
                                Channel.EXPORT,
                                Instant.ofEpochMilli(0x19ed99548bcL),
                                42,
                                1_000,
                                true));
    }

    private static List<ClockState> clocks() {
        return List.of(
                ClockState.UNKNOWN,
                ClockState.MARKET,
                new ClockState(Source.KERNEL, Sync.NEVER, Optional.empty()),
                new ClockState(
                        Source.CHRONY,
                        Sync.HOLDOVER,
                        Optional.of(new Deviation(-70_000, 1 << 30))));
    }

    @Test
    void mutatedRecordsAreRefusedOrReadings() {
        long seed = Long.getLong("seed", new Random().nextLong());
        Random random = new Random(seed);
        int read = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            DeviceContext context = contexts().get(random.nextInt(contexts().size()));
            ByteBuffer bytes = ByteBuffer.allocate(SpoolRecord.MAX_BYTES);
            SpoolRecord.write(reading(ClockState.MARKET, context), bytes);
            int length = bytes.position() - HEADER_BYTES;
            int edited = HEADER_BYTES + random.nextInt(length);
            bytes.put(edited, (byte) random.nextInt());
            // A right checksum, so that the content itself is what is looked at.
            CRC32C crc = new CRC32C();
            crc.update(bytes.slice(HEADER_BYTES, length));
            bytes.putInt(Integer.BYTES, (int) crc.getValue());

            assertThatCode(() -> SpoolRecord.read(bytes.duplicate().flip()))
                    .as("-Dseed=%d", seed)
                    .doesNotThrowAnyException();
            read += SpoolRecord.read(bytes.flip()).isPresent() ? 1 : 0;
        }
        System.out.printf(
                "fuzz spool record: %d read, %d refused, seed %d%n", read, MUTATIONS - read, seed);
        assertThat(read).as("-Dseed=%d", seed).isBetween(1, MUTATIONS - 1);
    }

    private static List<DeviceContext> contexts() {
        Hash256 profile = Hash256.sha256(new byte[] {1});
        Hash256 frame = Hash256.sha256(new byte[] {2});
        DeviceEvidence plain = new DeviceEvidence("x".repeat(64), profile, frame);
        DeviceEvidence named =
                new DeviceEvidence(
                        "y", profile, frame, Optional.of("n".repeat(DeviceEvidence.MAX_IDENTITY)));
        MeterRecord longest =
                new MeterRecord(MeterRecord.Form.OCMF, new byte[MeterRecord.MAX_BYTES]);
        return List.of(
                DeviceContext.NONE,
                DeviceContext.of(plain),
                DeviceContext.of(named),
                DeviceContext.NONE.withWatts(Optional.of(-1)),
                DeviceContext.of(named).withWatts(Optional.of(Integer.MAX_VALUE)),
                new DeviceContext(Optional.of(7), Optional.of(named), Optional.of(longest)),
                new DeviceContext(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(new MeterRecord(MeterRecord.Form.OCMF, new byte[] {1}))));
    }

    private static Reading reading(ClockState clock, DeviceContext context) {
        return new Reading(
                1L << 60,
                new MeteringPointId("AT-SIM-00000000000000000000000101"),
                Channel.GENERATION,
                Instant.parse("2026-06-18T07:00:00.123Z"),
                Long.MAX_VALUE,
                1_000,
                true,
                clock,
                context);
    }
}
