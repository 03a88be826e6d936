package energy.peerwatt.metering.headend;

/** What became of a gateway's report about its devices. */
public sealed interface DeviceReportResult {

    /**
     * It is stored; what it says of times before a later report changes nothing.
     *
     * @param devices of metering points that the gateway may report
     * @param foreign of others, ignored
     * @param changes devices that are in another state than before
     */
    record Taken(String gatewayId, int devices, int foreign, int changes)
            implements DeviceReportResult {}

    /**
     * Nothing of it is used.
     *
     * @param text for the log
     */
    record Refused(RefusalReason reason, String text) implements DeviceReportResult {}
}
