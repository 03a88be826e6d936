package energy.peerwatt.edge.device;

import energy.peerwatt.metering.protocol.DeviceContext;
import energy.peerwatt.metering.protocol.DeviceEvidence;
import energy.peerwatt.metering.protocol.Hash256;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * By what a device is decoded, for the evidence of its readings.
 *
 * @param id name of the profile or driver, see {@link DeviceEvidence}
 * @param hash SHA-256 of its content
 */
public record EvidenceProfile(String id, Hash256 hash) {

    /**
     * The context of what was decoded with it.
     *
     * @param frame SHA-256 of what the device sent
     * @param identity see {@link #identity}
     */
    public DeviceContext context(Hash256 frame, Optional<String> identity) {
        return DeviceContext.of(new DeviceEvidence(id, hash, frame, identity));
    }

    /**
     * How a device names itself: the parts it tells, with slashes between them, as printable ASCII;
     * what is too long is cut at the end.
     *
     * @return empty if it tells nothing
     */
    public static Optional<String> identity(String... parts) {
        String joined =
                Arrays.stream(parts)
                        .map(String::strip)
                        .map(part -> part.replaceAll("[^ -~]", "?"))
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining("/"));
        int length = Math.min(joined.length(), DeviceEvidence.MAX_IDENTITY);
        return joined.isEmpty() ? Optional.empty() : Optional.of(joined.substring(0, length));
    }
}
