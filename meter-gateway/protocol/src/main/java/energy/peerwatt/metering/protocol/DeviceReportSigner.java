package energy.peerwatt.metering.protocol;

/** Signs what a gateway reports about its devices. Thread-safe. */
public final class DeviceReportSigner {

    /** A signature of a report is none of anything else. */
    static final String PURPOSE = "device-report";

    private final SigningKey key;

    public DeviceReportSigner(SigningKey key) {
        this.key = key;
    }

    /**
     * The report as signed bytes, at most {@link DeviceReportVerifier#MAX_BYTES}.
     *
     * @throws IllegalStateException if the key's token does not answer
     */
    public byte[] sign(DeviceReport report) {
        return CoseSign1.sign(key, PURPOSE, DeviceReportCodec.encode(report)).encode();
    }
}
