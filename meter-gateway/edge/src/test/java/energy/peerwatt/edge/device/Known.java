package energy.peerwatt.edge.device;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;

/** What is known of a reading. */
final class Known {

    private Known() {}

    static Map<ProfileQuantity, BigDecimal> values(Map<ProfileQuantity, Measured> measured) {
        Map<ProfileQuantity, BigDecimal> values = new EnumMap<>(ProfileQuantity.class);
        measured.forEach((quantity, value) -> {
            if (value instanceof Measured.Known known) {
                values.put(quantity, known.value());
            }
        });
        return values;
    }
}
