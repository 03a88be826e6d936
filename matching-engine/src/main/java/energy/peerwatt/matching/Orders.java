package energy.peerwatt.matching;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All orders that were accepted and whose gate is open, found by number and by their participant's
 * own number. Objects are used again: nothing is allocated once there are as many as ever at a
 * time.
 */
final class Orders {

    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final OrdersById byId = new OrdersById();

    /** Open addressing by participant and its own number. */
    private @Nullable Order[] byClient = new Order[1 << 10];

    /** Of the order at the same place. */
    private long[] hashes = new long[1 << 10];

    private int size;
    private @Nullable Order[] newestOfParticipant = new Order[64];
    private @Nullable Order[] free = new Order[64];
    private int freeCount;

    /** An order that is none yet; {@link #add} makes it one, or {@link #giveBack} takes it. */
    Order take() {
        if (freeCount > 0) {
            Order order = free[--freeCount];
            if (order != null) {
                return order;
            }
        }
        return new Order();
    }

    void giveBack(Order order) {
        order.clear();
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, 2 * freeCount);
        }
        free[freeCount++] = order;
    }

    int size() {
        return size;
    }

    @Nullable Order find(long id) {
        return byId.find(id);
    }

    /** All orders by number. */
    void forEach(Consumer<Order> visitor) {
        byId.forEach(visitor);
    }

    /** An order that is known to be accepted and open. */
    Order get(long id) {
        Order order = byId.find(id);
        if (order == null) {
            throw new IllegalStateException("no order " + id);
        }
        return order;
    }

    @Nullable Order find(long participantId, long clientOrderId) {
        long hash = hash(participantId, clientOrderId);
        int mask = byClient.length - 1;
        int place = (int) hash & mask;
        for (Order order = byClient[place]; order != null; order = byClient[place]) {
            if (hashes[place] == hash
                    && order.clientOrderId == clientOrderId
                    && order.participantId == participantId) {
                return order;
            }
            place = (place + 1) & mask;
        }
        return null;
    }

    /** The latest order of a participant, which leads to its older ones. */
    @Nullable Order newestOf(int participant) {
        return participant < newestOfParticipant.length ? newestOfParticipant[participant] : null;
    }

    /** Adds an accepted order to its participant's and its interval's; it is their newest. */
    void add(Order order) {
        byId.add(order);
        if (2 * (size + 1) > byClient.length) {
            rehash();
        }
        put(order, hash(order.participantId, order.clientOrderId));
        size++;
        OpenInterval interval = order.interval();
        order.olderOfInterval = interval.newest;
        interval.newest = order;
        link(order);
    }

    private void link(Order order) {
        int participant = order.participant;
        if (participant >= newestOfParticipant.length) {
            newestOfParticipant =
                    Arrays.copyOf(
                            newestOfParticipant,
                            Math.max(participant + 1, 2 * newestOfParticipant.length));
        }
        Order older = newestOfParticipant[participant];
        order.olderOfParticipant = older;
        if (older != null) {
            older.newerOfParticipant = order;
        }
        newestOfParticipant[participant] = order;
    }

    /** Forgets all orders of an interval. */
    void forget(OpenInterval interval) {
        Order order = interval.newest;
        interval.newest = null;
        while (order != null) {
            Order older = order.olderOfInterval;
            unlink(order);
            byId.remove(order.id);
            remove(order);
            giveBack(order);
            order = older;
        }
    }

    private void unlink(Order order) {
        Order newer = order.newerOfParticipant;
        Order older = order.olderOfParticipant;
        if (newer != null) {
            newer.olderOfParticipant = older;
        } else {
            newestOfParticipant[order.participant] = older;
        }
        if (older != null) {
            older.newerOfParticipant = newer;
        }
    }

    private static long hash(long participantId, long clientOrderId) {
        long hash = (participantId * SPREAD) ^ clientOrderId;
        hash = (hash ^ (hash >>> 32)) * SPREAD;
        return hash ^ (hash >>> 29);
    }

    private void put(Order order, long hash) {
        int mask = byClient.length - 1;
        int place = (int) hash & mask;
        while (byClient[place] != null) {
            place = (place + 1) & mask;
        }
        byClient[place] = order;
        hashes[place] = hash;
    }

    private void rehash() {
        @Nullable Order[] oldOrders = byClient;
        long[] oldHashes = hashes;
        byClient = new Order[2 * oldOrders.length];
        hashes = new long[2 * oldOrders.length];
        for (int i = 0; i < oldOrders.length; i++) {
            Order order = oldOrders[i];
            if (order != null) {
                put(order, oldHashes[i]);
            }
        }
    }

    /** Frees its place and moves back those that were kept from their home by it. */
    private void remove(Order order) {
        int mask = byClient.length - 1;
        int free = (int) hash(order.participantId, order.clientOrderId) & mask;
        while (byClient[free] != order) {
            free = (free + 1) & mask;
        }
        int next = (free + 1) & mask;
        for (Order moved = byClient[next]; moved != null; moved = byClient[next]) {
            int home = (int) hashes[next] & mask;
            if (((next - home) & mask) >= ((next - free) & mask)) {
                byClient[free] = moved;
                hashes[free] = hashes[next];
                free = next;
            }
            next = (next + 1) & mask;
        }
        byClient[free] = null;
        size--;
    }
}
