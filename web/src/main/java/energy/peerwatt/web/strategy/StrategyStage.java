package energy.peerwatt.web.strategy;

import energy.peerwatt.market.EngineCommand.PlaceOrder;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.market.RejectReason;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.MeteringPoint.Tariffs;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.stage.Stage;
import energy.peerwatt.web.trading.OrderDesk;
import energy.peerwatt.web.trading.OrderOutcome;
import energy.peerwatt.web.trading.store.TradingLedger;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Places each member's order for each interval, once, at the time its strategy says.
 *
 * <p>The order's number follows from member and interval, so an order whose answer was lost, or
 * that was placed before a restart, is not placed twice. Belongs to the thread of its {@link
 * Stage}.
 */
@Singleton
public final class StrategyStage implements Stage.Step {

    private static final Logger LOG = Logger.getLogger(StrategyStage.class);

    private static final int INTERVALS_AHEAD = 4;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration NEXT_LOOK = Duration.ofMillis(200);

    private record Done(MeteringPoint point, DeliveryInterval interval) {}

    private final Registry registry;
    private final TradingLedger ledger;
    private final NetForecasts forecasts;
    private final OrderDesk desk;
    private final MarketClock clock;

    /** Orders of intervals whose gate is open that need no further thought. */
    private final Set<Done> done = new HashSet<>();

    public StrategyStage(
            Registry registry,
            TradingLedger ledger,
            NetForecasts forecasts,
            OrderDesk desk,
            MarketClock clock) {
        this.registry = registry;
        this.ledger = ledger;
        this.forecasts = forecasts;
        this.desk = desk;
        this.clock = clock;
    }

    @Override
    public Duration run() {
        for (Area area : await(registry.areas())) {
            DeliveryInterval first = area.nextOpen(clock.now());
            done.removeIf(known ->
                    known.point().area().equals(area.rules().area())
                            && known.interval().compareTo(first) < 0);
            for (MeteringPoint point : await(registry.meteringPoints(area.rules().area()))) {
                for (int ahead = 0; ahead < INTERVALS_AHEAD; ahead++) {
                    placeIfDue(area, point, first.plus(ahead));
                }
            }
        }
        return NEXT_LOOK;
    }

    private void placeIfDue(Area area, MeteringPoint point, DeliveryInterval interval) {
        SimpleStrategy strategy =
                SimpleStrategy.of(point.participant(), tariffs(area, point, interval));
        Done entry = new Done(point, interval);
        if (done.contains(entry) || clock.now().isBefore(strategy.placingTime(area, interval))) {
            return;
        }
        long number = SimpleStrategy.clientOrderId(interval);
        if (await(ledger.order(point.participant(), number)).isPresent()) {
            done.add(entry);
            return;
        }
        OptionalLong expected = forecasts.expected(point, interval, area.zone());
        if (expected.isEmpty()) {
            // Nothing is known of this home yet; perhaps before the gate closes.
            return;
        }
        Optional<PlaceOrder> order = strategy.order(area, interval, expected.getAsLong());
        if (order.isEmpty() || isAnswered(order.get())) {
            done.add(entry);
        }
    }

    /** What the member compares with: of its retail price what is left before VAT. */
    private static Tariffs tariffs(Area area, MeteringPoint point, DeliveryInterval interval) {
        Tariffs own = point.tariffs().at(interval.start());
        return new Tariffs(area.charges().ceiling(own.retail(), interval.start()), own.feedIn());
    }

    /** False if it is to be tried again. */
    private boolean isAnswered(PlaceOrder order) {
        OrderOutcome outcome = await(desk.place(order));
        if (outcome instanceof OrderOutcome.Unknown(String why)) {
            throw new MarketException(ErrorCode.ENGINE_UNAVAILABLE, why);
        }
        if (!(outcome instanceof OrderOutcome.Accepted)) {
            LOG.debugf("order of %s for %s: %s", order.participant(), order.interval(), outcome);
        }
        // The engine learns of the areas while the market opens, and of their rules as time goes
        // on.
        return !outcome.equals(new OrderOutcome.Rejected(RejectReason.UNKNOWN_AREA))
                && !outcome.equals(new OrderOutcome.Rejected(RejectReason.BEYOND_HORIZON));
    }

    private static <T> T await(Uni<T> answer) {
        return answer.await().atMost(TIMEOUT);
    }
}
