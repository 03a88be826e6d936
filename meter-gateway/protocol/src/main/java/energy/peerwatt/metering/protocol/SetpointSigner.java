package energy.peerwatt.metering.protocol;

/**
 * Signs plans as the market and reports as a gateway. Each signature names what it is for: none
 * made for a plan ever serves as one of a report or of a block.
 *
 * <p>Thread-safe.
 */
public final class SetpointSigner {

    static final String PLAN = "setpoint-plan";
    static final String REPORT = "setpoint-report";

    private final SigningKey key;

    public SetpointSigner(SigningKey key) {
        this.key = key;
    }

    /** What verifies these signatures. */
    public VerificationKey verificationKey() {
        return key.verificationKey();
    }

    /**
     * The plan as signed bytes, at most {@link SetpointVerifier#MAX_BYTES}.
     *
     * @throws energy.peerwatt.market.MarketException if the key's token does not answer
     */
    public byte[] sign(SetpointPlan plan) {
        return CoseSign1.sign(key, PLAN, SetpointCodec.encode(plan)).encode();
    }

    /**
     * The report as signed bytes, at most {@link SetpointVerifier#MAX_BYTES}.
     *
     * @throws energy.peerwatt.market.MarketException if the key's token does not answer
     */
    public byte[] sign(SetpointReport report) {
        return CoseSign1.sign(key, REPORT, SetpointCodec.encode(report)).encode();
    }
}
