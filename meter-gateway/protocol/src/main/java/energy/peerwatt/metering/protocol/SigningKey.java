package energy.peerwatt.metering.protocol;

/**
 * The private half of a key, wherever it is kept.
 *
 * <p>Thread-safe. Its text form says nothing of the secret.
 */
public sealed interface SigningKey permits Ed25519SigningKey, Es256SigningKey {

    /** What verifies its signatures. */
    VerificationKey verificationKey();

    /**
     * A signature of {@code content} by {@link VerificationKey#algorithm}, 64 bytes. Ed25519 gives
     * the same bytes each time, ES256 does not.
     *
     * @throws energy.peerwatt.market.MarketException {@code SIGNING_KEY_UNAVAILABLE} if a token
     *     does not answer
     */
    byte[] sign(byte[] content);
}
