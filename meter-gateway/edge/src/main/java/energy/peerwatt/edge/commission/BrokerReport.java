package energy.peerwatt.edge.commission;

import energy.peerwatt.edge.device.DeviceSample;
import energy.peerwatt.edge.device.LiveQuantity;
import energy.peerwatt.edge.device.RegisterValue;
import energy.peerwatt.edge.format.Refusal;
import energy.peerwatt.market.Channel;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What was heard at a broker, as an installer reads it. */
final class BrokerReport {

    private BrokerReport() {}

    /** Lines of text. */
    static List<String> of(Target.Broker broker, BrokerScan scan) {
        List<String> lines = new ArrayList<>();
        lines.add(broker + ": " + scan.topics() + " topics");
        for (BrokerScan.Found found : scan.found()) {
            lines.add("topic " + found.as().topic() + ": " + found.as().driver());
            rows(found.sample()).forEach(row -> lines.add("  " + String.join("  ", row)));
            if (!found.reasons().isEmpty()) {
                lines.add("  refused: " + reasons(found.reasons()));
            }
            if (!found.sample().registers().isEmpty()) {
                lines.add(
                        "  ./peerwatt gateway commission %s --topic %s --profile %s"
                                .formatted(broker, found.as().topic(), found.as().driver()));
            }
        }
        scan.described()
                .forEach((topic, objects) -> {
                    lines.add("topic " + topic + ": home-assistant");
                    lines.add("  energy sensors " + String.join(" ", objects));
                    lines.add(
                            "  ./peerwatt gateway commission %s --topic %s --profile home-assistant --option import=%s"
                                    .formatted(broker, topic, objects.getFirst()));
                });
        if (scan.topics() == 0) {
            lines.add("nothing was published: meters may speak only once a minute (--listen 120)");
        } else {
            lines.add(scan.otherTopics() + " other topics: no meter that is known");
        }
        return lines;
    }

    /** A row for each register and momentary value. */
    static List<List<String>> rows(DeviceSample sample) {
        List<List<String>> rows = new ArrayList<>();
        new TreeMap<Channel, RegisterValue>(sample.registers())
                .forEach((channel, value) ->
                        rows.add(
                                List.of(
                                        channel.name().toLowerCase(Locale.ROOT),
                                        wattHours(value.milliWh()) + " Wh",
                                        "in steps of "
                                                + wattHours(value.resolutionMilliWh())
                                                + " Wh")));
        new TreeMap<LiveQuantity, Long>(sample.live())
                .forEach((quantity, value) ->
                        rows.add(List.of(quantity.field(), String.valueOf(value), "")));
        return rows;
    }

    static String reasons(Map<Refusal, Integer> reasons) {
        return reasons.entrySet().stream()
                .map(reason -> reason.getKey() + " " + reason.getValue() + " times")
                .collect(Collectors.joining(", "));
    }

    static String wattHours(long milliWh) {
        return BigDecimal.valueOf(milliWh, 3).stripTrailingZeros().toPlainString();
    }
}
