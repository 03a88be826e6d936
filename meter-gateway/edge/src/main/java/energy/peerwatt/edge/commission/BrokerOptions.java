package energy.peerwatt.edge.commission;

import energy.peerwatt.edge.mqtt.MqttAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Option;

/** What all commands take that speak to a broker. */
final class BrokerOptions {

    private static final String PASSWORD = "PEERWATT_DEVICE_BROKER_PASSWORD";

    @Option(
            names = "--user",
            defaultValue = "",
            description =
                    "User at the broker; its password comes from the environment variable "
                            + PASSWORD
                            + ". Default: nobody.")
    private String user = "";

    @Option(
            names = "--listen",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How long to listen to a broker. Default: ${DEFAULT-VALUE}.")
    private int seconds = 30;

    /** How long to listen. */
    Duration listen() {
        if (seconds < 1) {
            throw new IllegalArgumentException("--listen " + seconds);
        }
        return Duration.ofSeconds(seconds);
    }

    /** As whom to connect; the client id is another at each call. */
    MqttAddress address(Target.Broker broker) {
        String id =
                "peerwatt-installer-"
                        + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        return new MqttAddress(broker.url(), id, login());
    }

    private Optional<MqttAddress.Login> login() {
        if (user.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> environment = System.getenv();
        return Optional.of(new MqttAddress.Login(user, environment.getOrDefault(PASSWORD, "")));
    }
}
