package energy.peerwatt.deploy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What people come to the page for, from the first click to the last, in a village in the morning.
 */
class JourneysE2E {

    private static final int SPEED = 120;
    private static final Instant SUMMER_MORNING = Instant.parse("2026-06-18T06:40:00Z");

    @Test
    void peopleReachWhatTheyCameFor() throws IOException, InterruptedException {
        List<String> options = List.of("--homes", "12", "--seed", "7");
        try (Village village = Village.controlled(SUMMER_MORNING, SPEED, options)) {
            // As in the demo: what was bought that summer can be used up by now.
            village.withMarketOption("-Dpeerwatt.chain.energy-window=1d");
            village.start();
            MarketApi market = new MarketApi(village.httpPort());
            Await.until("the market is ready", Duration.ofMinutes(1), market::isReady);

            BrowserScript.run("journeys.mjs", village, Duration.ofMinutes(12));
        }
    }
}
