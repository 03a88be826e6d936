package energy.peerwatt.edge.device;

import com.fasterxml.jackson.annotation.JsonProperty;
import energy.peerwatt.edge.modbus.RegisterBlock;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * By which holding registers a plain register device is controlled: the section {@code controls} of
 * its profile.
 *
 * @param function 6 or 16
 * @param powers what can be ordered, in W
 * @param nameplate where the device says what it can bear, in W
 * @param reversion after how many seconds the device goes back by itself
 * @param enable register that puts the orders in force
 * @param on its value then
 * @param off its value when the device is left to itself
 */
public record ProfileControls(
        int function,
        Map<Power, Register> powers,
        Register nameplate,
        Register reversion,
        Register enable,
        long on,
        long off) {

    /** What a register orders. */
    public enum Power {
        CHARGE,
        DISCHARGE,
        LIMIT_IMPORT,
        LIMIT_EXPORT;

        private static Power of(String label) {
            return switch (label) {
                case "charge" -> CHARGE;
                case "discharge" -> DISCHARGE;
                case "limit-import" -> LIMIT_IMPORT;
                case "limit-export" -> LIMIT_EXPORT;
                default -> throw new IllegalArgumentException("no order " + label);
            };
        }
    }

    /** A register of whole, unsigned steps; a floating point one has a thousand in each unit. */
    public static final class Register {

        private static final Set<RegisterType> TYPES =
                Set.of(RegisterType.UINT16, RegisterType.UINT32, RegisterType.FLOAT32);
        private static final int FLOAT_DIGITS = 3;

        private final int address;
        private final RegisterType type;
        private final boolean lowFirst;
        private final Scale scale;
        private final OptionalInt unit;

        Register(FileRegister file, boolean lowFirst) {
            this.unit = file.unit() == null ? OptionalInt.empty() : OptionalInt.of(file.unit());
            this.address = file.at();
            this.type = RegisterType.of(file.type());
            this.lowFirst = lowFirst;
            BigDecimal step = file.scale() == null ? BigDecimal.ONE : new BigDecimal(file.scale());
            this.scale = Scale.of(type.isFloatingPoint() ? step.movePointLeft(FLOAT_DIGITS) : step);
            if (!TYPES.contains(type) || scale.factor() < 0) {
                throw new IllegalArgumentException("control at " + address + " is not unsigned");
            }
        }

        public int address() {
            return address;
        }

        /** Another unit behind the same socket that has it; empty for the device's own. */
        public OptionalInt unit() {
            return unit;
        }

        /** What one step of it means. */
        Scale scale() {
            return scale;
        }

        /** How many it takes. */
        public int registers() {
            return type.registers();
        }

        /** The largest value that is not more than {@code amount}, at least 0. */
        public long notAbove(long amount) {
            return BigDecimal.valueOf(amount)
                    .divide(scale.times(BigDecimal.ONE), 0, RoundingMode.DOWN)
                    .longValueExact();
        }

        /** What a value means, rounded down. */
        public long amount(long raw) {
            return scale.times(BigDecimal.valueOf(raw))
                    .setScale(0, RoundingMode.DOWN)
                    .longValueExact();
        }

        /** As on the wire. */
        public Integer[] words(long raw) {
            long bits =
                    type.isFloatingPoint()
                            ? Float.floatToIntBits(
                                    BigDecimal.valueOf(raw, FLOAT_DIGITS).floatValue())
                            : raw;
            Integer[] words = new Integer[registers()];
            for (int i = 0; i < words.length; i++) {
                int place = lowFirst ? i : words.length - 1 - i;
                words[i] = (int) (bits >>> (16 * place)) & 0xFFFF;
            }
            return words;
        }

        /** The value; empty if not available. */
        public Optional<Long> decode(RegisterBlock block) {
            return type.decode(block, address, lowFirst)
                    .map(value ->
                            type.isFloatingPoint() ? value.movePointRight(FLOAT_DIGITS) : value)
                    .map(value -> value.setScale(0, RoundingMode.DOWN).longValueExact());
        }
    }

    /** As the profile has it. */
    record File(
            @Nullable Integer write,
            @JsonProperty(required = true) Map<String, FileRegister> powers,
            @JsonProperty(required = true) FileRegister nameplate,
            @JsonProperty(required = true) FileRegister reversion,
            @JsonProperty(required = true) FileSwitch enable) {

        ProfileControls controls(boolean lowFirst) {
            Map<Power, Register> orders = new EnumMap<>(Power.class);
            powers.forEach((label, register) ->
                    orders.put(Power.of(label), new Register(register, lowFirst)));
            FileRegister enableAt = new FileRegister(enable.at(), enable.type(), null, null);
            return new ProfileControls(
                    write == null ? 16 : write,
                    orders,
                    new Register(nameplate, lowFirst),
                    new Register(reversion, lowFirst),
                    new Register(enableAt, lowFirst),
                    enable.on(),
                    enable.off());
        }
    }

    record FileRegister(
            @JsonProperty(required = true) int at,
            @JsonProperty(required = true) String type,
            @Nullable String scale,
            @Nullable Integer unit) {}

    record FileSwitch(
            @JsonProperty(required = true) int at,
            @JsonProperty(required = true) String type,
            @JsonProperty(required = true) long on,
            @JsonProperty(required = true) long off) {}

    public ProfileControls {
        powers = Map.copyOf(powers);
        if ((function != 6 && function != 16) || powers.isEmpty() || on == off) {
            throw new IllegalArgumentException("controls that control nothing");
        }
    }

    /**
     * How devices of a driver are controlled; empty if they are not.
     *
     * @throws IllegalArgumentException if there is no such profile
     */
    public static Optional<ProfileControls> of(String driver) {
        return DeviceProfiles.load(driver).controls();
    }

    /**
     * Reads a profile that is not among those that come with the gateway.
     *
     * @throws IllegalArgumentException naming what makes no sense
     */
    public static Optional<ProfileControls> parse(String id, InputStream yaml) {
        return DeviceProfiles.parse(id, yaml).controls();
    }
}
