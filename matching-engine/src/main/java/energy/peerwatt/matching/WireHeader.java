package energy.peerwatt.matching;

import energy.peerwatt.matching.sbe.GroupSizeEncodingDecoder;
import energy.peerwatt.matching.sbe.MessageHeaderDecoder;
import energy.peerwatt.matching.sbe.PlaceBasketDecoder;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/** The eight bytes before every message, read as one number. */
final class WireHeader {

    static final int LENGTH = MessageHeaderDecoder.ENCODED_LENGTH;
    static final int VERSION = MessageHeaderDecoder.SCHEMA_VERSION;

    private static final int LEG = PlaceBasketDecoder.LegsDecoder.sbeBlockLength();
    private static final int LEGS_HEADER = GroupSizeEncodingDecoder.ENCODED_LENGTH;
    private static final int MOST_LEGS = 254;

    private WireHeader() {}

    /** Whether these bytes lie in the buffer and have room for a header. */
    static boolean isWithin(DirectBuffer buffer, int offset, int length) {
        return length >= LENGTH && offset >= 0 && offset <= buffer.capacity() - length;
    }

    static long read(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset, ByteOrder.LITTLE_ENDIAN);
    }

    /** Writes the header of a message of this version. */
    static void write(ArrayBuffer buffer, int offset, int blockLength, int templateId) {
        long header =
                blockLength
                        | (long) templateId << 16
                        | (long) MessageHeaderDecoder.SCHEMA_ID << 32
                        | (long) VERSION << 48;
        buffer.int64(offset, header);
    }

    static int blockLength(long header) {
        return (int) header & 0xffff;
    }

    static int templateId(long header) {
        return (int) (header >>> 16) & 0xffff;
    }

    /** Version of the schema that the writer had. */
    static int version(long header) {
        return (int) (header >>> 48);
    }

    /** Whether it is of this schema, of whatever version. */
    static boolean isOurs(long header) {
        int schema = (int) (header >>> 32) & 0xffff;
        return schema == MessageHeaderDecoder.SCHEMA_ID && version(header) > 0;
    }

    /**
     * Whether a basket's legs begin at {@code offset} and end exactly at {@code end}.
     *
     * @param newer its writer's schema is newer: a leg may be longer, and more may follow
     */
    static boolean areWholeLegs(DirectBuffer buffer, int offset, int end, boolean newer) {
        if (end - offset < LEGS_HEADER) {
            return false;
        }
        int block = buffer.getShort(offset, ByteOrder.LITTLE_ENDIAN) & 0xffff;
        int count = buffer.getByte(offset + Short.BYTES) & 0xff;
        int rest = end - offset - LEGS_HEADER - count * block;
        return count <= MOST_LEGS
                && (newer ? block >= LEG && rest >= 0 : block == LEG && rest == 0);
    }
}
