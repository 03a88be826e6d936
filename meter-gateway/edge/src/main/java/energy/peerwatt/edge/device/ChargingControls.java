package energy.peerwatt.edge.device;

import com.fasterxml.jackson.annotation.JsonProperty;
import energy.peerwatt.edge.device.ProfileControls.FileRegister;
import energy.peerwatt.edge.device.ProfileControls.Register;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * By which holding registers a charging point is controlled: the section {@code charging} of its
 * profile. It has a current in each phase that it keeps, and a timer after which it falls back to
 * another current unless the first is set again.
 *
 * @param function 6 or 16
 * @param writeDelay least time between two writes
 * @param current that cars may take, in A; 0 or at least 6
 * @param rest shows that no car is let charge, for devices that show no current of 0 then
 * @param most what the device can bear, in A
 * @param safeCurrent what it falls back to, in A
 * @param timer in s; 0 is off
 */
public record ChargingControls(
        int function,
        Duration writeDelay,
        Setting current,
        Rest rest,
        Register most,
        Setting safeCurrent,
        Timer timer) {

    /** A register that is written and the one that shows it, in the same steps. */
    public record Setting(Register written, Register shown) {

        public Setting {
            if (!written.scale().equals(shown.scale())) {
                throw new IllegalArgumentException(
                        "%d and %d count in different steps"
                                .formatted(written.address(), shown.address()));
            }
        }
    }

    /** Values of a register that say so. */
    public record Rest(Register shown, Set<Long> values) {

        public Rest {
            values = Set.copyOf(values);
        }
    }

    /**
     * A timer.
     *
     * @param from shortest, s
     * @param to longest, s
     */
    public record Timer(Setting setting, long from, long to) {

        public Timer {
            if (from < 1 || to < from) {
                throw new IllegalArgumentException("timer from " + from + " to " + to);
            }
        }

        /** The nearest that the device can do to a wanted time, s. */
        public long nearest(long seconds) {
            return Math.clamp(seconds, from, to);
        }
    }

    /** As the profile has it. */
    record File(
            @Nullable Integer write,
            @Nullable Integer writeDelayMs,
            @JsonProperty(required = true) FileSetting current,
            @JsonProperty(required = true) FileRest rest,
            @JsonProperty(required = true) FileRegister most,
            @JsonProperty(required = true) FileSetting safeCurrent,
            @JsonProperty(required = true) FileTimer timer) {

        ChargingControls controls(boolean lowFirst) {
            return new ChargingControls(
                    write == null ? 16 : write,
                    Duration.ofMillis(writeDelayMs == null ? 0 : writeDelayMs),
                    current.setting(lowFirst),
                    new Rest(new Register(rest.shown(), lowFirst), rest.values()),
                    new Register(most, lowFirst),
                    safeCurrent.setting(lowFirst),
                    new Timer(
                            new FileSetting(timer.written(), timer.shown()).setting(lowFirst),
                            timer.from(),
                            timer.to()));
        }
    }

    record FileSetting(
            @JsonProperty(required = true) FileRegister written,
            @JsonProperty(required = true) FileRegister shown) {

        private Setting setting(boolean lowFirst) {
            return new Setting(new Register(written, lowFirst), new Register(shown, lowFirst));
        }
    }

    record FileRest(
            @JsonProperty(required = true) FileRegister shown,
            @JsonProperty(required = true) Set<Long> values) {}

    record FileTimer(
            @JsonProperty(required = true) FileRegister written,
            @JsonProperty(required = true) FileRegister shown,
            @JsonProperty(required = true) long from,
            @JsonProperty(required = true) long to) {}

    public ChargingControls {
        if ((function != 6 && function != 16) || writeDelay.isNegative()) {
            throw new IllegalArgumentException("function " + function + ", delay " + writeDelay);
        }
    }

    /**
     * How devices of a driver are controlled; empty if they are not, or not so.
     *
     * @throws IllegalArgumentException if there is no such profile
     */
    public static Optional<ChargingControls> of(String driver) {
        return DeviceProfiles.load(driver).charging();
    }

    /**
     * Reads a profile that is not among those that come with the gateway.
     *
     * @throws IllegalArgumentException naming what makes no sense
     */
    public static Optional<ChargingControls> parse(String id, InputStream yaml) {
        return DeviceProfiles.parse(id, yaml).charging();
    }
}
