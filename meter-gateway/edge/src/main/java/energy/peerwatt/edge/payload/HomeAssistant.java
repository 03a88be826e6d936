package energy.peerwatt.edge.payload;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import energy.peerwatt.edge.format.Amount;
import energy.peerwatt.edge.format.ForeignJson;
import energy.peerwatt.edge.format.Refusal;
import energy.peerwatt.edge.format.RefusedException;
import energy.peerwatt.edge.format.Unit;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A device that describes itself as Home Assistant's discovery wants it. Configured with {@code
 * homeassistant/sensor/<node>}; options {@code import}, {@code export} and {@code power} name its
 * objects, since no description says which way energy flows. Only a sensor of class {@code energy}
 * that is {@code total_increasing} becomes a register. Templates are not run; one that only names a
 * field is followed.
 */
final class HomeAssistant extends MqttDevice {

    private static final int STEP_MILLI_WH = 10_000;
    private static final Pattern FIELD =
            Pattern.compile("\\{\\{\\s*value_json((?:\\.[A-Za-z_][A-Za-z0-9_]*)+)\\s*}}");

    private enum Use {
        IMPORT,
        EXPORT,
        POWER
    }

    /** Where a value comes from; the whole payload if there is no field. */
    private record State(String topic, Optional<JsonPointer> field, Unit unit) {}

    private final Map<String, Use> descriptions;
    private final Map<Use, State> states = new EnumMap<>(Use.class);
    private final int stepMilliWh;

    HomeAssistant(String topic, Options options) {
        super(options);
        stepMilliWh = options.stepMilliWh(STEP_MILLI_WH);
        Map<String, Use> named = new HashMap<>();
        options.text("import").ifPresent(object -> named.put(config(topic, object), Use.IMPORT));
        options.text("export").ifPresent(object -> named.put(config(topic, object), Use.EXPORT));
        options.text("power").ifPresent(object -> named.put(config(topic, object), Use.POWER));
        if (named.isEmpty()) {
            options.required("import");
        }
        descriptions = Map.copyOf(named);
    }

    @Override
    public Set<String> topics() {
        Set<String> topics = new HashSet<>(descriptions.keySet());
        states.values().forEach(state -> topics.add(state.topic()));
        return topics;
    }

    @Override
    boolean isDescription(String topic) {
        return descriptions.containsKey(topic);
    }

    @Override
    void read(Arrival arrival, Sample sample) throws RefusedException {
        Use described = descriptions.get(arrival.topic());
        if (described != null) {
            states.remove(described);
            if (arrival.payload().length == 0) {
                throw new RefusedException(Refusal.ABSENT);
            }
            states.put(described, state(described, ForeignJson.object(arrival.payload())));
            return;
        }
        for (Map.Entry<Use, State> state : states.entrySet()) {
            if (state.getValue().topic().equals(arrival.topic())) {
                readState(state.getKey(), amount(state.getValue(), arrival), sample);
            }
        }
    }

    private void readState(Use use, Amount amount, Sample sample) throws RefusedException {
        switch (use) {
            case IMPORT -> sample.imported(amount.register(stepMilliWh));
            case EXPORT -> sample.exported(amount.register(stepMilliWh));
            case POWER -> sample.power(amount.milliwatts());
        }
    }

    private static Amount amount(State state, Arrival arrival) throws RefusedException {
        if (state.field().isEmpty()) {
            return JsonNumbers.scalar(arrival.payload(), state.unit());
        }
        JsonNode body = ForeignJson.object(arrival.payload());
        return JsonNumbers.amount(JsonNumbers.at(body, state.field().get()), state.unit());
    }

    private static State state(Use use, JsonNode config) throws RefusedException {
        String deviceClass = text(config, "device_class", "dev_cla");
        if (!deviceClass.equals(use == Use.POWER ? "power" : "energy")) {
            throw new RefusedException(Refusal.OTHER_QUANTITY);
        }
        if (use != Use.POWER
                && !text(config, "state_class", "stat_cla").equals("total_increasing")) {
            throw new RefusedException(Refusal.NOT_CUMULATIVE);
        }
        Unit unit = Unit.of(text(config, "unit_of_measurement", "unit_of_meas"));
        if (unit.isEnergy() == (use == Use.POWER)) {
            throw new RefusedException(Refusal.UNIT_UNKNOWN);
        }
        String base = text(config, "~", "~");
        String topic = text(config, "state_topic", "stat_t").replace("~", base);
        if (topic.isEmpty() || topic.contains("#") || topic.contains("+")) {
            throw new RefusedException(Refusal.MALFORMED);
        }
        return new State(topic, field(text(config, "value_template", "val_tpl")), unit);
    }

    private static Optional<JsonPointer> field(String template) throws RefusedException {
        if (template.isEmpty() || template.replace(" ", "").equals("{{value}}")) {
            return Optional.empty();
        }
        Matcher field = FIELD.matcher(template.strip());
        if (!field.matches()) {
            throw new RefusedException(Refusal.TEMPLATE);
        }
        return Optional.of(JsonPointer.valueOf(field.group(1).replace('.', '/')));
    }

    private static String text(JsonNode config, String name, String shortName) {
        return config.path(config.has(name) ? name : shortName).asText("");
    }

    private static String config(String topic, String object) {
        return topic + "/" + object + "/config";
    }
}
