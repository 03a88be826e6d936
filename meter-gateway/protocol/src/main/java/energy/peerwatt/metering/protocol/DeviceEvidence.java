package energy.peerwatt.metering.protocol;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a reading was decoded from, so that the decoding can be repeated and disputed.
 *
 * @param profileId the device profile or driver, 1 to {@value #MAX_ID} letters, digits, hyphens,
 *     dots and underscores
 * @param profileHash SHA-256 of the profile as it was used
 * @param frameHash SHA-256 of the raw bytes that the device sent
 * @param identity how the device names itself, such as maker, type, version and serial number: 1 to
 *     {@value #MAX_IDENTITY} printable ASCII characters; empty if it does not
 */
public record DeviceEvidence(
        String profileId, Hash256 profileHash, Hash256 frameHash, Optional<String> identity) {

    /** Most characters of an identity. */
    public static final int MAX_IDENTITY = 120;

    static final int MAX_ID = 64;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1," + MAX_ID + "}");
    private static final Pattern IDENTITY = Pattern.compile("[ -~]{1," + MAX_IDENTITY + "}");

    public DeviceEvidence {
        if (!ID.matcher(profileId).matches()) {
            throw new IllegalArgumentException("not a profile id: " + profileId);
        }
        if (identity.isPresent() && !IDENTITY.matcher(identity.get()).matches()) {
            throw new IllegalArgumentException("not an identity: " + identity.get());
        }
    }

    /** Evidence of a device that does not name itself. */
    public DeviceEvidence(String profileId, Hash256 profileHash, Hash256 frameHash) {
        this(profileId, profileHash, frameHash, Optional.empty());
    }
}
