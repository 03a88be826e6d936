package energy.peerwatt.edge.payload;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import energy.peerwatt.edge.device.RegisterValue;
import energy.peerwatt.edge.format.Amount;
import energy.peerwatt.edge.format.ForeignJson;
import energy.peerwatt.edge.format.Refusal;
import energy.peerwatt.edge.format.RefusedException;
import energy.peerwatt.edge.format.Unit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A JSON message whose values the owner names by JSON pointers, in options {@code import}, {@code
 * export}, {@code power}. Tasmota's SML script lets its user choose all names; without pointers its
 * two usual sets of labels are looked for.
 */
final class LabelledMeter extends MqttDevice {

    /** Import, export, power; in the object of one meter. */
    private static final List<List<String>> USUAL =
            List.of(
                    List.of("Total_in", "Total_out", "Power_curr"),
                    List.of("Total", "TotalOut", "Power"));

    private final String topic;
    private final UnaryOperator<JsonNode> unwrap;
    private final Optional<JsonPointer> imported;
    private final Optional<JsonPointer> exported;
    private final Optional<JsonPointer> power;
    private final Unit unit;
    private final int stepMilliWh;

    private LabelledMeter(String topic, Options options, UnaryOperator<JsonNode> unwrap) {
        super(options);
        this.topic = topic;
        this.unwrap = unwrap;
        imported = options.pointer("import");
        exported = options.pointer("export");
        power = options.pointer("power");
        unit = options.energyUnit(Unit.KILOWATT_HOUR);
        stepMilliWh = options.stepMilliWh(0);
    }

    /** Any JSON: at least one register must be named, and the unit. */
    static LabelledMeter json(String topic, Options options) {
        options.required("unit");
        if (options.text("import").isEmpty() && options.text("export").isEmpty()) {
            options.required("import");
        }
        return new LabelledMeter(topic, options, UnaryOperator.identity());
    }

    static LabelledMeter tasmotaSml(String topic, Options options) {
        return new LabelledMeter(topic, options, TasmotaDevice::sensor);
    }

    @Override
    public Set<String> topics() {
        return Set.of(topic);
    }

    @Override
    void read(Arrival arrival, Sample sample) throws RefusedException {
        JsonNode body = unwrap.apply(ForeignJson.object(arrival.payload()));
        if (imported.isEmpty() && exported.isEmpty()) {
            readUsual(body, sample);
            return;
        }
        if (imported.isPresent()) {
            register(JsonNumbers.at(body, imported.get()), sample, true);
        }
        if (exported.isPresent()) {
            register(JsonNumbers.at(body, exported.get()), sample, false);
        }
        if (power.isPresent()) {
            sample.power(JsonNumbers.power(JsonNumbers.at(body, power.get()), Unit.WATT));
        }
    }

    private void readUsual(JsonNode body, Sample sample) throws RefusedException {
        boolean found = false;
        for (Map.Entry<String, JsonNode> meter : body.properties()) {
            for (List<String> labels : USUAL) {
                // Tasmota's own ENERGY has a Total of another meaning.
                if (!meter.getKey().equals("ENERGY") && meter.getValue().has(labels.getFirst())) {
                    if (found) {
                        throw new RefusedException(Refusal.AMBIGUOUS);
                    }
                    found = true;
                    readMeter(meter.getValue(), labels, sample);
                }
            }
        }
        if (!found) {
            throw new RefusedException(Refusal.NO_MEASUREMENT);
        }
    }

    private void readMeter(JsonNode meter, List<String> labels, Sample sample)
            throws RefusedException {
        register(meter.get(labels.get(0)), sample, true);
        if (meter.has(labels.get(1))) {
            register(meter.get(labels.get(1)), sample, false);
        }
        if (meter.has(labels.get(2))) {
            sample.power(JsonNumbers.power(meter.get(labels.get(2)), Unit.WATT));
        }
    }

    private void register(JsonNode value, Sample sample, boolean inwards) throws RefusedException {
        Amount amount = JsonNumbers.amount(value, unit);
        RegisterValue register =
                stepMilliWh == 0 ? amount.register() : amount.register(stepMilliWh);
        if (inwards) {
            sample.imported(register);
        } else {
            sample.exported(register);
        }
    }
}
