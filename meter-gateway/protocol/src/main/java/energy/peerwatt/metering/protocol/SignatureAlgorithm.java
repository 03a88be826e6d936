package energy.peerwatt.metering.protocol;

/**
 * How a key signs. It belongs to the key: a message that names another algorithm than the
 * registered key's is refused, so nobody can choose a weaker check.
 */
public enum SignatureAlgorithm {
    /** Ed25519 (RFC 8032), EdDSA in COSE. */
    ED25519(-8),
    /** ECDSA on P-256 with SHA-256 (RFC 9053 section 2.1); for keys that a token holds. */
    ES256(-7);

    /** Both are two numbers of 32 bytes: point and scalar, or r and s. */
    static final int SIGNATURE_BYTES = 64;

    private final int coseNumber;

    SignatureAlgorithm(int coseNumber) {
        this.coseNumber = coseNumber;
    }

    /** Number in the COSE registry of algorithms. */
    int coseNumber() {
        return coseNumber;
    }
}
