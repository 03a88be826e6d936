package energy.peerwatt.web.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Side;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.strategy.OrderNumbers;
import energy.peerwatt.web.strategy.StrategyStage;
import energy.peerwatt.web.testkit.Await;
import energy.peerwatt.web.testkit.Street;
import energy.peerwatt.web.trading.CustomerOrder;
import energy.peerwatt.web.trading.store.TradingLedger;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is planned is what is traded, and no more than the feeder can carry. */
@QuarkusTest
class PlanToMarketTest extends BalancedStreet {

    private static final AreaId STREET = new AreaId(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int INTERVALS = 3;

    @Inject Registry registry;
    @Inject TradingLedger trading;
    @Inject StrategyStage strategies;
    @Inject PlanLedger plans;

    private final List<CustomerOrder> placed = new ArrayList<>();

    @AfterEach
    void cancelWhatIsLeft() {
        for (CustomerOrder order : placed) {
            asOperator()
                    .delete(
                            ORDERS
                                    + "/"
                                    + order.order().clientOrderId()
                                    + "?participantId="
                                    + order.order().participant().value());
        }
    }

    @Test
    void membersTradeWhatIsPlannedForThemAndTheFeederCarriesIt() {
        limitForAnHour(clock.now());
        planFor(3_000);
        Await.until("the best plan is known", () -> state().equals("BALANCED"));
        Area area = registry.area(STREET).await().atMost(TIMEOUT).orElseThrow();
        DeliveryInterval first = area.nextOpen(clock.now());

        Await.until(
                "the battery's home and the buyer have orders",
                () -> {
                    strategies.run();
                    placed.clear();
                    for (Street.Home home : Street.HOMES) {
                        for (int ahead = 0; ahead < INTERVALS; ahead++) {
                            order(home, first.plus(ahead)).ifPresent(placed::add);
                        }
                    }
                    return hasOrder(Street.BUYER) && hasOrder(Street.UNMETERED);
                });

        for (CustomerOrder order : placed) {
            assertThat(planned(order))
                    .as("%s", order)
                    .contains(order.order().quantity().wattHours());
        }
        assertThat(placed)
                .filteredOn(order -> isOf(order, Street.UNMETERED))
                .as("the battery gives, though its home takes 200 W now")
                .allSatisfy(order -> assertThat(order.order().side()).isEqualTo(Side.SELL));
        String interval = placed.getLast().order().interval().start().toString();
        assertThat(reasonToRefuse(interval, 20_000)).isEqualTo("FEEDER_LIMIT");
    }

    private Optional<CustomerOrder> order(Street.Home home, DeliveryInterval interval) {
        return trading.order(new ParticipantId(home.participant()), OrderNumbers.of(interval, 0))
                .await()
                .atMost(TIMEOUT);
    }

    private boolean hasOrder(Street.Home home) {
        return placed.stream().anyMatch(order -> isOf(order, home));
    }

    private static boolean isOf(CustomerOrder order, Street.Home home) {
        return order.order().participant().value() == home.participant();
    }

    /** Whole lots that the newest plans have for the home, Wh. */
    private List<Long> planned(CustomerOrder order) {
        String point =
                Street.HOMES.stream()
                        .filter(home -> isOf(order, home))
                        .findFirst()
                        .orElseThrow()
                        .meteringPoint();
        int sign = order.order().side() == Side.BUY ? 1 : -1;
        long lot =
                registry.area(STREET)
                        .await()
                        .atMost(TIMEOUT)
                        .orElseThrow()
                        .rules()
                        .lot()
                        .wattHours();
        return plans.plans(STREET, 10).await().atMost(TIMEOUT).stream()
                .map(plan -> plan.energyOf(point, order.order().interval()))
                .filter(OptionalLong::isPresent)
                .map(energy -> sign * energy.getAsLong() / lot * lot)
                .toList();
    }
}
