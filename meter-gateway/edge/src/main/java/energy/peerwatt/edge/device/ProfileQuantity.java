package energy.peerwatt.edge.device;

import java.util.Arrays;
import java.util.Locale;

/**
 * What a device can measure and a profile can say where to find. Energies are cumulative registers
 * in Wh (reactive: varh), powers in W (var, VA), import positive; the rest in V, A, Hz and percent.
 */
public enum ProfileQuantity {
    IMPORT,
    EXPORT,
    GENERATION,
    POWER,
    SOLAR_POWER,
    BATTERY_POWER,
    CHARGE,
    IMPORT_L1,
    IMPORT_L2,
    IMPORT_L3,
    EXPORT_L1,
    EXPORT_L2,
    EXPORT_L3,
    POWER_L1,
    POWER_L2,
    POWER_L3,
    VOLTAGE_L1,
    VOLTAGE_L2,
    VOLTAGE_L3,
    CURRENT_L1,
    CURRENT_L2,
    CURRENT_L3,
    REACTIVE_IMPORT,
    REACTIVE_EXPORT,
    REACTIVE_POWER,
    APPARENT_POWER,
    POWER_FACTOR,
    FREQUENCY,
    DC_POWER,
    /** Whether a car is connected, 1 or 0. */
    CONNECTED,
    /** What it has taken since. */
    SESSION,
    /** What a charging point bears in each phase. */
    MOST_CURRENT,
    /** Heat in a heat pump's store above the lower end of its comfort band. */
    STORED,
    /** Whether an appliance's run has begun, 1 or 0. */
    STARTED;

    /** As in profile files: {@code import-l1}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Symbol of its unit; empty for a power factor and for yes or no. */
    public String unit() {
        return switch (this) {
            case IMPORT,
                    EXPORT,
                    GENERATION,
                    IMPORT_L1,
                    IMPORT_L2,
                    IMPORT_L3,
                    EXPORT_L1,
                    EXPORT_L2,
                    EXPORT_L3,
                    SESSION,
                    STORED ->
                    "Wh";
            case POWER, SOLAR_POWER, BATTERY_POWER, POWER_L1, POWER_L2, POWER_L3, DC_POWER -> "W";
            case CHARGE -> "%";
            case VOLTAGE_L1, VOLTAGE_L2, VOLTAGE_L3 -> "V";
            case CURRENT_L1, CURRENT_L2, CURRENT_L3, MOST_CURRENT -> "A";
            case REACTIVE_IMPORT, REACTIVE_EXPORT -> "varh";
            case REACTIVE_POWER -> "var";
            case APPARENT_POWER -> "VA";
            case POWER_FACTOR, CONNECTED, STARTED -> "";
            case FREQUENCY -> "Hz";
        };
    }

    static ProfileQuantity of(String label) {
        return Arrays.stream(values())
                .filter(quantity -> quantity.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no quantity " + label));
    }
}
