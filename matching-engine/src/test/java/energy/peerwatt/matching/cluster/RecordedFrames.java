package energy.peerwatt.matching.cluster;

import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.protocol.DataHeaderFlyweight;
import io.aeron.protocol.HeaderFlyweight;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/** The first file of a recording, read while no archive runs, and changed by a test. */
final class RecordedFrames {

    /** What the system writes at once. */
    static final int PAGE = 4_096;

    private final Path file;
    private final UnsafeBuffer bytes;
    private final List<Frame> frames = new ArrayList<>();

    private RecordedFrames(Path file) throws IOException {
        this.file = file;
        this.bytes = new UnsafeBuffer(Files.readAllBytes(file));
        for (int at = 0; at < bytes.capacity() && bytes.getInt(at) > 0; ) {
            Frame frame = frameAt(at);
            frames.add(frame);
            at = frame.end();
        }
    }

    static RecordedFrames read(Path file) throws IOException {
        return new RecordedFrames(file);
    }

    /**
     * One frame, with its header.
     *
     * @param at where it begins in the file
     * @param length in bytes, without what fills it up to a multiple of 32
     */
    record Frame(int at, int length) {

        static final int HEADER = DataHeaderFlyweight.HEADER_LENGTH;

        int end() {
            return BitUtil.align(at + length, FrameDescriptor.FRAME_ALIGNMENT);
        }

        boolean isOnTwoPages() {
            return at / PAGE < (at + length - 1) / PAGE;
        }

        int secondPage() {
            return (at / PAGE + 1) * PAGE;
        }
    }

    Path file() {
        return file;
    }

    /** The one frame whose body contains this number. */
    Frame frameWith(long number) {
        List<Frame> found = frames.stream().filter(frame -> contains(frame, number)).toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " frames with " + number + " of " + frames);
        }
        return found.getFirst();
    }

    private boolean contains(Frame frame, long number) {
        for (int at = frame.at(); at + Long.BYTES <= frame.at() + frame.length(); at++) {
            if (bytes.getLong(at, ByteOrder.LITTLE_ENDIAN) == number) {
                return true;
            }
        }
        return false;
    }

    /** The frame which holds this byte of the file. */
    Frame frameOver(int offset) {
        return frames.stream()
                .filter(frame -> frame.at() <= offset && offset < frame.end())
                .findFirst()
                .orElseThrow();
    }

    /** What the file holds there by now. */
    Frame frameAt(int at) throws IOException {
        try (RandomAccessFile now = new RandomAccessFile(file.toFile(), "r")) {
            now.seek(at);
            return new Frame(at, Integer.reverseBytes(now.readInt()));
        }
    }

    byte[] bytes(int from, int to) {
        return Arrays.copyOfRange(bytes.byteArray(), from, to);
    }

    /** As if the write had come so far. */
    void clearFrom(int offset) throws IOException {
        put(offset, new byte[bytes.capacity() - offset]);
    }

    /** In place of the checksums. */
    void putSessionUpTo(int end, int session) throws IOException {
        UnsafeBuffer value = new UnsafeBuffer(new byte[Integer.BYTES]);
        value.putInt(0, session, ByteOrder.LITTLE_ENDIAN);
        for (Frame frame : frames) {
            if (frame.at() < end) {
                put(frame.at() + DataHeaderFlyweight.SESSION_ID_FIELD_OFFSET, value.byteArray());
            }
        }
    }

    void endAt(int offset) throws IOException {
        try (RandomAccessFile changed = new RandomAccessFile(file.toFile(), "rw")) {
            changed.setLength(offset);
        }
    }

    void flip(int offset) throws IOException {
        put(offset, new byte[] {(byte) ~bytes.getByte(offset)});
    }

    /** Of a frame's header, makes that of padding. */
    void makePadding(int at, int length) throws IOException {
        UnsafeBuffer header = new UnsafeBuffer(bytes(at, at + Frame.HEADER));
        FrameDescriptor.frameLengthOrdered(header, 0, length);
        FrameDescriptor.frameType(header, 0, HeaderFlyweight.HDR_TYPE_PAD);
        put(at, header.byteArray());
    }

    void put(int offset, byte[] content) throws IOException {
        try (RandomAccessFile changed = new RandomAccessFile(file.toFile(), "rw")) {
            changed.seek(offset);
            changed.write(content);
        }
    }

    @Override
    public String toString() {
        return frames.toString();
    }
}
