package energy.peerwatt.edge.format.sml;

import energy.peerwatt.edge.format.Refusal;
import energy.peerwatt.edge.format.RefusedException;
import java.util.List;
import java.util.Optional;

/** An element as it is encoded: type, length, value. */
sealed interface SmlNode {

    /** A text or bytes; empty also stands for "absent". */
    record Octets(List<Byte> bytes) implements SmlNode {}

    /**
     * A number.
     *
     * @param length bytes it was written with, 1 to 8
     */
    record Whole(long value, int length, boolean signed) implements SmlNode {}

    /** True or false. */
    record Flag(boolean value) implements SmlNode {}

    /** Elements in order. */
    record Elements(List<SmlNode> list) implements SmlNode {

        /** The element at an index. */
        SmlNode get(int index) {
            return list.get(index);
        }
    }

    /** The end of a message. */
    record End() implements SmlNode {}

    /** Whether an optional element was left out. */
    default boolean isAbsent() {
        return this instanceof Octets(var bytes) && bytes.isEmpty();
    }

    /** A list of exactly so many elements. */
    default Elements elements(int size) throws RefusedException {
        if (this instanceof Elements elements && elements.list().size() == size) {
            return elements;
        }
        throw new RefusedException(Refusal.MALFORMED);
    }

    /** A number. */
    default long whole() throws RefusedException {
        if (this instanceof Whole(long value, _, _)) {
            return value;
        }
        throw new RefusedException(Refusal.MALFORMED);
    }

    /** A number, or nothing if it was left out. */
    default Optional<Long> optionalWhole() throws RefusedException {
        return isAbsent() ? Optional.empty() : Optional.of(whole());
    }

    /** Bytes. */
    default List<Byte> octets() throws RefusedException {
        if (this instanceof Octets(var bytes)) {
            return bytes;
        }
        throw new RefusedException(Refusal.MALFORMED);
    }
}
