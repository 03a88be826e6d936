package energy.peerwatt.edge.format.sml;

import energy.peerwatt.edge.format.Refusal;
import energy.peerwatt.edge.format.RefusedException;
import java.util.ArrayList;
import java.util.List;

/** Reads elements one after the other. Used by one thread. */
final class SmlParser {

    private static final int MAX_DEPTH = 12;
    private static final int MORE = 0x80;
    private static final int MAX_LENGTH_BYTES = 3;
    private static final int MAX_WHOLE_BYTES = 8;

    private final byte[] bytes;
    private int at;

    SmlParser(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Index of the next byte. */
    int position() {
        return at;
    }

    boolean atEnd() {
        return at == bytes.length;
    }

    SmlNode next() throws RefusedException {
        return next(0);
    }

    private SmlNode next(int depth) throws RefusedException {
        int start = at;
        int first = take();
        if (first == 0) {
            return new SmlNode.End();
        }
        int length = first & 0xF;
        int tag = first;
        while ((tag & MORE) != 0) {
            tag = take();
            length = length << 4 | (tag & 0xF);
            if (at - start > MAX_LENGTH_BYTES) {
                throw malformed();
            }
        }
        int type = first >> 4 & 7;
        if (type == 7) {
            return list(length, depth);
        }
        return value(type, length - (at - start));
    }

    private SmlNode list(int size, int depth) throws RefusedException {
        if (depth == MAX_DEPTH || size > bytes.length - at) {
            throw malformed();
        }
        List<SmlNode> elements = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            elements.add(next(depth + 1));
        }
        return new SmlNode.Elements(List.copyOf(elements));
    }

    private SmlNode value(int type, int length) throws RefusedException {
        if (length < 0 || length > bytes.length - at) {
            throw malformed();
        }
        return switch (type) {
            case 0 -> octets(length);
            case 4 -> flag(length);
            case 5 -> whole(length, true);
            case 6 -> whole(length, false);
            default -> throw malformed();
        };
    }

    private SmlNode octets(int length) throws RefusedException {
        List<Byte> octets = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            octets.add((byte) take());
        }
        return new SmlNode.Octets(List.copyOf(octets));
    }

    private SmlNode flag(int length) throws RefusedException {
        if (length != 1) {
            throw malformed();
        }
        return new SmlNode.Flag(take() != 0);
    }

    private SmlNode whole(int length, boolean signed) throws RefusedException {
        if (length < 1 || length > MAX_WHOLE_BYTES) {
            throw malformed();
        }
        long value = signed && (bytes[at] & 0x80) != 0 ? -1 : 0;
        for (int i = 0; i < length; i++) {
            value = value << 8 | take();
        }
        if (!signed && value < 0) {
            throw malformed();
        }
        return new SmlNode.Whole(value, length, signed);
    }

    private int take() throws RefusedException {
        if (at == bytes.length) {
            throw malformed();
        }
        return bytes[at++] & 0xFF;
    }

    private static RefusedException malformed() {
        return new RefusedException(Refusal.MALFORMED);
    }
}
