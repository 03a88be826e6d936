package energy.peerwatt.matching;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.EngineCommand.Leg;
import energy.peerwatt.market.EngineCommand.PlaceBasket;
import energy.peerwatt.market.EngineCommand.PlaceBlock;
import energy.peerwatt.market.EngineCommand.PlaceOrder;
import energy.peerwatt.market.Origin;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Side;
import energy.peerwatt.time.DeliveryInterval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An order, block or basket as its events tell it. */
final class ToldOrder {

    /** One area's interval. */
    record Place(AreaId area, DeliveryInterval interval) {}

    /** What is wanted in one place. */
    static final class Part {

        final Place place;
        final Side side;
        final long whole;
        long limit;
        long left;

        /** Nano-currency: what a buyer paid with fees, what a seller got. */
        long value;

        Part(Place place, Side side, long wattHours, long limit) {
            this.place = place;
            this.side = side;
            this.whole = wattHours;
            this.left = wattHours;
            this.limit = limit;
        }
    }

    final ParticipantId participant;
    final ParticipantId group;
    final List<Part> parts = new ArrayList<>();
    final boolean allOrNothing;
    final Origin origin;
    final boolean originRequired;
    final @Nullable Instant validUntil;

    /** What a block's parts must reach on average; null for others. */
    final @Nullable Long averageLimit;

    private ToldOrder(
            ParticipantId participant,
            ParticipantId group,
            Origin origin,
            boolean originRequired,
            @Nullable Instant validUntil,
            boolean allOrNothing,
            @Nullable Long averageLimit) {
        this.participant = participant;
        this.group = group;
        this.origin = origin;
        this.originRequired = originRequired;
        this.validUntil = validUntil;
        this.allOrNothing = allOrNothing;
        this.averageLimit = averageLimit;
    }

    static ToldOrder of(PlaceOrder command, ParticipantId group) {
        ToldOrder order =
                new ToldOrder(
                        command.participant(),
                        group,
                        command.terms().origin(),
                        command.terms().originRequired(),
                        command.terms().validUntil(),
                        false,
                        null);
        order.parts.add(
                new Part(
                        new Place(command.area(), command.interval()),
                        command.side(),
                        command.quantity().wattHours(),
                        command.limit().microPerKwh()));
        return order;
    }

    static ToldOrder of(PlaceBlock command, ParticipantId group) {
        long limit = command.limit().microPerKwh();
        ToldOrder block =
                new ToldOrder(command.participant(), group, Origin.ANY, false, null, true, limit);
        for (int i = 0; i < command.intervals(); i++) {
            block.parts.add(
                    new Part(
                            new Place(command.area(), command.first().plus(i)),
                            command.side(),
                            command.quantity().wattHours(),
                            limit));
        }
        return block;
    }

    static ToldOrder of(PlaceBasket command, ParticipantId group) {
        ToldOrder basket =
                new ToldOrder(command.participant(), group, Origin.ANY, false, null, true, null);
        for (Leg leg : command.legs()) {
            basket.parts.add(
                    new Part(
                            new Place(leg.area(), leg.interval()),
                            leg.side(),
                            leg.quantity().wattHours(),
                            leg.limit().microPerKwh()));
        }
        return basket;
    }

    /** Whether a seller's origin is what it wishes for. */
    boolean isMet(Origin sellers, boolean sameArea) {
        return switch (origin) {
            case ANY -> false;
            case LOCAL -> sameArea && sellers != Origin.ANY;
            case SOLAR, BATTERY -> origin == sellers;
        };
    }

    /** What it pays beyond its limit for this origin. */
    long premium(Origin sellers, boolean sameArea) {
        return isMet(sellers, sameArea) ? highestPremium() : 0;
    }

    /** What a buyer reserves per Wh at a limit. */
    long reservedPrice(long limit) {
        return Math.max(0, limit + highestPremium());
    }

    private long highestPremium() {
        return originRequired ? 0 : Workload.PREMIUMS.of(origin).microPerKwh();
    }

    Part part(Place place) {
        return parts.stream().filter(part -> part.place.equals(place)).findFirst().orElseThrow();
    }

    long left() {
        return parts.stream().mapToLong(part -> part.left).sum();
    }

    void drop() {
        parts.forEach(part -> part.left = 0);
    }
}
