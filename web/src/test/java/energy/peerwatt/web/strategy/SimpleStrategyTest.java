package energy.peerwatt.web.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.AreaRules;
import energy.peerwatt.market.EngineCommand.PlaceOrder;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Side;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.MeteringPoint.Tariffs;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SimpleStrategyTest {

    private static final Price FEE = Price.ofMicroPerKwh(25_000);
    private static final Tariffs TARIFFS =
            new Tariffs(Price.ofMicroPerKwh(300_500), Price.ofMicroPerKwh(80_300));
    private static final DeliveryInterval INTERVAL =
            DeliveryInterval.quarterHourAt(Instant.parse("2026-06-18T09:00:00Z"));

    private final Area area = area(10);

    private static Area area(long lot) {
        AreaRules rules =
                new AreaRules(
                        new AreaId(1),
                        DeliveryInterval.QUARTER_HOUR,
                        Duration.ofMinutes(5),
                        Duration.ofHours(8),
                        Price.ofMicroPerKwh(1_000),
                        Energy.ofWattHours(lot),
                        FEE.plus(FEE));
        return new Area("Test", ZoneOffset.UTC, "EUR", rules, FEE, FEE);
    }

    @Test
    void sellsWhatIsLeftOverAndBuysWhatIsMissing() {
        SimpleStrategy strategy = strategy(100, TARIFFS);

        PlaceOrder sale = strategy.order(area, INTERVAL, -456).orElseThrow();
        PlaceOrder purchase = strategy.order(area, INTERVAL, 123).orElseThrow();

        assertThat(sale.side()).isEqualTo(Side.SELL);
        assertThat(sale.quantity()).isEqualTo(Energy.ofWattHours(450));
        assertThat(purchase.side()).isEqualTo(Side.BUY);
        assertThat(purchase.quantity()).isEqualTo(Energy.ofWattHours(120));
        assertThat(strategy.order(area, INTERVAL, 9)).isEmpty();
        assertThat(strategy.order(area, INTERVAL, 0)).isEmpty();
    }

    @Test
    void keepsEverybodyInsideTheOwnCorridorAndOnTheTick() {
        Set<Price> asks = new HashSet<>();
        for (long member = 100; member < 200; member++) {
            SimpleStrategy strategy = strategy(member, TARIFFS);
            Price ask = strategy.order(area, INTERVAL, -100).orElseThrow().limit();
            Price bid = strategy.order(area, INTERVAL, 100).orElseThrow().limit();

            assertThat(ask).isBetween(TARIFFS.feedIn(), TARIFFS.retail().minus(FEE.plus(FEE)));
            assertThat(bid).isBetween(TARIFFS.feedIn().plus(FEE.plus(FEE)), TARIFFS.retail());
            assertThat(ask.microPerKwh() % 1_000).isZero();
            assertThat(bid.microPerKwh() % 1_000).isZero();
            asks.add(ask);
        }
        assertThat(asks).hasSizeGreaterThan(20);
    }

    @Test
    void doesNotTradeWhereFeesLeaveNoCorridor() {
        Tariffs tariffs = new Tariffs(Price.ofMicroPerKwh(120_000), Price.ofMicroPerKwh(80_000));

        assertThat(strategy(100, tariffs).order(area, INTERVAL, 500)).isEmpty();
    }

    @Test
    void placesTheSameOrderAtTheSameTimeAfterARestart() {
        for (long member : LongStream.range(100, 150).toArray()) {
            SimpleStrategy one = strategy(member, TARIFFS);
            SimpleStrategy other = strategy(member, TARIFFS);

            Instant time = one.placingTime(area, INTERVAL);
            assertThat(other.placingTime(area, INTERVAL)).isEqualTo(time);
            assertThat(time)
                    .isAfter(area.gateOf(INTERVAL).minus(SimpleStrategy.EARLIEST))
                    .isBeforeOrEqualTo(area.gateOf(INTERVAL).minus(SimpleStrategy.LATEST));
            assertThat(one.order(area, INTERVAL, 70)).isEqualTo(other.order(area, INTERVAL, 70));
        }
        assertThat(SimpleStrategy.clientOrderId(INTERVAL)).isNegative();
        assertThat(SimpleStrategy.clientOrderId(INTERVAL.next()))
                .isNotEqualTo(SimpleStrategy.clientOrderId(INTERVAL));
    }

    private static SimpleStrategy strategy(long member, Tariffs tariffs) {
        return SimpleStrategy.of(new ParticipantId(member), tariffs);
    }
}
