package energy.peerwatt.metering.protocol;

import java.util.regex.Pattern;

/**
 * What a reading was decoded from, so that the decoding can be repeated and disputed.
 *
 * @param profileId the device profile or driver, 1 to {@value #MAX_ID} letters, digits, hyphens,
 *     dots and underscores
 * @param profileHash SHA-256 of the profile as it was used
 * @param frameHash SHA-256 of the raw bytes that the device sent
 */
public record DeviceEvidence(String profileId, Hash256 profileHash, Hash256 frameHash) {

    static final int MAX_ID = 64;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1," + MAX_ID + "}");

    public DeviceEvidence {
        if (!ID.matcher(profileId).matches()) {
            throw new IllegalArgumentException("not a profile id: " + profileId);
        }
    }
}
