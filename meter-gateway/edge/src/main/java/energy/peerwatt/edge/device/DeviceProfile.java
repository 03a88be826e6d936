package energy.peerwatt.edge.device;

import energy.peerwatt.edge.modbus.Framing;
import energy.peerwatt.edge.modbus.Pace;
import energy.peerwatt.edge.modbus.RegisterBlock;
import energy.peerwatt.edge.modbus.RegisterSpan;
import energy.peerwatt.metering.protocol.Hash256;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where a device keeps its values: a YAML resource, so that a new device needs no code.
 *
 * @param id name of the driver and of the resource
 * @param about what a person or the commissioning wants to know
 * @param limits how the device wants to be asked
 * @param probe a register that tells whether the device is one of these; empty if none does
 * @param quantities where each is: the sum of one or more registers
 * @param controls by power; empty if it is not controlled so
 * @param charging by current; empty if it is not controlled so
 * @param identity where it names itself
 * @param hash SHA-256 of the file
 */
record DeviceProfile(
        String id,
        About about,
        Limits limits,
        Optional<Probe> probe,
        Map<ProfileQuantity, List<Term>> quantities,
        Optional<ProfileControls> controls,
        Optional<ChargingControls> charging,
        ProfileIdentity identity,
        Hash256 hash) {

    /**
     * For people and for commissioning.
     *
     * @param device vendor and types
     * @param framings in which it can be reached, the usual first
     * @param origins independent projects that found the same registers; one is hearsay
     */
    record About(String device, List<Framing> framings, List<String> origins) {

        About {
            framings = List.copyOf(framings);
            origins = List.copyOf(origins);
        }
    }

    /**
     * How the device wants to be asked.
     *
     * @param registers most in one request
     * @param gap most unwanted registers between two wanted ones of one request
     * @param pace empty if it wants no patience
     */
    record Limits(int registers, int gap, Optional<Pace> pace) {}

    /**
     * A register with a known range.
     *
     * @param from lowest raw value, inclusive
     * @param to highest raw value, inclusive
     */
    record Probe(Term term, long from, long to) {}

    /**
     * One register.
     *
     * @param lowFirst whether the word with the lowest bits comes first
     * @param scale what one step of it adds to the quantity
     * @param values if there are any, the register says only whether it holds one of them
     */
    record Term(
            RegisterSpan span,
            RegisterType type,
            boolean lowFirst,
            Scale scale,
            Set<BigDecimal> values) {

        Term {
            values = Set.copyOf(values);
        }

        /**
         * The number in a block that holds the register, 1 or 0 if it only says yes or no; empty if
         * not available.
         */
        Optional<BigDecimal> raw(RegisterBlock block) {
            Optional<BigDecimal> number = type.decode(block, span.address(), lowFirst);
            return values.isEmpty()
                    ? number
                    : number.map(raw -> values.contains(raw) ? BigDecimal.ONE : BigDecimal.ZERO);
        }
    }

    DeviceProfile {
        quantities = Map.copyOf(quantities);
        if (quantities.isEmpty()) {
            throw new IllegalArgumentException(id + ": no quantities");
        }
    }

    /** Registers of a quantity; none if the device does not have it. */
    List<Term> terms(ProfileQuantity quantity) {
        return quantities.getOrDefault(quantity, List.of());
    }
}
