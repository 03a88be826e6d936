package energy.peerwatt.book;

import energy.peerwatt.market.SelfTradePrevention;
import energy.peerwatt.market.Side;

/** Sums what an order trades until it meets one of its own group that it does not pass over. */
final class QuotedTrades implements BookEvents {

    private final NewOrder order;
    private final MatchScope scope;
    private final Quote quote;
    private boolean stopped;

    QuotedTrades(NewOrder order, MatchScope scope, Quote quote) {
        this.order = order;
        this.scope = scope;
        this.quote = quote;
    }

    @Override
    public void traded(
            int contract,
            long sellOrder,
            int seller,
            long buyOrder,
            int buyer,
            long quantity,
            long price) {
        if (!stopped) {
            long offset = order.side() == Side.BUY ? offset(contract) : 0;
            quote.add(quantity, price + offset);
        }
    }

    @Override
    public void removed(
            int contract,
            long removed,
            int participant,
            Side side,
            long limit,
            long quantity,
            long left,
            Removal reason) {
        stopped |= order.selfTrade() != SelfTradePrevention.CANCEL_OLDEST;
    }

    private long offset(int contract) {
        int index = 0;
        while (scope.contract(index) != contract) {
            index++;
        }
        return scope.offset(index);
    }
}
