package energy.peerwatt.edge.spool;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.protocol.ClockState;
import energy.peerwatt.metering.protocol.ClockState.Deviation;
import energy.peerwatt.metering.protocol.ClockState.Source;
import energy.peerwatt.metering.protocol.ClockState.Sync;
import energy.peerwatt.metering.protocol.DeviceEvidence;
import energy.peerwatt.metering.protocol.Hash256;
import energy.peerwatt.metering.protocol.Reading;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpoolRecordTest {

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
            for (Optional<DeviceEvidence> evidence : evidences()) {
                Reading reading = reading(clock, evidence);
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

    private static List<Optional<DeviceEvidence>> evidences() {
        Hash256 profile = Hash256.sha256(new byte[] {1});
        Hash256 frame = Hash256.sha256(new byte[] {2});
        return List.of(
                Optional.empty(), Optional.of(new DeviceEvidence("x".repeat(64), profile, frame)));
    }

    private static Reading reading(ClockState clock, Optional<DeviceEvidence> evidence) {
        return new Reading(
                1L << 60,
                new MeteringPointId("AT-SIM-00000000000000000000000101"),
                Channel.GENERATION,
                Instant.parse("2026-06-18T07:00:00.123Z"),
                Long.MAX_VALUE,
                1_000,
                true,
                clock,
                evidence);
    }
}
