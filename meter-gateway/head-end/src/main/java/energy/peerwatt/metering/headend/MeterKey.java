package energy.peerwatt.metering.headend;

import energy.peerwatt.metering.protocol.ocmf.OcmfKey;

/**
 * The key by which a meter signs its own records.
 *
 * @param publicKey X.509 SubjectPublicKeyInfo in hexadecimal or base64, of a curve that is taken
 * @param serial number of the meter in its records, 1 to {@value #LONGEST_SERIAL} characters
 * @param reversed whether what the meter calls import is our export
 */
public record MeterKey(String publicKey, String serial, boolean reversed) {

    private static final int LONGEST_SERIAL = 64;
    private static final int LONGEST_KEY = 400;

    public MeterKey {
        if (serial.isBlank() || serial.length() > LONGEST_SERIAL) {
            throw new IllegalArgumentException("serial " + serial);
        }
        if (publicKey.length() > LONGEST_KEY) {
            throw new IllegalArgumentException("a key of " + publicKey.length() + " characters");
        }
        OcmfKey _ = OcmfKey.parse(publicKey);
    }
}
