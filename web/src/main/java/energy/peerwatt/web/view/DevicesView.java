package energy.peerwatt.web.view;

import energy.peerwatt.metering.headend.DeviceCondition;
import java.util.List;

/**
 * The devices of a metering point.
 *
 * @param devices as they are, each kind once; none before their gateway has reported
 * @param changes newest first; GOOD is the return of one that was away
 */
public record DevicesView(List<DeviceConditionView> devices, List<DeviceConditionView> changes) {

    public static DevicesView of(List<DeviceCondition> devices, List<DeviceCondition> changes) {
        return new DevicesView(
                devices.stream().map(DeviceConditionView::of).toList(),
                changes.stream().map(DeviceConditionView::of).toList());
    }
}
