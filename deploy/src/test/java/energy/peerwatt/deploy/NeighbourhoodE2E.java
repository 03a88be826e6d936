package energy.peerwatt.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** Twelve simulated homes trade and settle while the parts are killed one after the other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NeighbourhoodE2E {

    private static final int SPEED = 120;
    private static final Duration SETTLEMENT_TIMEOUT = Duration.ofMinutes(2);
    private static final Instant SUMMER_NOON = Instant.parse("2026-06-18T09:40:00Z");

    private Village village;
    private MarketApi market;

    @BeforeAll
    void start() throws IOException {
        village = new Village(SUMMER_NOON, SPEED, List.of("--homes", "12", "--seed", "7"));
        market = new MarketApi(village.httpPort());
        village.start();
        awaitReady();
    }

    @AfterAll
    void stop() throws IOException {
        village.close();
    }

    @Test
    @Order(1)
    void threeIntervalsSettleAndTheBooksAgreeWithMetersAndChain() throws IOException {
        awaitMoreSettled(3);

        assertThat(Reconciliation.check(village, market)).isGreaterThanOrEqualTo(3);
        JsonNode status = market.get("status");
        assertThat(status.path("readings").asLong()).isPositive();
        assertThat(status.path("orders").asLong()).isPositive();
        assertThat(status.path("trades").asLong()).isPositive();
        assertThat(matchedWattHours()).as("energy matched by the engine").isPositive();
    }

    @Test
    @Order(2)
    void thePageLivesInABrowser() throws IOException, InterruptedException {
        BrowserScript.run("village.e2e.mjs", village, Duration.ofMinutes(3));
    }

    @Test
    @Order(3)
    void aKilledGatewayLosesAndDoublesNothing() throws IOException {
        village.kill(Village.Part.GATEWAY);
        village.restart(Village.Part.GATEWAY);

        awaitMoreSettled(2);
        Reconciliation.check(village, market);
    }

    @Test
    @Order(4)
    void aKilledMarketLosesAndDoublesNothing() throws IOException {
        long orders = market.get("status").path("orders").asLong();
        int settled = market.confirmedSettlements().size();

        village.kill(Village.Part.MARKET);
        village.restart(Village.Part.MARKET);
        awaitReady();

        assertThat(market.get("status").path("orders").asLong()).isGreaterThanOrEqualTo(orders);
        assertThat(market.confirmedSettlements()).hasSizeGreaterThanOrEqualTo(settled);
        awaitMoreSettled(2);
        Reconciliation.check(village, market);
    }

    @Test
    @Order(5)
    void aKilledChainNodeLosesAndDoublesNothing() throws IOException {
        village.killChainNode();

        awaitMoreSettled(2);
        Reconciliation.check(village, market);
    }

    private long matchedWattHours() throws IOException {
        return market.confirmedSettlements().stream()
                .mapToLong(settlement -> settlement.path("matchedWh").asLong())
                .sum();
    }

    private void awaitReady() {
        Await.until("the market is ready", Duration.ofMinutes(1), market::isReady);
    }

    private void awaitMoreSettled(int count) throws IOException {
        int before = market.confirmedSettlements().size();
        Await.until(
                count + " more intervals are settled on the chain",
                SETTLEMENT_TIMEOUT,
                () -> market.confirmedSettlements().size() >= before + count);
    }
}
