package energy.peerwatt.edge.commission;

import energy.peerwatt.edge.device.DeviceSample;
import energy.peerwatt.edge.mqtt.MqttSession;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Finds what there is. */
@Command(
        name = "scan",
        description = {
            "Finds devices: behind a Modbus host their framing, units, SunSpec models and profiles;",
            "at a broker which topics carry messages of meters. Reads only."
        })
final class ScanCommand implements Callable<Integer> {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Parameters(paramLabel = "HOST[:PORT]|mqtt://HOST[:PORT]", description = "Where to look.")
    private String target = "";

    @Mixin private final BusOptions bus = new BusOptions();
    @Mixin private final BrokerOptions broker = new BrokerOptions();
    private final ToolOutput output;

    ScanCommand(ToolOutput output) {
        this.output = output;
    }

    @Override
    public Integer call() throws InterruptedException {
        return switch (Target.of(target)) {
            case Target.Bus host -> scan(host);
            case Target.Broker at -> listen(at);
        };
    }

    private int scan(Target.Bus host) {
        BusScan scan = new BusScan(host, bus, output::progress);
        BusScan.Result result = scan.scan(bus.units(), bus.framings());
        output.progressDone();
        ScanReport.of(host, result).forEach(output::line);
        return result.identities().isEmpty() ? ExitCode.NOT_SO : ExitCode.DONE;
    }

    private int listen(Target.Broker at) throws InterruptedException {
        BrokerScan scan = new BrokerScan();
        try (MqttSession session = MqttSession.connect(broker.address(at), scan::onMessage)) {
            session.subscribe("#", 0);
            for (long left = broker.listen().toSeconds(); left > 0; left--) {
                output.progress("listening, " + left + " s left");
                Thread.sleep(SECOND);
            }
        }
        output.progressDone();
        BrokerReport.of(at, scan).forEach(output::line);
        boolean isAnything = scan.found().stream().anyMatch(found -> isMeter(found.sample()));
        return isAnything || !scan.described().isEmpty() ? ExitCode.DONE : ExitCode.NOT_SO;
    }

    private static boolean isMeter(DeviceSample sample) {
        return !sample.registers().isEmpty();
    }
}
