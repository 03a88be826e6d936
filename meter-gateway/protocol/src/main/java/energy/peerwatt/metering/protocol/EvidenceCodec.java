package energy.peerwatt.metering.protocol;

import java.util.Optional;

/** {@code []} or {@code [profileId, profileHash, frameHash]}, as it stands in a leaf. */
final class EvidenceCodec {

    private EvidenceCodec() {}

    static void write(Optional<DeviceEvidence> evidence, CborWriter out) {
        if (evidence.isEmpty()) {
            out.array(0);
            return;
        }
        DeviceEvidence known = evidence.get();
        out.array(3).text(known.profileId());
        out.bytes(known.profileHash().bytes()).bytes(known.frameHash().bytes());
    }

    static Optional<DeviceEvidence> read(CborReader in) throws MalformedBlockException {
        int size = in.array(3);
        if (size == 0) {
            return Optional.empty();
        }
        CborReader.require(size == 3, "evidence is an array of 0 or 3");
        return Optional.of(new DeviceEvidence(in.text(), in.hash(), in.hash()));
    }
}
