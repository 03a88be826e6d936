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
 * @param obeyed shows that the current is taken into account; empty if the current itself does
 * @param most what the device can bear, in A
 */
public record ChargingControls(
        int function,
        Duration writeDelay,
        Setting current,
        Optional<Signs> rest,
        Optional<Signs> obeyed,
        Register most,
        Fallback fallback) {

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
    public record Signs(Register shown, Set<Long> values) {

        public Signs {
            values = Set.copyOf(values);
        }
    }

    /** What a device does when no current is set any more. */
    public sealed interface Fallback {

        /** How long it waits, s; 0 if it does not wait. */
        Register timer();

        /**
         * Who sets the current also says for how long it holds and what follows.
         *
         * @param safeCurrent what it falls back to, in A
         * @param time in s; 0 is off
         * @param from shortest time that it can wait, s
         * @param to longest, s
         */
        record Settable(Setting safeCurrent, Setting time, long from, long to) implements Fallback {

            public Settable {
                if (from < 1 || to < from) {
                    throw new IllegalArgumentException("timer from " + from + " to " + to);
                }
            }

            @Override
            public Register timer() {
                return time.shown();
            }

            /** The nearest that the device can do to a wanted time, s. */
            public long nearest(long seconds) {
                return Math.clamp(seconds, from, to);
            }
        }

        /**
         * Its installer has said so.
         *
         * @param safeCurrent what it falls back to, in the steps of the current that is set
         * @param timer s that are left; 0 when it has fallen back
         */
        record Fixed(Register safeCurrent, Register timer) implements Fallback {}
    }

    /** As the profile has it. */
    record File(
            @Nullable Integer write,
            @Nullable Integer writeDelayMs,
            @JsonProperty(required = true) FileSetting current,
            @Nullable FileSigns rest,
            @Nullable FileSigns obeyed,
            @JsonProperty(required = true) FileRegister most,
            @JsonProperty(required = true) FileSetting safeCurrent,
            @JsonProperty(required = true) FileTimer timer) {

        ChargingControls controls(boolean lowFirst) {
            return new ChargingControls(
                    write == null ? 16 : write,
                    Duration.ofMillis(writeDelayMs == null ? 0 : writeDelayMs),
                    current.setting(lowFirst),
                    Optional.ofNullable(rest).map(signs -> signs.signs(lowFirst)),
                    Optional.ofNullable(obeyed).map(signs -> signs.signs(lowFirst)),
                    new Register(most, lowFirst),
                    fallback(lowFirst));
        }

        private Fallback fallback(boolean lowFirst) {
            if (timer.written() != null && timer.from() != null && timer.to() != null) {
                return new Fallback.Settable(
                        safeCurrent.setting(lowFirst),
                        new FileSetting(timer.written(), timer.shown()).setting(lowFirst),
                        timer.from(),
                        timer.to());
            }
            if (timer.written() != null || safeCurrent.written() != null) {
                throw new IllegalArgumentException("half of what it falls back to is settable");
            }
            return new Fallback.Fixed(
                    new Register(safeCurrent.shown(), lowFirst),
                    new Register(timer.shown(), lowFirst));
        }
    }

    record FileSetting(
            @Nullable FileRegister written, @JsonProperty(required = true) FileRegister shown) {

        private Setting setting(boolean lowFirst) {
            if (written == null) {
                throw new IllegalArgumentException("a current that cannot be written");
            }
            return new Setting(new Register(written, lowFirst), new Register(shown, lowFirst));
        }
    }

    record FileSigns(
            @JsonProperty(required = true) FileRegister shown,
            @JsonProperty(required = true) Set<Long> values) {

        private Signs signs(boolean lowFirst) {
            return new Signs(new Register(shown, lowFirst), values);
        }
    }

    record FileTimer(
            @Nullable FileRegister written,
            @JsonProperty(required = true) FileRegister shown,
            @Nullable Long from,
            @Nullable Long to) {}

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
