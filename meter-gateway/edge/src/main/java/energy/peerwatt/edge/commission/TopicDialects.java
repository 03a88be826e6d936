package energy.peerwatt.edge.commission;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which drivers may understand a topic, by the names that devices give their topics. */
final class TopicDialects {

    private static final Pattern TASMOTA = Pattern.compile(".+/(SENSOR|STATUS10)");
    private static final Pattern SHELLY_1 = Pattern.compile("(.+)/(emeter|relay)/(\\d)/.+");
    private static final Pattern SHELLY_2 =
            Pattern.compile("(.+)/status/(em|em1|switch|pm1|emdata|em1data):(\\d{1,3})");
    private static final Pattern SHELLY_RPC = Pattern.compile("(.+)/events/rpc");
    private static final Pattern ZIGBEE = Pattern.compile("(zigbee2mqtt[^/]*/[^/]+)(/.+)?");
    private static final Pattern VICTRON = Pattern.compile("(N/[^/]+/[^/]+/\\d+)/.+");
    private static final Pattern DSMR = Pattern.compile("(dsmr/reading)/.+");
    private static final Pattern SPARKPLUG =
            Pattern.compile("(spBv1\\.0/[^/]+)/D(?:BIRTH|DATA|DEATH)/([^/]+)/([^/]+)");
    private static final byte[] SML = {0x1b, 0x1b, 0x1b, 0x1b};

    /** A driver, and the topic it would be commissioned with. */
    record Candidate(String driver, String topic) {}

    private TopicDialects() {}

    /** Those worth trying; none for a topic that no known device uses. */
    static List<Candidate> of(String topic, byte[] payload) {
        List<Candidate> found = new ArrayList<>();
        if (TASMOTA.matcher(topic).matches()) {
            found.add(new Candidate("tasmota", topic));
            found.add(new Candidate("tasmota-sml", topic));
        }
        add(found, "shelly-gen1", SHELLY_1.matcher(topic), "$1/$2/$3");
        shellyGen2(found, SHELLY_2.matcher(topic));
        add(found, "shelly-gen2", SHELLY_RPC.matcher(topic), "$1");
        add(found, "zigbee2mqtt", ZIGBEE.matcher(topic), "$1");
        add(found, "victron", VICTRON.matcher(topic), "$1");
        add(found, "dsmr-reader", DSMR.matcher(topic), "$1");
        add(found, "sparkplug", SPARKPLUG.matcher(topic), "$1/$2/$3");
        byContent(found, topic, payload);
        return found;
    }

    private static void add(List<Candidate> found, String driver, Matcher topic, String whole) {
        if (topic.matches()) {
            found.add(new Candidate(driver, topic.replaceFirst(whole)));
        }
    }

    /** The data of a meter have a topic of their own beside its state. */
    private static void shellyGen2(List<Candidate> found, Matcher topic) {
        if (topic.matches()) {
            String component = topic.group(2).replace("data", "") + ":" + topic.group(3);
            String prefix = topic.group(1);
            found.add(
                    new Candidate(
                            "shelly-gen2",
                            component.equals("em:0") ? prefix : prefix + "/" + component));
        }
    }

    /** Telegrams come under any topic. */
    private static void byContent(List<Candidate> found, String topic, byte[] payload) {
        String start =
                new String(payload, 0, Math.min(8, payload.length), StandardCharsets.ISO_8859_1);
        if (start.startsWith("/")) {
            found.add(new Candidate("p1", topic));
        }
        if (start.startsWith(new String(SML, StandardCharsets.ISO_8859_1))
                || start.equalsIgnoreCase("1b1b1b1b")) {
            found.add(new Candidate("sml", topic));
        }
        if (start.startsWith("{") && found.isEmpty()) {
            found.add(new Candidate("victron-input", topic));
        }
    }
}
