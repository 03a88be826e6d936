package energy.peerwatt.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Measured load and solar series, and a real inverter's registers, through to the chain. */
class RealInputE2E {

    private static final Instant SERIES_START = Instant.parse("2026-06-18T00:00:00Z");
    private static final Instant MORNING = Instant.parse("2026-06-18T09:40:00Z");
    private static final int SPEED = 120;
    private static final int INTERVALS = 4;

    /** Registers show whole watt-hours, so a difference of two is within one of the series. */
    private static final Offset<BigDecimal> ONE_WATT_HOUR =
            Offset.strictOffset(new BigDecimal(1000));

    @Test
    void settledTotalsEqualTheMeasuredSeriesToTheWattHour() throws IOException {
        Path shared = shared();
        MeasuredSeries series = MeasuredSeries.read(shared, SERIES_START);
        Path scenario = Files.createTempFile("scenario", ".json");
        series.writeScenario(scenario);

        try (Village village =
                new Village(MORNING, SPEED, List.of("--scenario", scenario.toString()))) {
            village.start();
            MarketApi market = new MarketApi(village.httpPort());
            Await.until(
                    INTERVALS + " intervals are settled on the chain",
                    Duration.ofMinutes(3),
                    () -> market.isReady() && market.confirmedSettlements().size() >= INTERVALS);

            compare(series, market);
            Reconciliation.check(village, market);
        } finally {
            Files.delete(scenario);
        }
    }

    private static void compare(MeasuredSeries series, MarketApi market) throws IOException {
        List<JsonNode> settled = market.confirmedSettlements();
        Instant from = Instant.parse(settled.getFirst().path("interval").asText());
        Instant to =
                Instant.parse(settled.getLast().path("interval").asText())
                        .plus(Duration.ofMinutes(15));
        List<JsonNode> homes = market.homes();
        assertThat(homes).hasSameSizeAs(series.homes());
        for (int index = 0; index < homes.size(); index++) {
            long participant = homes.get(index).path("participantId").asLong();
            JsonNode totals = market.statement(participant, from, to).path("totals");
            assertThat(milli(totals, "boughtWh", "residualSupplyWh"))
                    .as("import of home %d from %s to %s", index + 1, from, to)
                    .isCloseTo(series.importMilliWattHours(index, from, to), ONE_WATT_HOUR);
            assertThat(milli(totals, "soldWh", "residualFeedInWh"))
                    .as("export of home %d from %s to %s", index + 1, from, to)
                    .isCloseTo(series.exportMilliWattHours(index, from, to), ONE_WATT_HOUR);
        }
    }

    private static BigDecimal milli(JsonNode totals, String traded, String residual) {
        long wattHours = totals.path(traded).asLong() + totals.path(residual).asLong();
        return BigDecimal.valueOf(wattHours).movePointRight(3);
    }

    private static Path shared() {
        Path shared =
                Path.of(System.getProperty("peerwatt.root", ".."))
                        .toAbsolutePath()
                        .resolveSibling("shared");
        boolean present = Files.isDirectory(shared.resolve("data"));
        boolean required = "true".equals(System.getenv("PEERWATT_REQUIRE_SHARED"));
        if (!present && !required) {
            System.out.println("SKIPPED: real input test, because " + shared + " is absent");
        }
        assumeTrue(present || required, "no measured series at " + shared);
        return shared;
    }
}
