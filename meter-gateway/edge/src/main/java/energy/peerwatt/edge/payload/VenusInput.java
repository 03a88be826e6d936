package energy.peerwatt.edge.payload;

import com.fasterxml.jackson.databind.JsonNode;
import energy.peerwatt.edge.device.DeviceRole;
import energy.peerwatt.edge.format.Amount;
import energy.peerwatt.edge.format.ForeignJson;
import energy.peerwatt.edge.format.Refusal;
import energy.peerwatt.edge.format.RefusedException;
import energy.peerwatt.edge.format.Unit;
import java.util.Set;

/**
 * What meters publish for the dbus-mqtt drivers of Venus OS: {@code
 * {"grid":{"power":…,"energy_forward":…}}} or {@code {"pv":…}}; W and kWh.
 */
final class VenusInput extends MqttDevice {

    private static final int STEP_MILLI_WH = 10_000;

    private final String topic;
    private final String object;
    private final int stepMilliWh;

    /** Of {@code pv}, forward is what it makes. */
    VenusInput(String topic, Options options) {
        super(
                options,
                options.direction().role() == DeviceRole.INVERTER
                        ? options.direction().turned()
                        : options.direction());
        this.topic = topic;
        object = options.direction().role() == DeviceRole.INVERTER ? "pv" : "grid";
        stepMilliWh = options.stepMilliWh(STEP_MILLI_WH);
    }

    @Override
    public Set<String> topics() {
        return Set.of(topic);
    }

    @Override
    void read(Arrival arrival, Sample sample) throws RefusedException {
        JsonNode meter = ForeignJson.object(arrival.payload()).path(object);
        if (!meter.has("power") && !meter.has("energy_forward")) {
            throw new RefusedException(Refusal.NO_MEASUREMENT);
        }
        if (meter.has("power")) {
            sample.power(JsonNumbers.power(meter.get("power"), Unit.WATT));
        }
        if (meter.has("energy_forward")) {
            sample.imported(amount(meter.get("energy_forward")).register(stepMilliWh));
        }
        if (meter.has("energy_reverse")) {
            sample.exported(amount(meter.get("energy_reverse")).register(stepMilliWh));
        }
    }

    private static Amount amount(JsonNode value) throws RefusedException {
        return JsonNumbers.amount(value, Unit.KILOWATT_HOUR);
    }
}
