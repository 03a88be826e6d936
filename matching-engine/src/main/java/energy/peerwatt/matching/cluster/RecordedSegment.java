package energy.peerwatt.matching.cluster;

import io.aeron.archive.codecs.RecordingDescriptorDecoder;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.logbuffer.LogBufferDescriptor;
import io.aeron.protocol.DataHeaderFlyweight;
import io.aeron.protocol.HeaderFlyweight;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One file of a recording: frames one after the other, each at a multiple of 32 bytes, then zeros.
 * In place of its session a frame holds the checksum of its body ({@link LogChecksum}). For one
 * thread.
 */
final class RecordedSegment {

    private static final int HEADER = DataHeaderFlyweight.HEADER_LENGTH;
    private static final int ALIGNMENT = FrameDescriptor.FRAME_ALIGNMENT;

    private final Path file;
    private final long base;
    private final RecordingDescriptorDecoder recording;
    private final LogChecksum checksum = new LogChecksum();
    private final UnsafeBuffer bytes = new UnsafeBuffer(0, 0);

    /**
     * Not read yet.
     *
     * @param base position in the recording of the file's first byte
     */
    RecordedSegment(Path file, long base, RecordingDescriptorDecoder recording) {
        this.file = file;
        this.base = base;
        this.recording = recording;
    }

    /**
     * Where the whole frames end.
     *
     * @param position in the recording, after the last one
     * @param torn whether anything but zeros follows
     */
    record End(long position, boolean torn) {}

    /**
     * Reads all of it.
     *
     * @throws IllegalStateException if whole frames follow one that is not
     */
    End end() throws IOException {
        int first = (int) Math.max(0, recording.startPosition() - base);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            int size = (int) Math.min(channel.size(), recording.segmentFileLength()) & -ALIGNMENT;
            if (size <= first) {
                return new End(base + first, false);
            }
            MappedByteBuffer mapped = channel.map(MapMode.READ_ONLY, 0, size);
            try {
                bytes.wrap(mapped);
                int end = endOfWhole(first);
                requireNoWholeAfter(end);
                return new End(base + end, hasMoreThanZeros(end));
            } finally {
                bytes.wrap(0, 0);
                BufferUtil.free(mapped);
            }
        }
    }

    /**
     * Whether there is anything but zeros after this position. What the archive itself wrote is
     * without long gaps, so that the next term's length is read, not all.
     */
    boolean holdsMoreAfter(long position) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long offset = position - base;
            long rest = Math.min(recording.termBufferLength(), channel.size() - offset);
            if (rest < ALIGNMENT) {
                return false;
            }
            MappedByteBuffer mapped = channel.map(MapMode.READ_ONLY, offset, rest & -ALIGNMENT);
            try {
                bytes.wrap(mapped);
                return hasMoreThanZeros(0);
            } finally {
                bytes.wrap(0, 0);
                BufferUtil.free(mapped);
            }
        }
    }

    /** Makes everything from this position on zeros, on the disk too. */
    void cut(long position) throws IOException {
        try (RandomAccessFile segment = new RandomAccessFile(file.toFile(), "rw")) {
            segment.setLength(position - base);
            segment.setLength(recording.segmentFileLength());
            segment.getChannel().force(true);
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }

    private int endOfWhole(int first) {
        int previous = first;
        int at = first;
        while (isFrame(at) && (isWhole(at) || isOfFormerRelease(at, previous))) {
            previous = at;
            at += alignedLength(at);
        }
        return at;
    }

    private void requireNoWholeAfter(int end) {
        for (int at = end; at < bytes.capacity(); at += ALIGNMENT) {
            if (isFrame(at) && isWhole(at)) {
                throw new IllegalStateException(
                        "the log is damaged: what is at position %d in %s is not as it was written, and whole entries follow from %d on"
                                .formatted(base + end, file, base + at));
            }
        }
    }

    private boolean hasMoreThanZeros(int from) {
        for (int at = from; at < bytes.capacity(); at += Long.BYTES) {
            if (bytes.getLong(at) != 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether a header is here that belongs to this very place of the recording. */
    private boolean isFrame(int at) {
        if (at >= bytes.capacity() || FrameDescriptor.frameLength(bytes, at) < HEADER) {
            return false;
        }
        long position = base + at;
        int termBytes = recording.termBufferLength();
        int termOffset = (int) (position & (termBytes - 1));
        int room = Math.min(termBytes - termOffset, bytes.capacity() - at);
        return FrameDescriptor.frameLength(bytes, at) <= room
                && field(at, DataHeaderFlyweight.TERM_OFFSET_FIELD_OFFSET) == termOffset
                && field(at, DataHeaderFlyweight.TERM_ID_FIELD_OFFSET) == termId(position)
                && field(at, DataHeaderFlyweight.STREAM_ID_FIELD_OFFSET) == recording.streamId();
    }

    private int termId(long position) {
        return LogBufferDescriptor.computeTermIdFromPosition(
                position,
                LogBufferDescriptor.positionBitsToShift(recording.termBufferLength()),
                recording.initialTermId());
    }

    private int field(int at, int offset) {
        return bytes.getInt(at + offset, ByteOrder.LITTLE_ENDIAN);
    }

    /** Of padding only the header is written, which no page or sector divides. */
    private boolean isWhole(int at) {
        if (FrameDescriptor.frameType(bytes, at) != HeaderFlyweight.HDR_TYPE_DATA) {
            return FrameDescriptor.isPaddingFrame(bytes, at);
        }
        int body = alignedLength(at) - HEADER;
        return checksum.compute(bytes.addressOffset(), at + HEADER, body)
                == FrameDescriptor.frameSessionId(bytes, at);
    }

    /** Those have no checksum but their session, which neighbours share. */
    private boolean isOfFormerRelease(int at, int previous) {
        int session = FrameDescriptor.frameSessionId(bytes, at);
        int next = at + alignedLength(at);
        return (previous < at && session == FrameDescriptor.frameSessionId(bytes, previous))
                || (isFrame(next) && session == FrameDescriptor.frameSessionId(bytes, next));
    }

    private int alignedLength(int at) {
        return BitUtil.align(FrameDescriptor.frameLength(bytes, at), ALIGNMENT);
    }
}
