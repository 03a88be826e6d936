package energy.peerwatt.web.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Side;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.strategy.AutomaticOrders.Learner;
import energy.peerwatt.web.strategy.Margins.Outcome;
import energy.peerwatt.web.testkit.MarketTest;
import energy.peerwatt.web.testkit.People;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a member learns from, in a year that no other test trades in. */
@QuarkusTest
class AutomaticOrdersTest extends MarketTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final ParticipantId MEMBER = new ParticipantId(990_701);
    private static final Instant FIRST = Instant.parse("2001-06-18T07:00:00Z");

    @Inject AutomaticOrders orders;
    @Inject Registry registry;
    @Inject People people;

    private long next = 9_907_010_000L;

    @AfterEach
    void forget() {
        people.run("DELETE FROM market.customer_order WHERE participant_id = $1", MEMBER.value());
    }

    @Test
    void learnsWhatAReplacedOrderTraded() {
        keep(0, "BUY", 3_000, 2_500, "CANCELLED");
        keep(0, "BUY", 2_500, 0, "FILLED");
        keep(1, "BUY", 3_000, 3_000, "CANCELLED");
        keep(1, "BUY", 2_000, 1_500, "CANCELLED");
        keep(1, "BUY", 1_000, 900, "EXPIRED");
        keep(2, "SELL", 1_000, 1_000, "CANCELLED");
        keep(3, "SELL", 700, 700, "EXPIRED");

        assertThat(outcomes())
                .isEqualTo(
                        Map.of(
                                new Learner(MEMBER, Side.BUY),
                                List.of(new Outcome(3_000, 3_000), new Outcome(1_500, 600)),
                                new Learner(MEMBER, Side.SELL),
                                List.of(new Outcome(700, 0))));
    }

    private Map<Learner, List<Outcome>> outcomes() {
        Area area = registry.area(new AreaId(1)).await().atMost(TIMEOUT).orElseThrow();
        return orders.outcomes(area, List.of(MEMBER), DeliveryInterval.quarterHourAt(FIRST).plus(4))
                .await()
                .atMost(TIMEOUT);
    }

    private void keep(int interval, String side, long quantity, long remaining, String state) {
        long number = next++;
        people.run(
                "INSERT INTO market.customer_order (id, participant_id, client_order_id, area_id,"
                        + " interval_start, interval_minutes, side, quantity_wh, remaining_wh,"
                        + " limit_micro, state, placed_at)"
                        + " VALUES ($1, $2, -$1::bigint, 1, $3, 15, $4, $5, $6, 150000, $7, $3)",
                number,
                MEMBER.value(),
                FIRST.plus(Duration.ofMinutes(15L * interval)).atOffset(ZoneOffset.UTC),
                side,
                quantity,
                remaining,
                state);
    }
}
