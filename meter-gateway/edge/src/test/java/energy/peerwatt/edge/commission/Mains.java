package energy.peerwatt.edge.commission;

import energy.peerwatt.edge.device.ProfileQuantity;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;

/** A house that draws from three phases, as any device may see it. */
final class Mains {

    private Mains() {}

    static Map<ProfileQuantity, BigDecimal> house() {
        Map<ProfileQuantity, BigDecimal> values = new EnumMap<>(ProfileQuantity.class);
        put(values, ProfileQuantity.IMPORT, "1234500");
        put(values, ProfileQuantity.EXPORT, "678900");
        put(values, ProfileQuantity.GENERATION, "4727000");
        put(values, ProfileQuantity.POWER, "1500");
        put(values, ProfileQuantity.SOLAR_POWER, "370");
        put(values, ProfileQuantity.DC_POWER, "380");
        put(values, ProfileQuantity.CHARGE, "55");
        put(values, ProfileQuantity.BATTERY_POWER, "0");
        put(values, ProfileQuantity.IMPORT_L1, "500000");
        put(values, ProfileQuantity.IMPORT_L2, "400000");
        put(values, ProfileQuantity.IMPORT_L3, "334500");
        put(values, ProfileQuantity.EXPORT_L1, "300000");
        put(values, ProfileQuantity.EXPORT_L2, "200000");
        put(values, ProfileQuantity.EXPORT_L3, "178900");
        put(values, ProfileQuantity.POWER_L1, "800");
        put(values, ProfileQuantity.POWER_L2, "500");
        put(values, ProfileQuantity.POWER_L3, "200");
        put(values, ProfileQuantity.VOLTAGE_L1, "230");
        put(values, ProfileQuantity.VOLTAGE_L2, "231");
        put(values, ProfileQuantity.VOLTAGE_L3, "229");
        put(values, ProfileQuantity.CURRENT_L1, "3.5");
        put(values, ProfileQuantity.CURRENT_L2, "2.2");
        put(values, ProfileQuantity.CURRENT_L3, "0.9");
        put(values, ProfileQuantity.REACTIVE_IMPORT, "100000");
        put(values, ProfileQuantity.REACTIVE_EXPORT, "50000");
        put(values, ProfileQuantity.REACTIVE_POWER, "100");
        put(values, ProfileQuantity.APPARENT_POWER, "1510");
        put(values, ProfileQuantity.POWER_FACTOR, "0.98");
        put(values, ProfileQuantity.FREQUENCY, "50");
        put(values, ProfileQuantity.CONNECTED, "5");
        put(values, ProfileQuantity.SESSION, "7200");
        put(values, ProfileQuantity.MOST_CURRENT, "16");
        return values;
    }

    private static void put(
            Map<ProfileQuantity, BigDecimal> values, ProfileQuantity quantity, String value) {
        values.put(quantity, new BigDecimal(value));
    }
}
