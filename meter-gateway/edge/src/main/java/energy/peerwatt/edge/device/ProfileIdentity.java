package energy.peerwatt.edge.device;

import energy.peerwatt.edge.modbus.ModbusAnswer;
import energy.peerwatt.edge.modbus.RegisterBlock;
import energy.peerwatt.edge.modbus.RegisterSource;
import energy.peerwatt.edge.modbus.RegisterSpan;
import java.util.List;
import java.util.Optional;

/**
 * Registers in which a device names itself, such as its serial number.
 *
 * @param parts in the order in which they make the identity; none if the profile knows none
 */
record ProfileIdentity(List<Part> parts) {

    /** A profile that knows none. */
    static final ProfileIdentity NONE = new ProfileIdentity(List.of());

    private static final String TEXT = "text:";
    private static final int NUMBER_REGISTERS = 2;

    /**
     * A part of the name.
     *
     * @param isText whether it is text of two characters in each register, else an unsigned number
     */
    record Part(RegisterSpan span, boolean isText, boolean lowFirst) {

        /**
         * A part as a profile file states it.
         *
         * @param type {@code text:} and the number of registers, or {@code uint32}
         */
        static Part of(int function, int at, String type, boolean lowFirst) {
            if (type.startsWith(TEXT)) {
                int registers = Integer.parseInt(type.substring(TEXT.length()));
                return new Part(new RegisterSpan(function, at, registers), true, lowFirst);
            }
            if (!type.equals("uint32")) {
                throw new IllegalArgumentException("type " + type + " of an identity");
            }
            return new Part(new RegisterSpan(function, at, NUMBER_REGISTERS), false, lowFirst);
        }

        private String read(RegisterSource source) {
            return switch (source.read(span.function(), span.address(), span.count())) {
                case ModbusAnswer.Registers(RegisterBlock block) -> shown(block);
                case ModbusAnswer.Declined _ -> "";
            };
        }

        /** Nothing but zeros or ones is no name. */
        private String shown(RegisterBlock block) {
            if (isText) {
                return block.text(span.address(), span.count());
            }
            long number = block.unsigned32(span.address());
            long value = lowFirst ? (number & 0xFFFF) << 16 | number >>> 16 : number;
            return value == 0 || value == 0xFFFF_FFFFL ? "" : Long.toString(value);
        }
    }

    ProfileIdentity {
        parts = List.copyOf(parts);
    }

    /**
     * Asks the device for its name.
     *
     * @return empty if it does not tell
     * @throws energy.peerwatt.market.MarketException if it does not answer
     */
    Optional<String> read(RegisterSource source) {
        return EvidenceProfile.identity(
                parts.stream().map(part -> part.read(source)).toArray(String[]::new));
    }
}
