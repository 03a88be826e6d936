package energy.peerwatt.web.strategy;

import energy.peerwatt.unit.Price;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.MeteringPoint.Tariffs;
import java.time.Instant;

/**
 * The prices between which a trade makes a member better off than its own supplier does, for both
 * sides of the market.
 *
 * @param feedIn what the member's supplier pays
 * @param ceiling the most the member may pay, fees included and before VAT
 * @param fees on shared energy, paid by the buyer
 * @param tick limits are multiples of it, positive
 */
public record Corridor(Price feedIn, Price ceiling, Price fees, Price tick) {

    private static final long WHOLE = 1_000;

    /** Of a metering point in an interval that starts then. */
    public static Corridor of(Area area, MeteringPoint point, Instant start) {
        Tariffs own = point.tariffs().at(start);
        return new Corridor(
                own.feedIn(),
                area.charges().ceiling(own.retail(), start),
                area.charges().at(start).total(),
                area.rules().tick());
    }

    /** Whether there is a limit to sell, and one to buy, inside. */
    public boolean isOpen() {
        return lowestAsk() <= highestAsk() && lowestBid() <= highestBid();
    }

    /** From the feed-in price up to what is left of the ceiling, micro per kWh. */
    long width() {
        return ceiling.minus(fees).minus(feedIn).microPerKwh();
    }

    /**
     * What a seller asks who keeps this part of the corridor above its feed-in price, net.
     *
     * @param margin per mille, 0 to 1000
     */
    Price ask(int margin) {
        return ask(Price.ofMicroPerKwh(feedIn.microPerKwh() + width() * margin / WHOLE));
    }

    /** The limit to sell inside the corridor next to this price, not below it if possible. */
    public Price ask(Price wanted) {
        return Price.ofMicroPerKwh(Math.clamp(up(wanted.microPerKwh()), lowestAsk(), highestAsk()));
    }

    /**
     * What a buyer bids who keeps this part of the corridor below its ceiling, all-in.
     *
     * @param margin per mille, 0 to 1000
     */
    Price bid(int margin) {
        return bid(Price.ofMicroPerKwh(ceiling.microPerKwh() - width() * margin / WHOLE));
    }

    /** The limit to buy inside the corridor next to this price, not above it if possible. */
    public Price bid(Price wanted) {
        return Price.ofMicroPerKwh(
                Math.clamp(down(wanted.microPerKwh()), lowestBid(), highestBid()));
    }

    /** Micro per kWh, net. */
    public long lowestAsk() {
        return up(feedIn.microPerKwh());
    }

    /** Micro per kWh, net. */
    public long highestAsk() {
        return down(ceiling.minus(fees).microPerKwh());
    }

    /** Micro per kWh, all-in. */
    public long lowestBid() {
        return up(feedIn.plus(fees).microPerKwh());
    }

    /** Micro per kWh, all-in. */
    public long highestBid() {
        return down(ceiling.microPerKwh());
    }

    private long up(long micro) {
        return Math.ceilDiv(micro, tick.microPerKwh()) * tick.microPerKwh();
    }

    private long down(long micro) {
        return Math.floorDiv(micro, tick.microPerKwh()) * tick.microPerKwh();
    }
}
