package energy.peerwatt.edge.device;

import energy.peerwatt.market.Channel;
import energy.peerwatt.metering.protocol.DeviceContext;
import java.util.Map;

/**
 * What one device said at one moment. What is absent is unknown, never zero.
 *
 * @param registers energy registers; only these settle
 * @param live momentary values; those of the connection also go beside its registers
 * @param context what the registers were decoded from; nothing without registers, and no power,
 *     which is in {@code live}
 */
public record DeviceSample(
        Map<Channel, RegisterValue> registers,
        Map<LiveQuantity, Long> live,
        DeviceContext context) {

    public DeviceSample {
        registers = Map.copyOf(registers);
        live = Map.copyOf(live);
        context = registers.isEmpty() ? DeviceContext.NONE : context;
    }

    /** A sample of which it is not known what it was decoded from. */
    public DeviceSample(Map<Channel, RegisterValue> registers, Map<LiveQuantity, Long> live) {
        this(registers, live, DeviceContext.NONE);
    }

    /** The same, decoded from this. */
    public DeviceSample withContext(DeviceContext origin) {
        return new DeviceSample(registers, live, origin);
    }
}
