package energy.peerwatt.web.strategy;

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
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A member's plain wish: sell what is left over from a price on, buy what is missing up to a price.
 *
 * <p>Both prices lie in the member's own corridor: a seller gets at least its feed-in price, a
 * buyer pays, fees included, at most its retail price. Where in the corridor, and when before the
 * gate the order is placed, is drawn from the participant's number, so that neighbours differ and a
 * restart changes nothing.
 *
 * @param sellShare part of the corridor asked for above the feed-in price, in per mille
 * @param buyShare part of the corridor kept below the retail price, in per mille
 */
public record SimpleStrategy(
        ParticipantId participant, Tariffs tariffs, int sellShare, int buyShare) {

    private static final int PER_MILLE = 1_000;

    /** Orders are placed between this long before the gate and {@link #LATEST}. */
    static final Duration EARLIEST = Duration.ofMinutes(40);

    /** The last moment, so that the order reaches the engine before the gate. */
    static final Duration LATEST = Duration.ofMinutes(4);

    /** The strategy of a member with these tariffs. */
    public static SimpleStrategy of(ParticipantId participant, Tariffs tariffs) {
        SplittableRandom random = new SplittableRandom(participant.value());
        return new SimpleStrategy(
                participant, tariffs, random.nextInt(50, 500), random.nextInt(0, 450));
    }

    /** When the order for the interval is to be placed. */
    public Instant placingTime(Area area, DeliveryInterval interval) {
        long spread = EARLIEST.minus(LATEST).toSeconds();
        SplittableRandom random =
                new SplittableRandom(participant.value() * 1_000_003 + interval.index());
        return area.gateOf(interval).minus(LATEST).minusSeconds(random.nextLong(spread));
    }

    /**
     * The order for an interval; empty if nothing is left over or missing, or if no price is good
     * for both sides.
     *
     * @param netWattHours import minus export to expect
     */
    public Optional<PlaceOrder> order(Area area, DeliveryInterval interval, long netWattHours) {
        long lot = area.rules().lot().wattHours();
        long quantity = Math.abs(netWattHours) / lot * lot;
        long width = corridor(area, interval);
        if (quantity == 0 || width < 0) {
            return Optional.empty();
        }
        Side side = netWattHours > 0 ? Side.BUY : Side.SELL;
        return Optional.of(
                new PlaceOrder(
                        participant,
                        clientOrderId(interval),
                        area.rules().area(),
                        interval,
                        side,
                        Energy.ofWattHours(quantity),
                        side == Side.BUY ? highestBid(area, width) : lowestAsk(area, width)));
    }

    /**
     * The number of the one order per interval. Negative, so that it never meets a number that a
     * person or program chose through REST.
     */
    public static long clientOrderId(DeliveryInterval interval) {
        return -interval.start().getEpochSecond();
    }

    private long corridor(Area area, DeliveryInterval interval) {
        return tariffs.retail()
                .minus(area.charges().at(interval.start()).total())
                .minus(tariffs.feedIn())
                .microPerKwh();
    }

    private Price lowestAsk(Area area, long width) {
        long tick = area.rules().tick().microPerKwh();
        long price = tariffs.feedIn().microPerKwh() + width * sellShare / PER_MILLE;
        return Price.ofMicroPerKwh(Math.ceilDiv(price, tick) * tick);
    }

    private Price highestBid(Area area, long width) {
        long tick = area.rules().tick().microPerKwh();
        long price = tariffs.retail().microPerKwh() - width * buyShare / PER_MILLE;
        return Price.ofMicroPerKwh(Math.floorDiv(price, tick) * tick);
    }
}
