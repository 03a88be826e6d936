package energy.peerwatt.balancer.file;

import com.fasterxml.jackson.databind.node.ObjectNode;
import energy.peerwatt.balancer.model.Connection;
import energy.peerwatt.balancer.model.Feeder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads and writes a community's member {@code feeder}. */
final class FeederFields {

    private FeederFields() {}

    static Feeder read(Field field) {
        Feeder.Source source = source(field.member("source"));
        Feeder.Band planning =
                field.find("planning").map(FeederFields::band).orElse(Feeder.Band.EN_50160);
        int powerFactor = field.integer("loadPowerFactorPermille");
        List<Feeder.Cable> cables =
                field.member("cables").elements().stream().map(FeederFields::cable).toList();
        Map<String, String> homes = new HashMap<>();
        field.member("homes")
                .members()
                .forEach(member -> homes.put(member.getKey(), member.getValue().text()));
        field.requireNothingElse();
        return field.build(() -> new Feeder(source, planning, powerFactor, cables, homes));
    }

    private static Feeder.Source source(Field field) {
        String node = field.text("node");
        int millivolts = field.integer("millivolts");
        Feeder.Tap tap = field.find("tap").map(FeederFields::tap).orElse(Feeder.Tap.NONE);
        Feeder.Impedance inner = impedance(field);
        field.requireNothingElse();
        return field.build(() -> new Feeder.Source(node, millivolts, tap, inner));
    }

    private static Feeder.Tap tap(Field field) {
        int position = field.integer("position");
        int step = field.integer("stepPermille");
        int steps = field.integer("steps");
        field.requireNothingElse();
        return field.build(() -> new Feeder.Tap(position, step, steps));
    }

    private static Feeder.Band band(Field field) {
        int lowest = field.integer("lowestMillivolts");
        int highest = field.integer("highestMillivolts");
        field.requireNothingElse();
        return field.build(() -> new Feeder.Band(lowest, highest));
    }

    private static Feeder.Impedance impedance(Field field) {
        int selfR = field.integer("selfRMicroOhm");
        int selfX = field.integer("selfXMicroOhm");
        int mutualR = field.integer("mutualRMicroOhm", 0);
        int mutualX = field.integer("mutualXMicroOhm", 0);
        return field.build(() -> new Feeder.Impedance(selfR, selfX, mutualR, mutualX));
    }

    private static Feeder.Cable cable(Field field) {
        String from = field.text("from");
        String to = field.text("to");
        Connection phases =
                field.find("phases")
                        .map(found -> found.oneOf(Connection.class))
                        .orElse(Connection.THREE_PHASE);
        Feeder.Impedance impedance = impedance(field);
        int ampacity = field.integer("ampacityA", Feeder.Cable.UNRATED);
        field.requireNothingElse();
        return field.build(() -> new Feeder.Cable(from, to, phases, impedance, ampacity));
    }

    static void write(Feeder feeder, ObjectNode node) {
        Feeder.Source source = feeder.source();
        ObjectNode from = node.putObject("source");
        from.put("node", source.node());
        from.put("millivolts", source.millivolts());
        ObjectNode tap = from.putObject("tap");
        tap.put("position", source.tap().position());
        tap.put("stepPermille", source.tap().stepPermille());
        tap.put("steps", source.tap().steps());
        write(source.inner(), from);
        ObjectNode planning = node.putObject("planning");
        planning.put("lowestMillivolts", feeder.planning().lowest());
        planning.put("highestMillivolts", feeder.planning().highest());
        node.put("loadPowerFactorPermille", feeder.loadPowerFactorPermille());
        var cables = node.putArray("cables");
        feeder.cables().forEach(cable -> write(cable, cables.addObject()));
        ObjectNode homes = node.putObject("homes");
        feeder.homes().forEach(homes::put);
    }

    private static void write(Feeder.Cable cable, ObjectNode node) {
        node.put("from", cable.from());
        node.put("to", cable.to());
        node.put("phases", cable.phases().name());
        write(cable.impedance(), node);
        if (cable.isRated()) {
            node.put("ampacityA", cable.ampacity());
        }
    }

    private static void write(Feeder.Impedance impedance, ObjectNode node) {
        node.put("selfRMicroOhm", impedance.selfR());
        node.put("selfXMicroOhm", impedance.selfX());
        node.put("mutualRMicroOhm", impedance.mutualR());
        node.put("mutualXMicroOhm", impedance.mutualX());
    }
}
