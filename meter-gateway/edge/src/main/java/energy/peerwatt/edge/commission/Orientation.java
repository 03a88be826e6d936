package energy.peerwatt.edge.commission;

import static energy.peerwatt.edge.device.ProfileQuantity.FREQUENCY;
import static energy.peerwatt.edge.device.ProfileQuantity.POWER;
import static energy.peerwatt.edge.device.ProfileQuantity.POWER_FACTOR;
import static energy.peerwatt.edge.device.ProfileQuantity.POWER_L1;
import static energy.peerwatt.edge.device.ProfileQuantity.POWER_L2;
import static energy.peerwatt.edge.device.ProfileQuantity.POWER_L3;
import static energy.peerwatt.edge.device.ProfileQuantity.VOLTAGE_L1;
import static energy.peerwatt.edge.device.ProfileQuantity.VOLTAGE_L2;
import static energy.peerwatt.edge.device.ProfileQuantity.VOLTAGE_L3;

import energy.peerwatt.edge.device.ProfileQuantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether one reading looks like the mains at all: voltage, frequency, power factor, phases. A map
 * of registers that is not the device's hardly passes.
 */
final class Orientation {

    private static final List<ProfileQuantity> VOLTAGES =
            List.of(VOLTAGE_L1, VOLTAGE_L2, VOLTAGE_L3);
    private static final List<ProfileQuantity> POWERS = List.of(POWER_L1, POWER_L2, POWER_L3);
    private static final int LEAST_VOLTS_PERCENT = 80;
    private static final int MOST_VOLTS_PERCENT = 115;
    private static final int PHASES_SLACK_WATTS = 20;
    private static final int PHASES_SLACK_PERCENT = 5;
    private static final int MOST_DECADES = 3;

    private Orientation() {}

    /**
     * Judges everything that one reading allows.
     *
     * @param nominalVolts between phase and neutral, such as 230
     */
    static List<Finding> judge(Observation seen, int nominalVolts) {
        return List.of(voltage(seen, nominalVolts), frequency(seen), factor(seen), phases(seen));
    }

    private static Finding voltage(Observation seen, int nominal) {
        List<String> good = new ArrayList<>();
        List<String> bad = new ArrayList<>();
        for (ProfileQuantity quantity : VOLTAGES) {
            seen.value(quantity)
                    .ifPresent(volts -> {
                        String text = rounded(volts) + " V";
                        if (isVoltage(volts, nominal)) {
                            good.add(text);
                        } else {
                            bad.add(quantity.label() + " " + text + decades(volts, nominal));
                        }
                    });
        }
        if (!bad.isEmpty()) {
            return Finding.bad(
                    Check.VOLTAGE,
                    "%s; %d V wanted. Wrong profile, a phase that is not connected, or --nominal-voltage"
                            .formatted(String.join(", ", bad), nominal));
        }
        return good.isEmpty()
                ? Finding.notMeasured(Check.VOLTAGE)
                : Finding.good(Check.VOLTAGE, String.join(", ", good));
    }

    private static boolean isVoltage(BigDecimal volts, int nominal) {
        return isBetween(
                volts.movePointRight(2),
                nominal * LEAST_VOLTS_PERCENT,
                nominal * MOST_VOLTS_PERCENT);
    }

    /** Names an error of scale. */
    private static String decades(BigDecimal volts, int nominal) {
        for (int decades = -MOST_DECADES; decades <= MOST_DECADES; decades++) {
            if (decades != 0 && isVoltage(volts.scaleByPowerOfTen(-decades), nominal)) {
                return " (%s times too %s)"
                        .formatted(
                                BigDecimal.ONE.scaleByPowerOfTen(Math.abs(decades)).toPlainString(),
                                decades > 0 ? "high" : "low");
            }
        }
        return "";
    }

    private static Finding frequency(Observation seen) {
        Optional<BigDecimal> hertz = seen.value(FREQUENCY);
        if (hertz.isEmpty()) {
            return Finding.notMeasured(Check.FREQUENCY);
        }
        String text = rounded(hertz.get()) + " Hz";
        return isBetween(hertz.get(), 47, 53) || isBetween(hertz.get(), 57, 63)
                ? Finding.good(Check.FREQUENCY, text)
                : Finding.bad(
                        Check.FREQUENCY, text + "; 47 to 53 or 57 to 63 Hz wanted. Wrong profile");
    }

    private static Finding factor(Observation seen) {
        Optional<BigDecimal> factor = seen.value(POWER_FACTOR);
        if (factor.isEmpty()) {
            return Finding.notMeasured(Check.POWER_FACTOR);
        }
        String text = rounded(factor.get());
        return isBetween(factor.get(), -1, 1)
                ? Finding.good(Check.POWER_FACTOR, text)
                : Finding.bad(
                        Check.POWER_FACTOR, text + "; -1 to 1 wanted. Wrong profile or scale");
    }

    /** All phases are wanted: a part is not the sum. */
    private static Finding phases(Observation seen) {
        Optional<BigDecimal> total = seen.value(POWER);
        List<BigDecimal> phases =
                POWERS.stream().flatMap(quantity -> seen.value(quantity).stream()).toList();
        if (total.isEmpty() || phases.size() < POWERS.size()) {
            return Finding.notMeasured(Check.PHASES);
        }
        BigDecimal sum = phases.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal size =
                phases.stream().map(BigDecimal::abs).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal share = size.multiply(BigDecimal.valueOf(PHASES_SLACK_PERCENT)).movePointLeft(2);
        BigDecimal slack = share.max(BigDecimal.valueOf(PHASES_SLACK_WATTS));
        String text =
                "%s + %s + %s = %s W, total %s W"
                        .formatted(
                                rounded(phases.get(0)),
                                rounded(phases.get(1)),
                                rounded(phases.get(2)),
                                rounded(sum),
                                rounded(total.get()));
        if (sum.subtract(total.get()).abs().compareTo(slack) <= 0) {
            return Finding.good(Check.PHASES, text + against(phases));
        }
        boolean opposite = sum.add(total.get()).abs().compareTo(slack) <= 0;
        return Finding.bad(
                Check.PHASES,
                text
                        + (opposite
                                ? ": the signs of phases and total are opposite"
                                : ": wrong profile, or a current transformer is turned round"));
    }

    /** A phase against the others may be right, with a single-phase inverter, or a mistake. */
    private static String against(List<BigDecimal> phases) {
        BigDecimal noise = BigDecimal.valueOf(PHASES_SLACK_WATTS);
        long in = phases.stream().filter(watts -> watts.compareTo(noise) > 0).count();
        long out = phases.stream().filter(watts -> watts.negate().compareTo(noise) > 0).count();
        return in > 0 && out > 0
                ? ". One phase flows against the others: right with a single-phase inverter,"
                        + " else a current transformer is turned round"
                : "";
    }

    private static boolean isBetween(BigDecimal value, int from, int to) {
        return value.compareTo(BigDecimal.valueOf(from)) >= 0
                && value.compareTo(BigDecimal.valueOf(to)) <= 0;
    }

    /** For people: at most three digits after the point. */
    static String rounded(BigDecimal value) {
        BigDecimal short3 = value.setScale(3, RoundingMode.HALF_UP);
        return short3.signum() == 0 ? "0" : short3.stripTrailingZeros().toPlainString();
    }
}
