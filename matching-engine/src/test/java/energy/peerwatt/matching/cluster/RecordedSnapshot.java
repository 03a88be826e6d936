package energy.peerwatt.matching.cluster;

import energy.peerwatt.matching.WireReader;
import io.aeron.cluster.RecordingLog;
import io.aeron.cluster.codecs.MessageHeaderDecoder;
import io.aeron.cluster.codecs.SnapshotMark;
import io.aeron.cluster.codecs.SnapshotMarkerDecoder;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.protocol.DataHeaderFlyweight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.BitUtil;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Reads the latest snapshot in the directory of a node that does not run. */
final class RecordedSnapshot {

    private final SnapshotStream.Assembly assembly = new SnapshotStream.Assembly();
    private final ExpandableArrayBuffer message = new ExpandableArrayBuffer();
    private int messageLength;
    private boolean ours;

    private RecordedSnapshot() {}

    static WireReader read(Path engineDirectory) throws IOException {
        RecordedSnapshot snapshot = new RecordedSnapshot();
        for (Path segment : segments(engineDirectory)) {
            snapshot.readSegment(new UnsafeBuffer(Files.readAllBytes(segment)));
        }
        return snapshot.assembly.snapshot();
    }

    private static List<Path> segments(Path engineDirectory) throws IOException {
        long recording;
        try (RecordingLog log =
                new RecordingLog(engineDirectory.resolve("cluster").toFile(), false)) {
            recording = log.getLatestSnapshot(0).recordingId;
        }
        try (Stream<Path> files = Files.list(engineDirectory.resolve("archive"))) {
            return files.filter(file -> file.getFileName().toString().startsWith(recording + "-"))
                    .sorted(Comparator.comparingLong(RecordedSnapshot::position))
                    .toList();
        }
    }

    private static long position(Path segment) {
        String name = segment.getFileName().toString();
        return Long.parseLong(name.substring(name.indexOf('-') + 1, name.indexOf('.')));
    }

    private void readSegment(UnsafeBuffer segment) {
        int at = 0;
        while (at < segment.capacity() && !assembly.isComplete()) {
            int length = segment.getInt(at);
            if (length <= 0) {
                return;
            }
            if (!FrameDescriptor.isPaddingFrame(segment, at)) {
                readFrame(segment, at, length);
            }
            at += BitUtil.align(length, FrameDescriptor.FRAME_ALIGNMENT);
        }
    }

    private void readFrame(UnsafeBuffer segment, int at, int length) {
        byte flags = FrameDescriptor.frameFlags(segment, at);
        if ((flags & FrameDescriptor.BEGIN_FRAG_FLAG) != 0) {
            messageLength = 0;
        }
        int payload = length - DataHeaderFlyweight.HEADER_LENGTH;
        message.putBytes(messageLength, segment, at + DataHeaderFlyweight.HEADER_LENGTH, payload);
        messageLength += payload;
        if ((flags & FrameDescriptor.END_FRAG_FLAG) != 0) {
            take();
        }
    }

    /** Aeron's own part comes first and ends with a mark. */
    private void take() {
        if (ours) {
            assembly.add(message, 0, messageLength);
            return;
        }
        MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(message, 0);
        ours =
                header.templateId() == SnapshotMarkerDecoder.TEMPLATE_ID
                        && new SnapshotMarkerDecoder().wrapAndApplyHeader(message, 0, header).mark()
                                == SnapshotMark.END;
    }
}
