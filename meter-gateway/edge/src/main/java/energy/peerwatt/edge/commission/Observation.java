package energy.peerwatt.edge.commission;

import energy.peerwatt.edge.device.Measured;
import energy.peerwatt.edge.device.ProfileQuantity;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a device showed at one moment, import positive.
 *
 * @param nanos when, on a scale of its own
 */
record Observation(long nanos, Map<ProfileQuantity, Measured> values) {

    Observation {
        values = values.isEmpty() ? Map.of() : new EnumMap<>(values);
    }

    /** A known value, exactly. */
    Optional<BigDecimal> value(ProfileQuantity quantity) {
        return values.get(quantity) instanceof Measured.Known known
                ? Optional.of(known.value())
                : Optional.empty();
    }
}
