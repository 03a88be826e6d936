package energy.peerwatt.metering.headend;

import energy.peerwatt.metering.protocol.DeviceReport;
import java.time.Instant;

/**
 * Whether a device at a metering point gives values, as its gateway says.
 *
 * @param since market time; of its last good value if it gives none
 * @param reportedAt market time of the gateway's word
 */
public record DeviceCondition(
        DeviceReport.Kind device, DeviceReport.State state, Instant since, Instant reportedAt) {}
