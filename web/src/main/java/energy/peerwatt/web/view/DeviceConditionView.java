package energy.peerwatt.web.view;

import energy.peerwatt.metering.headend.DeviceCondition;
import java.time.Instant;

/**
 * Whether a device gives values.
 *
 * @param device METER, INVERTER, BATTERY or CHARGER
 * @param state GOOD, SILENT or REFUSING: it answers, but with nothing that is a value
 * @param since of its last good value if it gives none
 */
public record DeviceConditionView(String device, String state, Instant since, Instant reportedAt) {

    public static DeviceConditionView of(DeviceCondition condition) {
        return new DeviceConditionView(
                condition.device().name(),
                condition.state().name(),
                condition.since(),
                condition.reportedAt());
    }
}
