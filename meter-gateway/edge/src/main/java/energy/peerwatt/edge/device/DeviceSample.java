package energy.peerwatt.edge.device;

import energy.peerwatt.market.Channel;
import java.util.Map;

/**
 * What one device said at one moment. What is absent is unknown, never zero.
 *
 * @param registers energy registers; only these settle
 * @param live momentary values, for display only
 */
public record DeviceSample(Map<Channel, RegisterValue> registers, Map<LiveQuantity, Long> live) {

    public DeviceSample {
        registers = Map.copyOf(registers);
        live = Map.copyOf(live);
    }
}
