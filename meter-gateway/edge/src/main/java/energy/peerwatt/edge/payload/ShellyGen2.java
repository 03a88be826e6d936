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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Shelly's second and third generation, W and Wh. Configured with the device's prefix it is the
 * three phases of {@code em:0}; with {@code <prefix>/em1:<n>}, {@code /switch:<n>} or {@code
 * /pm1:<n>} that component. Power and energy come in different messages.
 *
 * <p>A {@code NotifyStatus} has only what changed: its power is taken, of its energy only what is
 * complete.
 */
final class ShellyGen2 extends MqttDevice {

    private static final Pattern COMPONENT = Pattern.compile("(.+)/((em1|em|switch|pm1):\\d{1,3})");
    private static final int STEP_MILLI_WH = Amount.FINEST_STEP;

    private final String prefix;
    private final String component;
    private final String data;

    ShellyGen2(String topic, Options options) {
        super(options);
        Matcher named = COMPONENT.matcher(topic);
        boolean isNamed = named.matches();
        prefix = isNamed ? named.group(1) : topic;
        component = isNamed ? named.group(2) : "em:0";
        data = component.startsWith("em") ? component.replace(":", "data:") : component;
    }

    @Override
    public Set<String> topics() {
        return Set.copyOf(
                List.of(
                        prefix + "/status/" + component,
                        prefix + "/status/" + data,
                        prefix + "/events/rpc"));
    }

    @Override
    void read(Arrival arrival, Sample sample) throws RefusedException {
        JsonNode body = ForeignJson.object(arrival.payload());
        if (arrival.topic().equals(prefix + "/events/rpc")) {
            readNotification(body, sample);
        } else if (arrival.topic().equals(prefix + "/status/" + data)
                || arrival.topic().equals(prefix + "/status/" + component)) {
            boolean power = readPower(body, sample);
            boolean energy = readEnergy(body, true, sample);
            if (!power && !energy) {
                throw new RefusedException(Refusal.NO_MEASUREMENT);
            }
        } else {
            throw new RefusedException(Refusal.OTHER_QUANTITY);
        }
    }

    private void readNotification(JsonNode body, Sample sample) throws RefusedException {
        String method = body.path("method").asText();
        if (!method.equals("NotifyStatus") && !method.equals("NotifyFullStatus")) {
            throw new RefusedException(Refusal.OTHER_QUANTITY);
        }
        boolean whole = method.equals("NotifyFullStatus");
        JsonNode status = body.path("params");
        boolean any = readPower(status.path(component), sample);
        any |= readEnergy(status.path(data), whole, sample);
        if (!any) {
            throw new RefusedException(Refusal.OTHER_QUANTITY);
        }
    }

    private boolean readPower(JsonNode body, Sample sample) throws RefusedException {
        String field =
                switch (component.substring(0, component.indexOf(':'))) {
                    case "em" -> "total_act_power";
                    case "em1" -> "act_power";
                    default -> "apower";
                };
        if (!body.has(field)) {
            return false;
        }
        sample.power(JsonNumbers.power(body.get(field), Unit.WATT));
        return true;
    }

    private boolean readEnergy(JsonNode body, boolean whole, Sample sample)
            throws RefusedException {
        return switch (component.substring(0, component.indexOf(':'))) {
            case "em" -> readBoth(body.path("total_act"), body.path("total_act_ret"), sample);
            case "em1" ->
                    readBoth(
                            body.path("total_act_energy"),
                            body.path("total_act_ret_energy"),
                            sample);
            default ->
                    readSwitch(
                            body.path("aenergy").path("total"),
                            body.path("ret_aenergy").path("total"),
                            whole,
                            sample);
        };
    }

    private static boolean readBoth(JsonNode imported, JsonNode exported, Sample sample)
            throws RefusedException {
        if (imported.isMissingNode() || exported.isMissingNode()) {
            return false;
        }
        sample.imported(register(imported));
        sample.exported(register(exported));
        return true;
    }

    /**
     * What a switch returns is counted in {@code aenergy} too: import is the difference. Source:
     * Shelly's API documentation, Switch status.
     */
    private static boolean readSwitch(
            JsonNode both, JsonNode returned, boolean whole, Sample sample)
            throws RefusedException {
        if (both.isMissingNode() || (returned.isMissingNode() && !whole)) {
            return false;
        }
        if (returned.isMissingNode()) {
            sample.imported(register(both));
            return true;
        }
        RegisterValue exported = register(returned);
        long imported = register(both).milliWh() - exported.milliWh();
        if (imported < 0) {
            throw new RefusedException(Refusal.NEGATIVE_REGISTER);
        }
        sample.imported(new RegisterValue(imported, STEP_MILLI_WH, 0));
        sample.exported(exported);
        return true;
    }

    private static RegisterValue register(JsonNode value) throws RefusedException {
        return JsonNumbers.amount(value, Unit.WATT_HOUR).register(STEP_MILLI_WH);
    }
}
