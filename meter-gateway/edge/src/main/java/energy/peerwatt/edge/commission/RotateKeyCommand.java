package energy.peerwatt.edge.commission;

import energy.peerwatt.edge.keys.BrokerLogin;
import energy.peerwatt.metering.protocol.GatewayIdentity;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.time.ScaledMarketClock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Replaces the gateway's key without a gap. */
@Command(
        name = "rotate-key",
        description = {
            "Replaces this gateway's key: the present one vouches for the next and ends some days",
            "later. The gateway signs with the next key from its next start."
        })
final class RotateKeyCommand implements Callable<Integer> {

    private static final int MOST_DAYS = 30;

    @Mixin private final KeyOptions options = new KeyOptions();

    @Option(
            names = "--days",
            defaultValue = "7",
            description = "Until the present key ends, 1 to 30. Default: ${DEFAULT-VALUE}.")
    private int days = 7;

    @Option(
            names = "--alias",
            paramLabel = "NAME",
            description = "The next key in its store or on its token; not for a key in a file.")
    private Optional<String> alias = Optional.empty();

    private final ToolOutput output;
    private final MarketClock clock = ScaledMarketClock.realTime();

    RotateKeyCommand(ToolOutput output) {
        this.output = output;
    }

    @Override
    public Integer call() {
        if (days < 1 || days > MOST_DAYS) {
            throw new IllegalArgumentException("--days is from 1 to 30");
        }
        BrokerLogin known =
                BrokerLogin.load(options.data())
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "this gateway has not enrolled: " + options.data()));
        // A minute for clocks that differ.
        Instant end =
                clock.now()
                        .plus(Duration.ofDays(days))
                        .minusSeconds(60)
                        .truncatedTo(ChronoUnit.SECONDS);
        GatewayIdentity identity = options.enrolment().rotate(known.gatewayId(), alias, end);
        output.line(
                "gateway %s has %s; start it again before %s, when its old key ends"
                        .formatted(identity.gatewayId(), identity.publicKey(), end));
        return ExitCode.DONE;
    }
}
