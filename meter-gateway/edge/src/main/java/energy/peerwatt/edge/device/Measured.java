package energy.peerwatt.edge.device;

import java.math.BigDecimal;
import java.util.List;

/** A quantity as a device showed it once, with the registers it came from. */
public sealed interface Measured {

    /** Where it was read; none if it does not come from registers. */
    List<RegisterWords> registers();

    /**
     * A known value.
     *
     * @param decimal the exact value in the unit of the quantity, a plain decimal number
     */
    record Known(String decimal, List<RegisterWords> registers) implements Measured {

        public Known {
            registers = List.copyOf(registers);
            BigDecimal _ = new BigDecimal(decimal);
        }

        static Known of(BigDecimal value, List<RegisterWords> registers) {
            BigDecimal shown = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
            return new Known(shown.toPlainString(), registers);
        }

        /** The exact value. */
        public BigDecimal value() {
            return new BigDecimal(decimal);
        }
    }

    /**
     * Not known, which is never zero.
     *
     * @param reason for a person
     */
    record Unknown(String reason, List<RegisterWords> registers) implements Measured {

        public Unknown {
            registers = List.copyOf(registers);
        }
    }

    /**
     * Consecutive registers that hold one number.
     *
     * @param function 3 or 4
     * @param address of the first, zero-based
     * @param type how they hold it, such as {@code float32}
     * @param words as they came; none if the device declined
     */
    record RegisterWords(int function, int address, String type, List<Integer> words) {

        public RegisterWords {
            words = List.copyOf(words);
        }
    }
}
