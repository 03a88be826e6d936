package energy.peerwatt.edge.format.sml;

import energy.peerwatt.edge.format.Obis;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One value of a meter.
 *
 * @param unit DLMS code of the unit; empty if there is none
 */
public record SmlValue(Obis code, OptionalInt unit, Content content) {

    /** What the meter says. */
    public sealed interface Content {

        /** {@code digits × 10^scaler} of the unit. */
        record Scaled(long digits, int scaler) implements Content {}

        /** A text or bytes. */
        record Octets(List<Byte> bytes) implements Content {}

        /** True or false. */
        record Flag(boolean value) implements Content {}
    }

    /** The number; empty if it is none. */
    public Optional<Content.Scaled> number() {
        return content instanceof Content.Scaled scaled ? Optional.of(scaled) : Optional.empty();
    }
}
