package energy.peerwatt.book;

import energy.peerwatt.market.Side;
import java.util.function.LongConsumer;

/** A running hash of all that a book reports and answers, in order. */
final class EventHash implements BookEvents, LongConsumer {

    private long value = 1;
    private long events;

    long value() {
        return value;
    }

    /** Number of trades and removals. */
    long events() {
        return events;
    }

    @Override
    public void accept(long answer) {
        value = (value ^ answer) * 0x9E37_79B9_7F4A_7C15L;
        value ^= value >>> 32;
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
        events++;
        accept(contract);
        accept(sellOrder);
        accept(seller);
        accept(buyOrder);
        accept(buyer);
        accept(quantity);
        accept(price);
    }

    @Override
    public void removed(
            int contract,
            long order,
            int participant,
            Side side,
            long limit,
            long quantity,
            long left,
            Removal reason) {
        events++;
        accept(~contract);
        accept(order);
        accept(participant);
        accept(side.name().hashCode());
        accept(limit);
        accept(quantity);
        accept(left);
        accept(reason.name().hashCode());
    }
}
