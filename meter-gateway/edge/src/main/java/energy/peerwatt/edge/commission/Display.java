package energy.peerwatt.edge.commission;

import energy.peerwatt.edge.device.DeviceSample;
import energy.peerwatt.edge.device.LiveQuantity;
import energy.peerwatt.edge.device.RegisterValue;
import energy.peerwatt.market.Channel;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the installer reads on a device's display.
 *
 * @param milliWh as shown
 * @param stepMilliWh of its last digit
 */
record Display(Channel channel, long milliWh, long stepMilliWh) {

    private static final Pattern READING =
            Pattern.compile("(\\d{1,12})(?:[.,](\\d{1,3}))?\\s*(Wh|kWh|MWh)?");
    private static final Map<String, Integer> EXPONENTS = Map.of("Wh", 3, "kWh", 6, "MWh", 9);
    private static final int MOST_DECADES = 6;

    /** Between looking at the display and the register, energy goes on: ten minutes of it. */
    private static final long MILLI_WH_PER_WATT = 1_000 / 6;

    /** Fewer digits fit to anything. */
    private static final long STEPS_TO_JUDGE_SCALE = 50;

    /**
     * Reads {@code 1234.5 kWh}; kWh are meant without a unit.
     *
     * @throws IllegalArgumentException if it is no reading
     */
    static Display of(Channel channel, String text) {
        Matcher reading = READING.matcher(text.strip());
        if (!reading.matches()) {
            throw new IllegalArgumentException("not a reading such as 1234.5 kWh: " + text);
        }
        String digits = reading.group(2) == null ? "" : reading.group(2);
        String unit = reading.group(3) == null ? "kWh" : reading.group(3);
        int exponent = EXPONENTS.getOrDefault(unit, 6);
        try {
            BigDecimal shown = new BigDecimal(reading.group(1) + "." + digits + "0");
            return new Display(
                    channel,
                    shown.scaleByPowerOfTen(exponent).longValueExact(),
                    Math.powExact(10L, exponent - digits.length()));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("no meter shows this: " + text, e);
        }
    }

    /** Compares with what was read a moment before or after. */
    Finding compare(DeviceSample sample) {
        RegisterValue register = sample.registers().get(channel);
        String name = channel.name().toLowerCase(Locale.ROOT);
        if (register == null) {
            return Finding.bad(Check.DISPLAY, name + ": the register is unknown");
        }
        String text = "%s: display %s, register %s".formatted(name, kwh(milliWh), kwh(register));
        if (isSame(register, 0, sample)) {
            return Finding.good(Check.DISPLAY, text);
        }
        Optional<Channel> other =
                sample.registers().entrySet().stream()
                        .filter(entry -> entry.getKey() != channel)
                        .filter(entry -> isSame(entry.getValue(), 0, sample))
                        .map(Map.Entry::getKey)
                        .findFirst();
        if (other.isPresent()) {
            return Finding.bad(
                    Check.DISPLAY,
                    text
                            + "; the "
                            + other.get().name().toLowerCase(Locale.ROOT)
                            + " register shows what the display does: the registers are swapped");
        }
        for (int decades = 1; decades <= MOST_DECADES; decades++) {
            if (isSame(register, decades, sample)) {
                return scale(text, decades, "too high");
            }
            if (isSame(register, -decades, sample)) {
                return scale(text, decades, "too low");
            }
        }
        return Finding.bad(
                Check.DISPLAY,
                text
                        + "; another counter: wrong profile, or the display shows a tariff, a phase"
                        + " or a resettable counter");
    }

    private static Finding scale(String text, int decades, String how) {
        return Finding.bad(
                Check.DISPLAY,
                "%s; the register is %d times %s: wrong scale, or transformer ratio not set"
                        .formatted(text, Math.powExact(10L, decades), how));
    }

    /** Whether a register shows {@code 10^decades} times what the display does. */
    private boolean isSame(RegisterValue register, int decades, DeviceSample sample) {
        if (decades != 0 && milliWh < STEPS_TO_JUDGE_SCALE * stepMilliWh) {
            return false;
        }
        long watts =
                Math.max(
                        Math.abs(sample.live().getOrDefault(LiveQuantity.GRID_W, 0L)),
                        Math.abs(sample.live().getOrDefault(LiveQuantity.SOLAR_W, 0L)));
        BigDecimal wanted = BigDecimal.valueOf(milliWh).scaleByPowerOfTen(decades);
        BigDecimal slack =
                BigDecimal.valueOf(stepMilliWh + watts * MILLI_WH_PER_WATT)
                        .scaleByPowerOfTen(decades)
                        .add(BigDecimal.valueOf(register.resolutionMilliWh()));
        return wanted.subtract(BigDecimal.valueOf(register.milliWh())).abs().compareTo(slack) <= 0;
    }

    private static String kwh(RegisterValue register) {
        return kwh(register.milliWh());
    }

    private static String kwh(long milliWh) {
        return BigDecimal.valueOf(milliWh, 6).stripTrailingZeros().toPlainString() + " kWh";
    }
}
