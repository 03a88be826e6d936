package energy.peerwatt.matching;

import energy.peerwatt.book.MatchScope;
import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.AreaRules;
import energy.peerwatt.market.EngineCommand;
import energy.peerwatt.market.EngineCommand.ConfigureArea;
import energy.peerwatt.market.EngineCommand.LinkAreas;
import energy.peerwatt.market.EngineCommand.SetFeederLimit;
import energy.peerwatt.market.EngineCommand.SetGroup;
import energy.peerwatt.market.EngineCommand.SetParticipantLimits;
import energy.peerwatt.market.EngineCommand.SetTransferCapacity;
import energy.peerwatt.market.EngineCommand.SetTrust;
import energy.peerwatt.market.RejectReason;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import energy.peerwatt.unit.Price;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Changes areas, links and bounds. Each method returns why it had no effect, null if it had. */
final class Settings {

    /** As far ahead as any horizon reaches, ns. */
    private static final long LONGEST_HORIZON = Duration.ofDays(366).toNanos();

    private static final long LARGEST_LIMIT = AreaRules.LARGEST_LIMIT.microPerKwh();

    private final Market market;

    Settings(Market market) {
        this.market = market;
    }

    @Nullable RejectReason configure(ConfigureArea command) {
        AreaRules rules = command.rules();
        long validFrom = WireTime.nanos(command.validFrom());
        Area area = market.areas.find(rules.area().value());
        if (area == null) {
            market.areas.add(Area.open(rules, validFrom, market.now()));
            return null;
        }
        if (area.intervalLength != rules.intervalLength().toSeconds()) {
            return RejectReason.WRONG_INTERVAL;
        }
        if (area.tick != rules.tick().microPerKwh()) {
            return RejectReason.OFF_TICK;
        }
        DatedRules[] changed = area.rulesWith(rules, area.indexFrom(validFrom));
        if (!Network.allows(area, changed)) {
            return RejectReason.AREAS_DO_NOT_FIT;
        }
        market.areas.change(area, changed);
        area.intervals().forEach(market.changed::add);
        return null;
    }

    @Nullable RejectReason link(LinkAreas command) {
        Area seller = find(command.seller());
        Area buyer = find(command.buyer());
        if (seller == null || buyer == null) {
            return RejectReason.UNKNOWN_AREA;
        }
        Price price = command.fee();
        long fee = price == null ? Link.CLOSED : price.microPerKwh();
        if (price != null && (fee < 0 || fee > LARGEST_LIMIT)) {
            return RejectReason.OUT_OF_RANGE;
        }
        long from = seller.indexFrom(WireTime.nanos(command.validFrom()));
        boolean fit =
                price == null
                        ? Network.haveSameIntervals(seller, buyer)
                        : Network.fit(seller, buyer, from);
        if (!fit) {
            return RejectReason.AREAS_DO_NOT_FIT;
        }
        Network.link(seller, buyer, from, fee);
        return null;
    }

    @Nullable RejectReason transferCapacity(SetTransferCapacity command) {
        Area from = find(command.from());
        Area to = find(command.to());
        if (from == null || to == null) {
            return RejectReason.UNKNOWN_AREA;
        }
        if (!Network.haveSameIntervals(from, to)) {
            return RejectReason.AREAS_DO_NOT_FIT;
        }
        RejectReason wrong = obstacle(from, command.interval());
        if (wrong == null) {
            wrong = obstacle(to, command.interval());
        }
        if (wrong == null) {
            Network.capacity(from, to, command.interval().index(), bound(command.capacity()));
        }
        return wrong;
    }

    @Nullable RejectReason feederLimit(SetFeederLimit command) {
        Area area = find(command.area());
        if (area == null) {
            return RejectReason.UNKNOWN_AREA;
        }
        RejectReason wrong = obstacle(area, command.interval());
        if (wrong == null) {
            OpenInterval interval = market.interval(area, command.interval().index());
            interval.sellLimit = bound(command.sold());
            interval.buyLimit = bound(command.bought());
            market.changed.add(interval);
        }
        return wrong;
    }

    @Nullable RejectReason participantLimits(SetParticipantLimits command) {
        Money exposure = command.buyExposure();
        long mostExposure = exposure == null ? PreTradeLimits.UNLIMITED : exposure.nano();
        if (mostExposure < 0) {
            return RejectReason.OUT_OF_RANGE;
        }
        int participant = market.participants.number(command.participant().value());
        market.limits.limit(participant, mostExposure, bound(command.soldPerInterval()));
        return null;
    }

    @Nullable RejectReason group(SetGroup command) {
        int participant = market.participants.number(command.participant().value());
        int other = market.participants.number(command.group().value());
        if (hasOpenOrders(participant)) {
            return RejectReason.TERMS_NOT_ALLOWED;
        }
        market.participants.join(participant, other);
        return null;
    }

    /** Orders keep the group they came with, so nobody's may be of two. */
    private boolean hasOpenOrders(int participant) {
        boolean[] open = new boolean[1];
        market.orders.forEach(
                participant, order -> open[0] |= order.waits || market.book.left(order.id) > 0);
        return open[0];
    }

    @Nullable RejectReason trust(SetTrust command) {
        int participant = market.participants.number(command.participant().value());
        int other = market.participants.number(command.other().value());
        if (!command.trusted()) {
            market.participants.distrust(participant, other);
            return null;
        }
        if (market.participants.trusted(participant).length >= EngineCommand.MOST_TRUSTED
                && !market.participants.trusts(participant, other)) {
            return RejectReason.TOO_MANY;
        }
        market.participants.trust(participant, other);
        return null;
    }

    private @Nullable RejectReason obstacle(Area area, DeliveryInterval interval) {
        long start = interval.start().getEpochSecond();
        int length = (int) interval.length().toSeconds();
        RejectReason closed = Admission.gate(area, start, length, market.now());
        if (closed != null) {
            return closed;
        }
        long latest = MarketTime.plus(market.now(), LONGEST_HORIZON);
        boolean beyond = Admission.isBeyond(area, interval.index(), latest);
        return beyond ? RejectReason.BEYOND_HORIZON : null;
    }

    private @Nullable Area find(AreaId id) {
        return market.areas.find(id.value());
    }

    private static long bound(@Nullable Energy most) {
        return most == null ? MatchScope.UNLIMITED : most.wattHours();
    }
}
