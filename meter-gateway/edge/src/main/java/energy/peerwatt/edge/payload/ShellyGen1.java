package energy.peerwatt.edge.payload;

import com.fasterxml.jackson.databind.JsonNode;
import energy.peerwatt.edge.format.Amount;
import energy.peerwatt.edge.format.ForeignJson;
import energy.peerwatt.edge.format.Refusal;
import energy.peerwatt.edge.format.RefusedException;
import energy.peerwatt.edge.format.Unit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Shelly's first generation: one scalar per topic, energy of {@code emeter} in Wh, of {@code relay}
 * in watt-minutes; the whole status as JSON in {@code info}.
 *
 * <p>Configured with {@code shellies/<id>} the three phases of a 3EM are one meter; with {@code
 * shellies/<id>/emeter/<n>} or {@code …/relay/<n>} it is that channel alone.
 */
final class ShellyGen1 extends MqttDevice {

    private static final Pattern CHANNEL = Pattern.compile("(.+)/(emeter|relay)/(\\d)");
    private static final Set<String> THREE_PHASES = Set.of("0", "1", "2");

    private final String device;
    private final boolean relay;
    private final Set<String> channels;
    private final Parts<Amount> imported;
    private final Parts<Amount> exported;
    private final Parts<Long> power;

    ShellyGen1(String topic, Options options) {
        super(options);
        Matcher channel = CHANNEL.matcher(topic);
        boolean one = channel.matches();
        device = one ? channel.group(1) : topic;
        relay = one && channel.group(2).equals("relay");
        channels = one ? Set.of(channel.group(3)) : THREE_PHASES;
        imported = new Parts<>(channels);
        exported = new Parts<>(channels);
        power = new Parts<>(channels);
    }

    @Override
    public Set<String> topics() {
        Set<String> topics = new HashSet<>();
        topics.add(device + "/info");
        for (String channel : channels) {
            for (String field :
                    relay
                            ? List.of("power", "energy")
                            : List.of("power", "total", "total_returned")) {
                topics.add(device + (relay ? "/relay/" : "/emeter/") + channel + "/" + field);
            }
        }
        return topics;
    }

    @Override
    void read(Arrival arrival, Sample sample) throws RefusedException {
        if (arrival.topic().equals(device + "/info")) {
            readInfo(ForeignJson.object(arrival.payload()), sample);
            return;
        }
        if (!topics().contains(arrival.topic())) {
            throw new RefusedException(Refusal.OTHER_QUANTITY);
        }
        String[] levels = arrival.topic().substring(device.length() + 1).split("/", -1);
        readField(levels[1], levels[2], arrival, sample);
    }

    private void readField(String channel, String field, Arrival arrival, Sample sample)
            throws RefusedException {
        if (field.equals("power")) {
            long milliwatts = JsonNumbers.scalar(arrival.payload(), Unit.WATT).milliwatts();
            power.put(channel, milliwatts, arrival.nanos())
                    .ifPresent(all -> sample.power(all.stream().mapToLong(Long::longValue).sum()));
            return;
        }
        Amount amount = JsonNumbers.scalar(arrival.payload(), energyUnit());
        boolean returned = field.equals("total_returned");
        List<Amount> all =
                (returned ? exported : imported)
                        .put(channel, amount, arrival.nanos())
                        .orElse(List.of());
        if (!all.isEmpty()) {
            register(all, returned, sample);
        }
    }

    private static void register(List<Amount> parts, boolean returned, Sample sample)
            throws RefusedException {
        if (returned) {
            sample.exported(Amount.sum(parts));
        } else {
            sample.imported(Amount.sum(parts));
        }
    }

    private void readInfo(JsonNode info, Sample sample) throws RefusedException {
        JsonNode meters = info.path(relay ? "meters" : "emeters");
        if (!meters.isArray()) {
            throw new RefusedException(Refusal.NO_MEASUREMENT);
        }
        if (channels.size() > 1 && meters.size() != channels.size()) {
            throw new RefusedException(Refusal.AMBIGUOUS);
        }
        long milliwatts = 0;
        List<Amount> totals = new ArrayList<>();
        List<Amount> returns = new ArrayList<>();
        for (String channel : channels) {
            JsonNode meter = meters.path(Integer.parseInt(channel));
            if (!meter.isObject()) {
                throw new RefusedException(Refusal.NO_MEASUREMENT);
            }
            if (!meter.path("is_valid").asBoolean(true)) {
                throw new RefusedException(Refusal.DEVICE_ERROR);
            }
            milliwatts += JsonNumbers.amount(meter.path("power"), Unit.WATT).milliwatts();
            collect(meter.path("total"), totals);
            collect(meter.path("total_returned"), returns);
        }
        sample.power(milliwatts);
        // A model without counters says nothing of energy.
        if (totals.size() == channels.size()) {
            register(totals, false, sample);
        }
        if (returns.size() == channels.size()) {
            register(returns, true, sample);
        }
    }

    private void collect(JsonNode value, List<Amount> amounts) throws RefusedException {
        if (!value.isMissingNode()) {
            amounts.add(JsonNumbers.amount(value, energyUnit()));
        }
    }

    private Unit energyUnit() {
        return relay ? Unit.WATT_MINUTE : Unit.WATT_HOUR;
    }
}
