package energy.peerwatt.matching;

import energy.peerwatt.book.CallAuction;
import energy.peerwatt.market.EngineEvent.CancelReason;
import energy.peerwatt.market.Side;
import java.util.List;

/** Does what is due at a time: orders expire, calls clear, gates close. */
final class Gates {

    private final Market market;
    private final Blocks blocks;
    private final Cancellations cancellations;
    private final CallAuction auction;

    Gates(Market market, Blocks blocks, Cancellations cancellations) {
        this.market = market;
        this.blocks = blocks;
        this.cancellations = cancellations;
        auction = new CallAuction(market.book);
    }

    /** Market time of what is due next, {@link MarketTime#NEVER} if nothing can be foreseen. */
    long nextDue() {
        Area next = market.areas.nextToClose();
        long gate = next == null ? MarketTime.NEVER : next.nextGate();
        return Math.min(gate, nextExpiry());
    }

    /**
     * Does all that is due by now, in the order of its time, while the log has room: orders that
     * expire before gates at the same time, by number; gates by area.
     */
    void closeDue() {
        long now = market.now();
        long due = nextDue();
        while (due <= now && due < MarketTime.NEVER && !market.journal.isFull()) {
            Area area = market.areas.nextToClose();
            if (nextExpiry() <= due) {
                long order = market.expiries.firstOrder();
                market.expiries.removeFirst();
                cancellations.expire(order);
            } else if (area != null) {
                close(area);
            }
            due = nextDue();
        }
    }

    private long nextExpiry() {
        Expiries expiries = market.expiries;
        while (!expiries.isEmpty() && market.book.left(expiries.firstOrder()) == 0) {
            expiries.removeFirst();
        }
        return expiries.firstTime();
    }

    private void close(Area area) {
        long index = area.nextToClose();
        OpenInterval interval = area.interval(index);
        if (interval != null) {
            close(interval);
        }
        market.orders.forgetClosed(area, market.now());
        Network.forget(area, index);
        market.areas.closeNext(area);
        market.journal.gateClosed(area, index);
    }

    private void close(OpenInterval interval) {
        for (Order block : List.copyOf(interval.blocks)) {
            blocks.cancel(block, CancelReason.GATE_CLOSED);
        }
        market.execution.beginWithoutIncoming();
        if (!interval.design().continuous) {
            clearCall(interval);
        }
        market.contracts.close(interval, market.execution);
        market.changed.remove(interval);
        long window = interval.rules().repeatWindow;
        market.orders.close(interval, MarketTime.plus(market.now(), window));
        keepPeriodForOthers(interval);
        if (market.periods.leave(interval.period)) {
            market.limits.forget(interval.period);
        }
    }

    /**
     * What a connection sells in a period counts until the last area's gate for it closes, whether
     * anything happened there yet or not.
     */
    private void keepPeriodForOthers(OpenInterval closing) {
        if (market.periods.isShared(closing.period)) {
            return;
        }
        Area other = market.areas.stillOpen(closing);
        if (other != null) {
            market.interval(other, closing.index);
        }
    }

    private void clearCall(OpenInterval interval) {
        int contract = interval.contracts[OriginClass.ANY];
        if (contract == OpenInterval.NONE) {
            return;
        }
        long fee = interval.rules().fee;
        long bound = Math.min(interval.headroom(Side.BUY), interval.headroom(Side.SELL));
        if (!interval.keepsOwnApart(fee)) {
            auction.meetOwn(contract, fee, market.execution);
        }
        boolean clears =
                auction.allot(contract, fee, bound, interval.design().rules.design().rationing());
        if (clears) {
            market.journal.callCleared(interval, auction.price(), auction.volume());
            market.contracts.fee(contract, fee);
            auction.execute(contract, market.execution);
        }
    }
}
