package energy.peerwatt.edge.intake;

import energy.peerwatt.edge.device.DeviceSample;
import energy.peerwatt.edge.device.LiveQuantity;
import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.protocol.DeviceContext;
import energy.peerwatt.metering.protocol.DeviceEvidence;
import energy.peerwatt.time.DeliveryInterval;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What goes beside a register. Evidence is 85 bytes and more, so only boundary readings have it and
 * a register's first reading in each quarter-hour; power also the first in each minute. Guarded by
 * the intake.
 */
final class Beside {

    private static final Duration POWER_STEP = Duration.ofMinutes(1);

    private record Register(MeteringPointId point, Channel channel) {}

    /** Numbers of the quarter-hour and minute of a register's last reading. */
    private record Last(long quarterHour, long minute) {}

    private final Map<Register, Last> lasts = new HashMap<>();

    /** The context of the reading of one channel of a sample; each reading is asked for once. */
    DeviceContext of(
            MeteringPointId point,
            Channel channel,
            Instant at,
            boolean boundary,
            DeviceSample sample) {
        Last now = new Last(number(at, DeliveryInterval.QUARTER_HOUR), number(at, POWER_STEP));
        Last last = lasts.put(new Register(point, channel), now);
        boolean isNewQuarter = last == null || last.quarterHour() != now.quarterHour();
        boolean isNewMinute = last == null || last.minute() != now.minute();
        Optional<Integer> watts =
                boundary || isNewMinute ? watts(channel, sample) : Optional.empty();
        Optional<DeviceEvidence> evidence =
                boundary || isNewQuarter ? sample.context().evidence() : Optional.empty();
        return watts.isEmpty() && evidence.isEmpty() && sample.context().record().isEmpty()
                ? DeviceContext.NONE
                : new DeviceContext(watts, evidence, sample.context().record());
    }

    private static long number(Instant at, Duration step) {
        return Math.floorDiv(at.getEpochSecond(), step.toSeconds());
    }

    /** Positive where it makes the register count up. */
    private static Optional<Integer> watts(Channel channel, DeviceSample sample) {
        return switch (channel) {
            case IMPORT -> watts(sample.live().get(LiveQuantity.GRID_W), 1);
            case EXPORT -> watts(sample.live().get(LiveQuantity.GRID_W), -1);
            case GENERATION -> watts(sample.live().get(LiveQuantity.SOLAR_W), 1);
        };
    }

    private static Optional<Integer> watts(@Nullable Long shown, int sign) {
        return Optional.ofNullable(shown)
                .map(watts -> sign * watts)
                .filter(watts -> watts == watts.intValue())
                .map(Long::intValue);
    }
}
