package energy.peerwatt.metering.headend;

/**
 * What a reading is known by.
 *
 * @param gatewayId who signed it
 * @param epoch of the gateway
 * @param sequence within the epoch, from 1
 */
public record ReadingId(String gatewayId, long epoch, long sequence) {}
