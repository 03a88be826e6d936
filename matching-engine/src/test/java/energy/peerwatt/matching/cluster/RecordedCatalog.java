package energy.peerwatt.matching.cluster;

import io.aeron.archive.codecs.CatalogHeaderDecoder;
import io.aeron.archive.codecs.CatalogHeaderEncoder;
import io.aeron.archive.codecs.RecordingDescriptorEncoder;
import io.aeron.archive.codecs.RecordingDescriptorHeaderEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;

/** The archive's list of recordings, changed by a test while no archive runs. */
final class RecordedCatalog {

    private static final int FIRST =
            CatalogHeaderEncoder.BLOCK_LENGTH + RecordingDescriptorHeaderEncoder.BLOCK_LENGTH;

    private RecordedCatalog() {}

    /** As if the first recording had ended there. */
    static void setStopPosition(Path catalog, long position) throws IOException {
        UnsafeBuffer bytes = new UnsafeBuffer(Files.readAllBytes(catalog));
        new RecordingDescriptorEncoder().wrap(bytes, FIRST).stopPosition(position);
        Files.write(catalog, bytes.byteArray());
    }

    /** As if the last recording had been listed, but not counted yet. */
    static void countOneLess(Path catalog) throws IOException {
        UnsafeBuffer bytes = new UnsafeBuffer(Files.readAllBytes(catalog));
        long next =
                new CatalogHeaderDecoder()
                        .wrap(
                                bytes,
                                0,
                                CatalogHeaderDecoder.BLOCK_LENGTH,
                                CatalogHeaderDecoder.SCHEMA_VERSION)
                        .nextRecordingId();
        new CatalogHeaderEncoder().wrap(bytes, 0).nextRecordingId(next - 1);
        Files.write(catalog, bytes.byteArray());
    }
}
