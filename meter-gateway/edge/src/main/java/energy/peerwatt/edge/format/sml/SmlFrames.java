package energy.peerwatt.edge.format.sml;

import energy.peerwatt.edge.format.Crc16;
import energy.peerwatt.edge.format.Refusal;
import energy.peerwatt.edge.format.RefusedException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The frames in a stretch of bytes; each is decoded or refused by itself. */
public final class SmlFrames {

    /** What became of one frame. */
    public sealed interface Result {

        /** A frame with right checksums. */
        record Decoded(SmlFile file) implements Result {}

        /** A frame of which nothing may be used. */
        record Refused(Refusal reason) implements Result {}
    }

    private static final int WORD = 4;
    private static final int ESCAPE = 0x1b1b1b1b;
    private static final int VERSION_1 = 0x01010101;
    private static final int END = 0x1a;
    private static final int MAX_PADDING = 3;

    private final byte[] bytes;
    private final List<Result> results = new ArrayList<>();
    private int at;

    private SmlFrames(byte[] bytes) {
        this.bytes = bytes;
    }

    /** All frames that start in these bytes; one that does not end is refused as malformed. */
    public static List<Result> decode(byte[] bytes) {
        SmlFrames frames = new SmlFrames(bytes);
        while (frames.findStart()) {
            frames.readFrame();
        }
        return List.copyOf(frames.results);
    }

    private boolean findStart() {
        while (at + 2 * WORD <= bytes.length) {
            if (word(at) == ESCAPE && word(at + WORD) == VERSION_1) {
                return true;
            }
            at++;
        }
        return false;
    }

    private void readFrame() {
        try {
            results.add(new Result.Decoded(SmlFile.decode(content())));
        } catch (RefusedException e) {
            results.add(new Result.Refused(e.refusal()));
        }
    }

    /** Leaves {@link #at} behind the frame, or at the start of the next one. */
    private byte[] content() throws RefusedException {
        int start = at;
        at += 2 * WORD;
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        while (at + 2 * WORD <= bytes.length) {
            if (word(at) != ESCAPE) {
                content.write(bytes[at]);
                at++;
            } else if (word(at + WORD) == ESCAPE) {
                content.write(bytes, at, WORD);
                at += 2 * WORD;
            } else if (bytes[at + WORD] == END) {
                return checked(start, content.toByteArray());
            } else {
                // Another start: this frame was cut off.
                throw new RefusedException(Refusal.MALFORMED);
            }
        }
        at = bytes.length;
        throw new RefusedException(Refusal.MALFORMED);
    }

    private byte[] checked(int start, byte[] content) throws RefusedException {
        int padding = bytes[at + 5] & 0xFF;
        int given = (bytes[at + 6] & 0xFF) | (bytes[at + 7] & 0xFF) << 8;
        int expected = Crc16.X25.of(bytes, start, at + 6);
        at += 2 * WORD;
        if (given != expected) {
            throw new RefusedException(Refusal.CHECKSUM_WRONG);
        }
        if (padding > MAX_PADDING || padding > content.length) {
            throw new RefusedException(Refusal.MALFORMED);
        }
        return Arrays.copyOf(content, content.length - padding);
    }

    private int word(int from) {
        return (bytes[from] & 0xFF) << 24
                | (bytes[from + 1] & 0xFF) << 16
                | (bytes[from + 2] & 0xFF) << 8
                | (bytes[from + 3] & 0xFF);
    }
}
