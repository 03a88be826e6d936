package energy.peerwatt.edge.commission;

import energy.peerwatt.edge.device.DeviceEntry;
import energy.peerwatt.edge.device.DeviceEntry.Connection;
import energy.peerwatt.edge.device.DeviceRole;
import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes a device into the gateway's list, if it is connected the right way round. */
@Command(
        name = "commission",
        description = {
            "Finds out what a device is, judges whether it is connected the right way round, and adds",
            "it to the gateway's list of devices. Nothing is written if a check fails, unless",
            "--accept names it. Asks what it needs to know; with --yes it asks nothing."
        })
final class CommissionCommand implements Callable<Integer> {

    private static final MeteringPointId LATER = new MeteringPointId("COMMISSIONING");

    @Parameters(paramLabel = "HOST[:PORT]|mqtt://HOST[:PORT]", description = "Where it is.")
    private String target = "";

    @Option(names = "--unit", paramLabel = "N", description = "Default: found.")
    private Optional<Integer> unit = Optional.empty();

    @Option(
            names = "--profile",
            paramLabel = "P",
            description = "Profile or driver, sunspec for SunSpec. Default: found.")
    private Optional<String> profile = Optional.empty();

    @Option(names = "--topic", description = "At a broker: the topic, as scan tells.")
    private Optional<String> topic = Optional.empty();

    @Option(
            names = "--option",
            paramLabel = "NAME=VALUE",
            description = "Of an MQTT driver, see the gateway's README.")
    private Map<String, String> driverOptions = Map.of();

    @Option(names = "--role", description = "METER, INVERTER, BATTERY or CHARGER.")
    private Optional<String> role = Optional.empty();

    @Option(names = "--metering-point", paramLabel = "ID", description = "What it measures for.")
    private Optional<String> point = Optional.empty();

    @Option(
            names = "--load",
            defaultValue = "unknown",
            paramLabel = "drawing|feeding",
            description = "What flows at this moment, as you know it.")
    private String load = "unknown";

    @Option(
            names = "--watch",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long to compare power and registers at most. Default: 60.")
    private int watchSeconds = 60;

    @Option(names = "--display-import", paramLabel = "KWH", description = "As the display shows.")
    private Optional<String> displayImport = Optional.empty();

    @Option(names = "--display-export", paramLabel = "KWH", description = "As the display shows.")
    private Optional<String> displayExport = Optional.empty();

    @Option(names = "--display-generation", paramLabel = "KWH", description = "Of an inverter.")
    private Optional<String> displayGeneration = Optional.empty();

    @Option(
            names = "--accept",
            split = ",",
            paramLabel = "CHECK",
            description = "Write although this check fails; as named in the list of checks.")
    private List<String> accept = List.of();

    @Option(
            names = "--devices",
            paramLabel = "FILE",
            description = "The gateway's list of devices. Default: devices.json in --data.")
    private Optional<Path> devices = Optional.empty();

    @Option(names = "--gateway-id", paramLabel = "ID", description = "For a new list.")
    private Optional<String> gatewayId = Optional.empty();

    @Option(names = "--yes", description = "Ask nothing; write if all checks pass.")
    private boolean isUnattended;

    @Option(names = "--dry-run", description = "Show what would be written, write nothing.")
    private boolean isDryRun;

    @Mixin private final BusOptions bus = new BusOptions();
    @Mixin private final BrokerOptions broker = new BrokerOptions();
    @Mixin private final DataOptions data = new DataOptions();
    private final Tools tools;

    CommissionCommand(Tools tools) {
        this.tools = tools;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (isUnattended) {
            tools.dialogue().leave();
        }
        Set<Check> accepted = accepted(accept);
        DeviceListFile file =
                DeviceListFile.read(
                        devices.orElseGet(() -> data.directory().resolve("devices.json")));
        Judgement judgement = new Judgement();
        judgement.accept(accepted);
        Optional<DeviceEntry> judged =
                switch (Target.of(target)) {
                    case Target.Bus host -> onBus(host, file, judgement);
                    case Target.Broker at -> atBroker(at, file, judgement);
                };
        return judged.isEmpty() ? ExitCode.NOT_SO : write(judged.get(), file, judgement);
    }

    private Optional<DeviceEntry> onBus(Target.Bus host, DeviceListFile file, Judgement judgement)
            throws InterruptedException {
        Optional<Choice> found = new Chooser(tools, host, bus).choose(unit, profile);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Choice choice = found.get();
        BusDevice device = choice.device();
        tools.output()
                .line(
                        "%s unit %d, %s: %s, %s"
                                .formatted(
                                        host,
                                        device.unit(),
                                        ScanReport.name(device.framing()),
                                        device.driver(),
                                        choice.name()));
        DeviceEntry entry =
                new DeviceEntry(
                        LATER,
                        role(choice.roles()),
                        device.driver(),
                        new Connection.Modbus(
                                host.host(),
                                host.port(),
                                device.unit(),
                                device.framing(),
                                device.options()));
        refuseEarly(entry, file, Optional.empty());
        judgement.add(choice.identity());
        new BusInspection(tools, device, bus.nominalVolts()).judge(entry.role(), judgement);
        try (PolledSource source = new PolledSource(device, entry, tools.time())) {
            inspection(entry.role()).judge(source, judgement);
        }
        return Optional.of(entry);
    }

    private Optional<DeviceEntry> atBroker(
            Target.Broker at, DeviceListFile file, Judgement judgement)
            throws InterruptedException {
        if (topic.isEmpty() || profile.isEmpty()) {
            throw new IllegalArgumentException(
                    "--topic and --profile are needed; 'scan " + at + "' finds them");
        }
        DeviceEntry entry =
                new DeviceEntry(
                        LATER,
                        role(Set.of(DeviceRole.values())),
                        profile.get(),
                        new Connection.Mqtt(topic.get(), driverOptions));
        refuseEarly(entry, file, Optional.of(at.url()));
        try (BrokerDevice source =
                new BrokerDevice(
                        broker.address(at),
                        profile.get(),
                        topic.get(),
                        driverOptions,
                        entry.role())) {
            inspection(entry.role()).judge(source, judgement);
            if (!source.refusals().isEmpty()) {
                tools.output().line("refused: " + BrokerReport.reasons(source.refusals()));
            }
        }
        return Optional.of(entry);
    }

    private SettlementInspection inspection(DeviceRole of) {
        return new SettlementInspection(
                tools, of, known(load), Duration.ofSeconds(watchSeconds), displays());
    }

    private static Load known(String load) {
        return Arrays.stream(Load.values())
                .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(load))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--load drawing or feeding"));
    }

    private List<Display> displays() {
        List<Display> displays = new ArrayList<>();
        displayImport.ifPresent(text -> displays.add(Display.of(Channel.IMPORT, text)));
        displayExport.ifPresent(text -> displays.add(Display.of(Channel.EXPORT, text)));
        displayGeneration.ifPresent(text -> displays.add(Display.of(Channel.GENERATION, text)));
        return displays;
    }

    private static Set<Check> accepted(List<String> labels) {
        Set<Check> accepted = new TreeSet<>();
        labels.forEach(label -> accepted.add(Check.of(label.strip())));
        return accepted;
    }

    private DeviceRole role(Set<DeviceRole> possible) {
        Set<DeviceRole> roles = new TreeSet<>(possible);
        DeviceRole chosen =
                role.map(CommissionCommand::roleOf)
                        .or(() ->
                                roles.size() == 1
                                        ? roles.stream().findFirst()
                                        : tools.dialogue()
                                                .ask(
                                                        "Its role, one of " + roles + ":",
                                                        CommissionCommand::roleOf))
                        .orElseThrow(() ->
                                new IllegalArgumentException("--role is needed, one of " + roles));
        if (!roles.contains(chosen)) {
            throw new IllegalArgumentException("this device can be " + roles + ", no " + chosen);
        }
        return chosen;
    }

    private static DeviceRole roleOf(String text) {
        try {
            return DeviceRole.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("no role " + text, e);
        }
    }

    /** Before a minute of watching: would the list take the device at all? */
    private void refuseEarly(DeviceEntry entry, DeviceListFile file, Optional<String> url) {
        DeviceEntry named = point.map(id -> at(entry, new MeteringPointId(id))).orElse(entry);
        String _ = file.with(named, gatewayId.or(() -> Optional.of("later")), url);
    }

    private static DeviceEntry at(DeviceEntry entry, MeteringPointId point) {
        return new DeviceEntry(point, entry.role(), entry.driver(), entry.connection());
    }

    private int write(DeviceEntry judged, DeviceListFile file, Judgement judgement) {
        ToolOutput output = tools.output();
        output.table(judgement.rows());
        if (!judgement.open().isEmpty()) {
            tools.dialogue()
                    .ask("Checks to accept all the same (empty: none):", CommissionCommand::named)
                    .ifPresent(judgement::accept);
        }
        if (!judgement.open().isEmpty()) {
            String open = String.join(",", judgement.open().stream().map(Check::label).toList());
            output.line("Nothing written. Mend this, or --accept " + open + " if you know better.");
            return ExitCode.NOT_SO;
        }
        MeteringPointId id =
                point.map(MeteringPointId::new)
                        .or(() -> tools.dialogue().ask("Its metering point:", MeteringPointId::new))
                        .orElseThrow(
                                () -> new IllegalArgumentException("--metering-point is needed"));
        Optional<String> gateway =
                file.exists()
                        ? Optional.empty()
                        : gatewayId.or(() -> tools.dialogue().ask("The gateway's id:"));
        Optional<String> url =
                Target.of(target) instanceof Target.Broker(String known)
                        ? Optional.of(known)
                        : Optional.empty();
        return write(file.with(at(judged, id), gateway, url), file);
    }

    private int write(String text, DeviceListFile file) {
        if (isDryRun) {
            tools.output().line("would write " + file.path() + ":");
            tools.output().line(text.stripTrailing());
            return ExitCode.DONE;
        }
        boolean isWanted =
                isUnattended
                        || tools.dialogue()
                                .ask("Write " + file.path() + "? (yes)")
                                .filter(answer -> answer.toLowerCase(Locale.ROOT).startsWith("y"))
                                .isPresent();
        if (!isWanted) {
            tools.output().line("Nothing written: not confirmed (--yes).");
            return ExitCode.NOT_SO;
        }
        file.write(text);
        tools.output().line("Written to " + file.path() + ". The gateway reads it when it starts.");
        return ExitCode.DONE;
    }

    private static Set<Check> named(String text) {
        return accepted(List.of(text.split("[,\\s]+", -1)));
    }
}
