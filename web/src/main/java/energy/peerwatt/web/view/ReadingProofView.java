package energy.peerwatt.web.view;

import energy.peerwatt.metering.protocol.Hash256;
import energy.peerwatt.metering.protocol.MeterRecord;
import energy.peerwatt.metering.protocol.ReadingProof;
import energy.peerwatt.metering.protocol.ocmf.OcmfException;
import energy.peerwatt.metering.protocol.ocmf.OcmfRecord;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * That a gateway signed a reading; the layout of the bytes is in the protocol's README. All bytes
 * are base64.
 *
 * @param proof everything in one: what {@code ReadingProofVerifier} takes
 * @param header COSE_Sign1 with the signed Merkle root
 * @param leaf the reading as it is hashed
 * @param path hashes from the leaf up to the root, hex
 * @param meterRecord what the meter itself signed, OCMF, as it stands in the leaf; null if nothing
 * @param meterTimeProved whether the meter signed that its clock was synchronised; else its record
 *     proves the value and not the time; null if there is no record
 */
public record ReadingProofView(
        String proof,
        String header,
        String leaf,
        List<String> path,
        @Nullable String meterRecord,
        @Nullable Boolean meterTimeProved) {

    public static ReadingProofView of(ReadingProof proof) {
        Base64.Encoder base64 = Base64.getEncoder();
        return new ReadingProofView(
                base64.encodeToString(proof.toByteArray()),
                base64.encodeToString(proof.header()),
                base64.encodeToString(proof.leaf()),
                proof.path().stream().map(Hash256::toString).toList(),
                proof.meterRecord()
                        .map(record -> base64.encodeToString(record.toByteArray()))
                        .orElse(null),
                proof.meterRecord().map(ReadingProofView::isTimeProved).orElse(null));
    }

    private static boolean isTimeProved(MeterRecord record) {
        String text = new String(record.toByteArray(), StandardCharsets.UTF_8);
        try {
            return OcmfRecord.unverified(text).isTimeProved();
        } catch (OcmfException e) {
            return false;
        }
    }
}
