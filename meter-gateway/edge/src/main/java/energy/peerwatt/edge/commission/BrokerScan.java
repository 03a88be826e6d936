package energy.peerwatt.edge.commission;

import com.fasterxml.jackson.databind.JsonNode;
import energy.peerwatt.edge.commission.TopicDialects.Candidate;
import energy.peerwatt.edge.device.DeviceRole;
import energy.peerwatt.edge.device.DeviceSample;
import energy.peerwatt.edge.format.ForeignJson;
import energy.peerwatt.edge.format.Refusal;
import energy.peerwatt.edge.format.RefusedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Listens to all that a broker has and tells which of it meters say. Thread-safe. */
final class BrokerScan {

    private static final Pattern DESCRIPTION =
            Pattern.compile("(homeassistant/sensor/[^/]+)/([^/]+)/config");
    private static final int MOST_DEVICES = 1_000;

    /**
     * Topics of one device that a driver understood.
     *
     * @param reasons why messages of it were refused
     */
    record Found(Candidate as, DeviceSample sample, Map<Refusal, Integer> reasons) {

        Found {
            reasons = reasons.isEmpty() ? Map.of() : new TreeMap<>(reasons);
        }
    }

    private final Map<Candidate, HeardDevice> devices = new LinkedHashMap<>();
    private final Map<String, List<String>> described = new TreeMap<>();
    private final TreeSet<String> topics = new TreeSet<>();
    private final TreeSet<String> claimed = new TreeSet<>();

    /** Takes a message. */
    synchronized void onMessage(String topic, byte[] payload, boolean retained) {
        topics.add(topic);
        if (isEnergyDescription(topic, payload)) {
            claimed.add(topic);
        }
        TopicDialects.of(topic, payload).forEach(this::add);
        long now = System.nanoTime();
        for (HeardDevice device : devices.values()) {
            if (device.take(topic, payload, retained, now)) {
                claimed.add(topic);
            }
        }
    }

    /** Devices that made samples, then those that a driver knows and refuses. */
    synchronized List<Found> found() {
        List<Found> good = new ArrayList<>();
        List<Found> refused = new ArrayList<>();
        devices.forEach((candidate, device) -> {
            Found found = new Found(candidate, device.sample(), device.refusals());
            if (device.decoded() > 0) {
                good.add(found);
            } else if (device.refusals().keySet().stream().anyMatch(BrokerScan::isTelling)) {
                refused.add(found);
            }
        });
        refused.removeIf(found -> good.stream().anyMatch(other -> isSameTopic(found, other)));
        good.addAll(refused);
        return good;
    }

    /** Energy sensors described for Home Assistant, by the topic to commission. */
    synchronized Map<String, List<String>> described() {
        return new TreeMap<>(described);
    }

    /** How many topics were heard. */
    synchronized int topics() {
        return topics.size();
    }

    /** Topics that said nothing of a meter. */
    synchronized int otherTopics() {
        return topics.size() - claimed.size();
    }

    private void add(Candidate candidate) {
        if (devices.size() < MOST_DEVICES && !devices.containsKey(candidate)) {
            devices.put(
                    candidate,
                    new HeardDevice(
                            candidate.driver(), candidate.topic(), Map.of(), DeviceRole.METER));
        }
    }

    /** Without these reasons a topic is just about something else. */
    private static boolean isTelling(Refusal reason) {
        return switch (reason) {
            case NOT_JSON, MALFORMED, NO_MEASUREMENT, OTHER_QUANTITY -> false;
            default -> true;
        };
    }

    private static boolean isSameTopic(Found one, Found other) {
        return one.as().topic().equals(other.as().topic());
    }

    /** Remembers energy sensors that Home Assistant would show. */
    private boolean isEnergyDescription(String topic, byte[] payload) {
        Matcher description = DESCRIPTION.matcher(topic);
        if (!description.matches() || payload.length == 0) {
            return false;
        }
        try {
            JsonNode sensor = ForeignJson.object(payload);
            if (!text(sensor, "device_class", "dev_cla").equals("energy")) {
                return false;
            }
            List<String> objects =
                    described.computeIfAbsent(description.group(1), _ -> new ArrayList<>());
            if (!objects.contains(description.group(2))) {
                objects.add(description.group(2));
            }
            return true;
        } catch (RefusedException e) {
            return false;
        }
    }

    private static String text(JsonNode node, String name, String shortName) {
        return node.has(name) ? node.path(name).asText() : node.path(shortName).asText();
    }
}
