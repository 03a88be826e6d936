package energy.peerwatt.matching;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Orders whose gate is closed, kept for a while so that who asks again is answered like the first
 * time. In the sequence in which they closed; linked through the orders, so nothing is allocated.
 */
final class ClosedOrders {

    private @Nullable Order first;
    private @Nullable Order last;
    private int size;

    int size() {
        return size;
    }

    /** The one that closed first, null if there is none. */
    @Nullable Order first() {
        return first;
    }

    void add(Order order) {
        Order before = last;
        if (before == null) {
            first = order;
        } else {
            before.closedNext = order;
        }
        last = order;
        size++;
    }

    /** There is one. */
    void removeFirst(Order removed) {
        first = removed.closedNext;
        removed.closedNext = null;
        if (first == null) {
            last = null;
        }
        size--;
    }

    void forEach(Consumer<Order> visitor) {
        for (Order order = first; order != null; order = order.closedNext) {
            visitor.accept(order);
        }
    }
}
