package energy.peerwatt.metering.protocol;

/**
 * MQTT topic names of one gateway.
 *
 * @param gatewayId see {@link ReadingBlock#gatewayId()}
 */
public record BlockTopics(String gatewayId) {

    /** Filter that matches every gateway's blocks. */
    public static final String ALL_BLOCKS = "peerwatt/v1/+/up/block";

    /** Filter that matches every gateway's live telemetry. */
    public static final String ALL_LIVE = "peerwatt/v1/+/up/live";

    /** Filter that matches every gateway's setpoint reports. */
    public static final String ALL_SETPOINTS = "peerwatt/v1/+/up/setpoint";

    /** Filter that matches every gateway's reports about its devices. */
    public static final String ALL_EVENTS = "peerwatt/v1/+/up/event";

    private static final String PREFIX = "peerwatt/v1/";

    public BlockTopics {
        ReadingBlock.requireGatewayId(gatewayId);
    }

    /** Gateway to head-end, QoS 1: signed blocks. */
    public String block() {
        return PREFIX + gatewayId + "/up/block";
    }

    /** Gateway to head-end, QoS 0: live telemetry, JSON. */
    public String live() {
        return PREFIX + gatewayId + "/up/live";
    }

    /** Head-end to gateway, QoS 1: {@link Acknowledgement}. */
    public String ack() {
        return PREFIX + gatewayId + "/down/ack";
    }

    /** Head-end to gateway, QoS 1: signed {@link SetpointPlan}. */
    public String command() {
        return PREFIX + gatewayId + "/down/cmd";
    }

    /** Gateway to head-end, QoS 1: signed {@link SetpointReport}. */
    public String setpoint() {
        return PREFIX + gatewayId + "/up/setpoint";
    }

    /** Gateway to head-end, QoS 1: signed {@link DeviceReport}. */
    public String event() {
        return PREFIX + gatewayId + "/up/event";
    }
}
