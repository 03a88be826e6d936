package energy.peerwatt.book;

import energy.peerwatt.market.Side;

/**
 * A resting order that an incoming one could trade with.
 *
 * @param index of its contract in the scope
 * @param effective micro-currency per kWh, as the incoming order sees it
 */
record Candidate(int index, RestingOrder order, long effective, boolean trusted) {

    static long effective(RestingOrder resting, long offset) {
        return resting.side == Side.SELL ? resting.limit + offset : resting.limit - offset;
    }

    static boolean isAcceptable(long effective, NewOrder incoming) {
        return incoming.side() == Side.BUY
                ? effective <= incoming.limit()
                : effective >= incoming.limit();
    }

    boolean comesBefore(Candidate other) {
        if (effective != other.effective) {
            return order.side == Side.SELL
                    ? effective < other.effective
                    : effective > other.effective;
        }
        if (trusted != other.trusted) {
            return trusted;
        }
        return order.priority() < other.order.priority();
    }
}
