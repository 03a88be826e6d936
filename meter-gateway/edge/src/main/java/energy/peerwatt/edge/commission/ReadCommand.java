package energy.peerwatt.edge.commission;

import energy.peerwatt.edge.device.DeviceRole;
import energy.peerwatt.edge.device.DeviceSample;
import energy.peerwatt.edge.device.Measured;
import energy.peerwatt.edge.device.ProfileQuantity;
import energy.peerwatt.edge.device.SunSpecReader;
import energy.peerwatt.edge.modbus.Framing;
import energy.peerwatt.edge.modbus.ModbusEndpoint;
import energy.peerwatt.edge.sunspec.ModelHeader;
import energy.peerwatt.edge.sunspec.SunSpecPoint;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads a device once and shows everything. */
@Command(
        name = "read",
        description = {
            "Reads a device once: every quantity with its exact value, its register (function:address,",
            "counted from 0) and the words that stood there. What is not known says why."
        })
final class ReadCommand implements Callable<Integer> {

    @Parameters(paramLabel = "HOST[:PORT]|mqtt://HOST[:PORT]", description = "Where it is.")
    private String target = "";

    @Option(names = "--unit", paramLabel = "N", defaultValue = "1", description = "Default: 1.")
    private int unit = 1;

    @Option(
            names = "--profile",
            paramLabel = "P",
            defaultValue = "",
            description = "Name of the profile, as scan tells; sunspec for SunSpec.")
    private String profile = "";

    @Option(names = "--sunspec", description = "The same as --profile sunspec.")
    private boolean isSunSpec;

    @Option(
            names = "--topic",
            defaultValue = "",
            description = "At a broker: the topic, as scan tells.")
    private String topic = "";

    @Option(
            names = "--option",
            paramLabel = "NAME=VALUE",
            description = "Of the driver, see the gateway's README.")
    private Map<String, String> driverOptions = Map.of();

    @Mixin private final BusOptions options = new BusOptions();
    @Mixin private final BrokerOptions brokerOptions = new BrokerOptions();
    private final ToolOutput output;

    ReadCommand(ToolOutput output) {
        this.output = output;
    }

    @Override
    public Integer call() throws InterruptedException {
        return switch (Target.of(target)) {
            case Target.Bus bus -> read(bus);
            case Target.Broker broker -> listen(broker);
        };
    }

    private int read(Target.Bus bus) {
        String driver = isSunSpec ? BusDevice.SUNSPEC : profile;
        if (driver.isEmpty()) {
            throw new IllegalArgumentException(
                    "--profile or --sunspec is needed; 'scan " + bus + "' finds it");
        }
        List<Framing> framings = options.framings();
        for (Framing framing : framings) {
            BusDevice device = new BusDevice(bus, framing, unit, driver, options.bases());
            try (ModbusEndpoint endpoint = device.connect()) {
                return read(device, endpoint);
            } catch (MarketException e) {
                boolean isLast = framing == framings.getLast();
                if (isLast || !isSilenceOrNonsense(e)) {
                    throw e;
                }
            }
        }
        throw new IllegalStateException("no framing");
    }

    private static boolean isSilenceOrNonsense(MarketException failure) {
        return PatientSource.isSilence(failure)
                || failure.code() == ErrorCode.DEVICE_ANSWER_REFUSED;
    }

    private int read(BusDevice device, ModbusEndpoint endpoint) {
        return device.driver().equals(BusDevice.SUNSPEC)
                ? sunSpec(device, device.sunSpec(endpoint))
                : profile(device, device.read(endpoint, DeviceRole.METER));
    }

    private int profile(BusDevice device, Map<ProfileQuantity, Measured> measured) {
        head(device, device.driver());
        output.table(ReadReport.rows(measured));
        boolean isNothingKnown =
                measured.values().stream().noneMatch(Measured.Known.class::isInstance);
        return isNothingKnown ? ExitCode.NOT_SO : ExitCode.DONE;
    }

    private int sunSpec(BusDevice device, SunSpecReader reader) {
        head(device, "SunSpec at " + reader.base() + ", " + reader.identity());
        for (ModelHeader model : reader.models()) {
            List<SunSpecPoint> points = reader.points(model);
            output.line(
                    "model %d at %d, %d registers%s"
                            .formatted(
                                    model.id(),
                                    model.address(),
                                    model.length(),
                                    points.isEmpty() ? ": not one of those understood" : ""));
            output.table(ReadReport.points(model.function(), points));
        }
        for (DeviceRole role : new TreeSet<>(reader.roles())) {
            output.line("as " + role);
            output.table(ReadReport.rows(reader.read(role)));
        }
        return ExitCode.DONE;
    }

    private int listen(Target.Broker broker) throws InterruptedException {
        if (topic.isEmpty() || profile.isEmpty()) {
            throw new IllegalArgumentException(
                    "--topic and --profile are needed; 'scan " + broker + "' finds them");
        }
        DeviceSample latest = new DeviceSample(Map.of(), Map.of());
        try (BrokerDevice device =
                new BrokerDevice(
                        brokerOptions.address(broker),
                        profile,
                        topic,
                        driverOptions,
                        DeviceRole.METER)) {
            long deadline = System.nanoTime() + brokerOptions.listen().toNanos();
            Optional<Sighting> next = Optional.empty();
            do {
                output.progress("listening to " + topic);
                long left = Math.max(1, deadline - System.nanoTime());
                next = device.next(Duration.ofNanos(left));
                latest = next.map(Sighting::sample).orElse(latest);
            } while (next.isPresent() && latest.registers().isEmpty());
            output.progressDone();
            output.line("%s topic %s: %s".formatted(broker, topic, profile));
            output.table(BrokerReport.rows(latest));
            if (!device.refusals().isEmpty()) {
                output.line("refused: " + BrokerReport.reasons(device.refusals()));
            }
        }
        if (latest.registers().isEmpty()) {
            output.line(
                    "no register came in " + brokerOptions.listen().toSeconds() + " s: unknown");
            return ExitCode.NOT_SO;
        }
        return ExitCode.DONE;
    }

    private void head(BusDevice device, String what) {
        output.line(
                "%s unit %d, %s: %s"
                        .formatted(
                                device.bus(),
                                device.unit(),
                                ScanReport.name(device.framing()),
                                what));
    }
}
