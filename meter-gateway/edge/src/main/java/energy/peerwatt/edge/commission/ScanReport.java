package energy.peerwatt.edge.commission;

import energy.peerwatt.edge.commission.BusScan.Reaction;
import energy.peerwatt.edge.device.DeviceRole;
import energy.peerwatt.edge.device.ProfileReader;
import energy.peerwatt.edge.modbus.Framing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a scan found, as an installer reads it. */
final class ScanReport {

    private final Target.Bus bus;
    private final BusScan.Result result;
    private final List<String> lines = new ArrayList<>();

    private ScanReport(Target.Bus bus, BusScan.Result result) {
        this.bus = bus;
        this.result = result;
    }

    /** Lines of text. */
    static List<String> of(Target.Bus bus, BusScan.Result result) {
        ScanReport report = new ScanReport(bus, result);
        report.write();
        return report.lines;
    }

    private void write() {
        if (result.framing().isEmpty()) {
            lines.add(
                    bus
                            + ": somebody listens, and no unit of "
                            + UnitRange.text(result.units().keySet())
                            + " answered in any framing");
            lines.add("  other units? --units 1-247");
            lines.add("  another client connected? many devices serve only one");
            lines.add("  Modbus not switched on in the device or its converter?");
            return;
        }
        Framing framing = result.framing().get();
        lines.add(
                "%s: %s, answers within %d ms"
                        .formatted(bus, name(framing), Math.max(1, result.slowestMillis())));
        byIdentity().forEach((identity, units) -> unit(identity, units, framing));
        others(Reaction.DECLINES, "decline everything they were asked");
        others(Reaction.ABSENT, "are not there, says the gateway");
        others(Reaction.NONSENSE, "answered with something else");
        others(Reaction.SILENT, "silent");
    }

    static String name(Framing framing) {
        return framing == Framing.TCP ? "Modbus TCP" : "RTU over TCP";
    }

    /** Devices that look alike under many ids usually do not look at the id. */
    private Map<Identity, List<Integer>> byIdentity() {
        Map<Identity, List<Integer>> units = new LinkedHashMap<>();
        result.identities()
                .forEach((unit, identity) ->
                        units.computeIfAbsent(identity, _ -> new ArrayList<>()).add(unit));
        return units;
    }

    private void unit(Identity identity, List<Integer> units, Framing framing) {
        String label = "unit " + UnitRange.text(units) + ": ";
        identity.sunSpec()
                .ifPresent(device -> {
                    lines.add(label + "SunSpec at " + device.base() + ", " + named(device.name()));
                    lines.add("  models " + words(device.models()));
                    if (!device.roles().isEmpty()) {
                        lines.add(
                                "  "
                                        + commission(units.getFirst(), "sunspec", framing)
                                        + "  as "
                                        + words(new TreeSet<>(device.roles())));
                    }
                });
        for (String id : identity.profiles().all()) {
            lines.add(label + id + " (" + ProfileReader.of(id).device() + ")");
            lines.add(
                    "  "
                            + commission(units.getFirst(), id, framing)
                            + "  as "
                            + roles(ProfileReader.of(id)));
        }
        ambiguity(identity.profiles());
        if (!identity.isKnown()) {
            lines.add(label + "answers, and is no SunSpec device and of no known profile");
        }
        if (units.size() > 2 && identity.isKnown()) {
            lines.add(
                    "  the same under "
                            + units.size()
                            + " ids, to the last digit: this device does not look at the id, use one");
        }
    }

    private void ambiguity(ProfileMatch.Candidates profiles) {
        if (!profiles.possible().isEmpty()) {
            lines.add(
                    "  its registers are there; no probe tells this device from others:"
                            + " compare what 'read' shows with its display");
        } else if (profiles.matches().size() > 1) {
            lines.add(
                    "  "
                            + profiles.matches().size()
                            + " profiles fit: read with each and compare with the display, the label decides");
        }
    }

    private void others(Reaction reaction, String what) {
        List<Integer> units = result.units(reaction);
        if (!units.isEmpty()) {
            lines.add("units " + UnitRange.text(units) + ": " + what);
        }
    }

    private String commission(int unit, String driver, Framing framing) {
        return "./peerwatt gateway commission %s --unit %d --profile %s%s"
                .formatted(
                        bus,
                        unit,
                        driver,
                        framing == Framing.TCP ? "" : " --framing " + framing.label());
    }

    private static String named(String name) {
        return name.isEmpty() ? "does not say who made it" : name;
    }

    private static String roles(ProfileReader profile) {
        return words(new TreeSet<DeviceRole>(profile.roles()));
    }

    private static String words(Collection<?> words) {
        return words.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }
}
