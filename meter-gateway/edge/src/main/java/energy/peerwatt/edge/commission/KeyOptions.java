package energy.peerwatt.edge.commission;

import energy.peerwatt.edge.keys.Enrolment;
import energy.peerwatt.edge.keys.GatewayKeys;
import energy.peerwatt.edge.keys.KeySettings;
import java.net.URI;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the gateway and its market are. Where the key is, say the settings of the gateway. */
final class KeyOptions {

    @Option(
            names = "--market",
            required = true,
            paramLabel = "URL",
            description = "The market, https://HOST; http:// only on this machine.")
    private URI market = URI.create("");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${sys:peerwatt.data-dir}",
            description = "The gateway's folder. Default: ${DEFAULT-VALUE}.")
    private Path data = Path.of(".");

    Path data() {
        return data;
    }

    /** With {@code peerwatt.key.*} of the environment, as the gateway has them. */
    Enrolment enrolment() {
        return new Enrolment(data, new GatewayKeys(KeySettings.read(), data), market);
    }
}
