package energy.peerwatt.edge.device;

import java.util.Arrays;
import java.util.Locale;

/**
 * What a profile can say where to find. Energies are cumulative registers in Wh (reactive: varh),
 * powers in W (var, VA), import positive; the rest in V, A, Hz and percent.
 */
enum ProfileQuantity {
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
    DC_POWER;

    /** As in profile files: {@code import-l1}. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static ProfileQuantity of(String label) {
        return Arrays.stream(values())
                .filter(quantity -> quantity.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no quantity " + label));
    }
}
