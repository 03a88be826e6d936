package energy.peerwatt.edge.payload;

import com.fasterxml.jackson.databind.JsonNode;
import energy.peerwatt.edge.device.RegisterValue;
import energy.peerwatt.edge.format.Amount;
import energy.peerwatt.edge.format.ForeignJson;
import energy.peerwatt.edge.format.Refusal;
import energy.peerwatt.edge.format.RefusedException;
import energy.peerwatt.edge.format.Unit;
import java.util.List;
import java.util.Set;

/**
 * zigbee2mqtt, as one JSON object per device or one scalar per topic; kWh, mostly in steps of 10
 * Wh, which it drops zeros of. Option {@code channel} takes one clamp of a meter with several,
 * option {@code resolutionWh} tells another step.
 *
 * <p>It repeats the register it remembers whenever anything else changes: the same register again
 * does not mean that no energy has flowed.
 */
final class ZigbeeMeter extends MqttDevice {

    private static final int STEP_MILLI_WH = 10_000;
    private static final String PRODUCING = "producing";

    private final String topic;
    private final int stepMilliWh;
    private final String energy;
    private final List<String> produced;
    private final String power;
    private final String flow;

    ZigbeeMeter(String topic, Options options) {
        super(options);
        this.topic = topic;
        stepMilliWh = options.stepMilliWh(STEP_MILLI_WH);
        String suffix = options.text("channel").map(channel -> "_" + channel).orElse("");
        energy = "energy" + suffix;
        produced = List.of("produced_energy" + suffix, "energy_produced" + suffix);
        power = "power" + suffix;
        flow = "energy_flow" + suffix;
    }

    @Override
    public Set<String> topics() {
        return Set.of(
                topic,
                topic + "/" + energy,
                topic + "/" + produced.get(0),
                topic + "/" + produced.get(1));
    }

    @Override
    void read(Arrival arrival, Sample sample) throws RefusedException {
        if (arrival.topic().equals(topic)) {
            readObject(ForeignJson.object(arrival.payload()), sample);
            return;
        }
        // The power of this mode has no sign: that comes in another message.
        if (!topics().contains(arrival.topic())) {
            throw new RefusedException(Refusal.OTHER_QUANTITY);
        }
        RegisterValue register =
                register(JsonNumbers.scalar(arrival.payload(), Unit.KILOWATT_HOUR));
        if (arrival.topic().equals(topic + "/" + energy)) {
            sample.imported(register);
        } else {
            sample.exported(register);
        }
    }

    private void readObject(JsonNode body, Sample sample) throws RefusedException {
        if (body.hasNonNull(power)) {
            long milliwatts = JsonNumbers.power(body.get(power), Unit.WATT);
            boolean producing = body.path(flow).asText().equals(PRODUCING);
            sample.power(producing ? -Math.abs(milliwatts) : milliwatts);
        }
        boolean any = body.hasNonNull(power);
        if (body.hasNonNull(energy)) {
            sample.imported(register(JsonNumbers.amount(body.get(energy), Unit.KILOWATT_HOUR)));
            any = true;
        }
        for (String name : produced) {
            if (body.hasNonNull(name)) {
                sample.exported(register(JsonNumbers.amount(body.get(name), Unit.KILOWATT_HOUR)));
                any = true;
            }
        }
        if (!any) {
            throw new RefusedException(Refusal.NO_MEASUREMENT);
        }
    }

    private RegisterValue register(Amount amount) throws RefusedException {
        return amount.register(stepMilliWh);
    }
}
