package energy.peerwatt.matching;

import energy.peerwatt.book.MatchScope;
import energy.peerwatt.book.NewOrder;
import energy.peerwatt.book.NewOrder.Lasting;
import energy.peerwatt.book.Quote;
import energy.peerwatt.market.AreaRules;
import energy.peerwatt.market.EngineCommand;
import energy.peerwatt.market.EngineEvent.CancelReason;
import energy.peerwatt.market.RejectReason;
import energy.peerwatt.market.Side;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Block orders. They wait outside the books, and trade as the incoming side once the books of all
 * their intervals together allow it; two blocks never trade with each other. No leg trades beyond
 * the largest limit.
 */
final class Blocks {

    /** Most blocks that are tried after a command, for each interval that it changed. */
    static final int MOST_TRIED = 32;

    /** Most blocks that wait in one interval of an area. */
    static final int MOST_WAITING = 1024;

    /** Most of them that are one participant's. */
    static final int MOST_OWN = 32;

    private final Market market;
    private final Quote quote = new Quote();
    private final List<OpenInterval> legs = new ArrayList<>();
    private final List<Order> candidates = new ArrayList<>();

    Blocks(Market market) {
        this.market = market;
    }

    void place(CommandView command) {
        Order block = market.orders.take();
        CommandFields.read(command.placeBlock(), block);
        Area area = market.areas.find(block.areaId);
        if (area == null) {
            market.refuse(block, RejectReason.UNKNOWN_AREA);
            return;
        }
        RejectReason closed =
                Admission.gate(area, block.intervalStart, block.intervalLength, market.now());
        if (market.isAnswered(block, closed, command)) {
            return;
        }
        RejectReason obstacle = obstacle(block, area);
        if (obstacle == null) {
            obstacle = reserve(block, area);
        }
        if (obstacle != null) {
            market.refuse(block, obstacle);
            return;
        }
        accept(block, area, command);
    }

    private @Nullable RejectReason obstacle(Order block, Area area) {
        if (block.intervals < 2 || block.intervals > EngineCommand.LONGEST_BLOCK) {
            return RejectReason.OUT_OF_RANGE;
        }
        long first = firstIndex(block);
        for (long index = first + block.intervals - 1; index >= first; index--) {
            RejectReason wrong =
                    Admission.values(area, index, block.quantity, block.limit, market.now());
            if (wrong != null) {
                return wrong;
            }
        }
        if (block.quantity * block.intervals > AreaRules.LARGEST_QUANTITY.wattHours()) {
            return RejectReason.OUT_OF_RANGE;
        }
        for (long index = first; index < first + block.intervals; index++) {
            if (!Market.design(area, area.interval(index), index).continuous) {
                return RejectReason.TERMS_NOT_ALLOWED;
            }
        }
        return null;
    }

    /** Reserves what every leg may cost or sell at the limit, or nothing. */
    private @Nullable RejectReason reserve(Order block, Area area) {
        findLegs(block, area);
        int participant = market.participants.number(block.participantId);
        long price = Math.max(0, block.limit);
        RejectReason beyond = null;
        int reserved = 0;
        while (reserved < legs.size() && beyond == null) {
            OpenInterval leg = legs.get(reserved);
            beyond = market.reserve(participant, block.side, leg, price, block.quantity);
            reserved += beyond == null ? 1 : 0;
        }
        RejectReason reason = beyond != null ? beyond : full(block);
        if (reason != null) {
            for (OpenInterval leg : legs.subList(0, reserved)) {
                market.release(participant, block.side, leg, price, block.quantity);
            }
        }
        return reason;
    }

    private @Nullable RejectReason full(Order block) {
        for (OpenInterval leg : legs) {
            if (block.quantity > leg.headroom(block.side)) {
                return RejectReason.FEEDER_LIMIT;
            }
        }
        for (OpenInterval leg : legs) {
            if (leg.blocks.size() >= MOST_WAITING || own(block, leg) >= MOST_OWN) {
                return RejectReason.TOO_MANY;
            }
        }
        return market.journal.isFull() ? RejectReason.BUSY : null;
    }

    private static int own(Order block, OpenInterval leg) {
        int own = 0;
        for (Order waiting : leg.blocks) {
            own += waiting.participantId == block.participantId ? 1 : 0;
        }
        return own;
    }

    private void accept(Order block, Area area, CommandView command) {
        market.accept(block, market.interval(area, firstIndex(block)), command);
        await(block);
        tryToTrade(block);
    }

    /** Lets an accepted block wait in all its intervals. */
    void await(Order block) {
        findLegs(block, block.interval().area);
        for (OpenInterval leg : legs) {
            leg.keepDesign();
            leg.add(block);
        }
        block.waits = true;
    }

    /** Tries those that wait where something changed, while the log has room for their trades. */
    void tryChanged() {
        while (!market.changed.isEmpty() && !market.journal.isFull()) {
            chooseCandidates(market.changed.removeFirst());
            for (Order block : candidates) {
                tryToTrade(block);
            }
        }
    }

    /** Those that wait, in the order of their numbers; where they are too many, in turns. */
    private void chooseCandidates(OpenInterval interval) {
        candidates.clear();
        List<Order> waiting = interval.blocks;
        if (waiting.size() <= MOST_TRIED) {
            candidates.addAll(waiting);
            return;
        }
        int next = 0;
        while (next < waiting.size() && waiting.get(next).id <= interval.triedLast) {
            next++;
        }
        for (int i = 0; i < MOST_TRIED; i++) {
            candidates.add(waiting.get((next + i) % waiting.size()));
        }
        interval.triedLast = candidates.getLast().id;
    }

    private void tryToTrade(Order block) {
        findLegs(block, block.interval().area);
        if (!canTrade(block)) {
            return;
        }
        stopWaiting(block);
        market.changed.pause(true);
        for (OpenInterval leg : legs) {
            market.execution.begin(block.side, leg);
            market.book.place(asFillOrKill(block, leg), scope(block, leg), market.execution);
            market.execution.end(block.participant, Math.max(0, block.limit));
        }
        market.changed.pause(false);
    }

    /** Whether every leg trades whole, at a sum within the limit and the buyer's exposure. */
    private boolean canTrade(Order block) {
        long value = 0;
        long cost = 0;
        for (OpenInterval leg : legs) {
            if (leg.anyContract() == OpenInterval.NONE) {
                return false;
            }
            market.book.quote(asFillOrKill(block, leg), scope(block, leg), quote);
            if (quote.quantity() < block.quantity) {
                return false;
            }
            value += quote.value();
            cost += Math.max(0, quote.value());
        }
        long bound = block.limit * block.quantity * block.intervals;
        if (block.side == Side.SELL) {
            return value >= bound;
        }
        return value <= bound && canPay(block, cost - Math.max(0, bound));
    }

    /** A leg of less than nothing does not pay for the others. */
    private boolean canPay(Order block, long more) {
        if (more <= 0) {
            return true;
        }
        boolean can = market.limits.buy(block.participant, more);
        if (can) {
            market.limits.release(block.participant, more);
        }
        return can;
    }

    private NewOrder asFillOrKill(Order block, OpenInterval leg) {
        long tick = leg.area.tick;
        long largest = AreaRules.LARGEST_LIMIT.microPerKwh() / tick * tick;
        int contract = leg.anyContract();
        long limit = block.side == Side.BUY ? largest : -largest;
        return market.asNewOrder(block, block.side, contract, block.quantity, limit)
                .lasting(Lasting.FILL_OR_KILL);
    }

    private MatchScope scope(Order block, OpenInterval leg) {
        return market.scopes.ownArea(block.side, OriginClass.ANY, leg, block.participant);
    }

    /** A waiting block leaves the market. */
    void cancel(Order block, CancelReason reason) {
        findLegs(block, block.interval().area);
        stopWaiting(block);
        long price = Math.max(0, block.limit);
        for (OpenInterval leg : legs) {
            market.release(block.participant, block.side, leg, price, block.quantity);
        }
        market.journal.cancelled(block, block.quantity * block.intervals, reason);
    }

    private void stopWaiting(Order block) {
        block.waits = false;
        for (OpenInterval leg : legs) {
            leg.blocks.remove(block);
            if (leg.blocks.isEmpty()) {
                market.changed.remove(leg);
            }
        }
    }

    private void findLegs(Order block, Area area) {
        legs.clear();
        long first = firstIndex(block);
        for (int i = 0; i < block.intervals; i++) {
            legs.add(market.interval(area, first + i));
        }
    }

    private static long firstIndex(Order block) {
        return block.intervalStart / block.intervalLength;
    }
}
