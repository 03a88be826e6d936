package energy.peerwatt.book;

import energy.peerwatt.market.Side;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a book reported, as records that read as sentences. */
final class EventLog implements BookEvents {

    record Traded(
            int contract,
            long sellOrder,
            int seller,
            long buyOrder,
            int buyer,
            long quantity,
            long price) {

        @Override
        public String toString() {
            return "%d sells %d at %d to %d%s"
                    .formatted(sellOrder, quantity, price, buyOrder, in(contract));
        }
    }

    record Removed(
            int contract,
            long order,
            int participant,
            Side side,
            long limit,
            long quantity,
            long left,
            Removal reason) {

        @Override
        public String toString() {
            return "%d loses %d has %d%s: %s"
                    .formatted(order, quantity, left, in(contract), reason);
        }
    }

    private final List<Record> events = new ArrayList<>();

    @Override
    public void traded(
            int contract,
            long sellOrder,
            int seller,
            long buyOrder,
            int buyer,
            long quantity,
            long price) {
        events.add(new Traded(contract, sellOrder, seller, buyOrder, buyer, quantity, price));
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
        events.add(new Removed(contract, order, participant, side, limit, quantity, left, reason));
    }

    /** What was reported since the last call. */
    List<Record> take() {
        List<Record> taken = List.copyOf(events);
        events.clear();
        return taken;
    }

    private static String in(int contract) {
        return contract == 0 ? "" : " in " + contract;
    }
}
