package energy.peerwatt.edge.commission;

import energy.peerwatt.metering.protocol.EnrolmentCode;
import energy.peerwatt.metering.protocol.GatewayIdentity;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes the gateway known to its market. */
@Command(
        name = "enrol",
        description = {
            "Makes this gateway's key known to the market, with a code of the market's operator.",
            "A key is made unless there is one. May be repeated if it was interrupted."
        })
final class EnrolCommand implements Callable<Integer> {

    @Mixin private final KeyOptions options = new KeyOptions();

    @Option(
            names = "--code",
            required = true,
            paramLabel = "CODE",
            description = "Such as gw-1:7K3MQ-2XTRA-90VBD-JH5WN.")
    private String code = "";

    private final ToolOutput output;

    EnrolCommand(ToolOutput output) {
        this.output = output;
    }

    @Override
    public Integer call() {
        EnrolmentCode parsed =
                EnrolmentCode.parse(code)
                        .orElseThrow(() -> new IllegalArgumentException("no enrolment code"));
        GatewayIdentity identity = options.enrolment().enrol(parsed);
        output.line(
                "gateway %s is enrolled with %s"
                        .formatted(identity.gatewayId(), identity.publicKey()));
        return ExitCode.DONE;
    }
}
