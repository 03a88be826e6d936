package energy.peerwatt.matching;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All orders that were accepted: found by number and listed while their gate is open, found by
 * their participant's own number also for some time after. Objects are used again: nothing is
 * allocated once there are as many as ever at a time.
 */
final class Orders {

    private static final long SPREAD = 0x9E3779B97F4A7C15L;
    private static final long FREE = 0;
    private static final long SLOT = 0xffff_ffffL;

    private final OrdersById byId = new OrdersById();

    /** By {@link Order#slot}. */
    private Order[] all = {};

    /** Slots that may be used again, the latest given back first. */
    private int[] free = new int[64];

    private int freeCount;

    /**
     * Open addressing by participant and its own number: the upper half of a hash, whose lowest
     * bits are the home, and the slot plus 1.
     */
    private long[] byClient = new long[1 << 10];

    /** Those in {@link #byClient}. */
    private int known;

    private int open;
    private @Nullable Order[] newestOfParticipant = new Order[64];

    /** An order that is none yet; {@link #add} makes it one, or {@link #giveBack} takes it. */
    Order take() {
        if (freeCount > 0) {
            return all[free[--freeCount]];
        }
        int slot = all.length;
        all = Arrays.copyOf(all, Math.max(64, 2 * slot));
        for (int i = all.length - 1; i >= slot; i--) {
            all[i] = new Order(i);
            giveBack(all[i]);
        }
        return all[free[--freeCount]];
    }

    void giveBack(Order order) {
        order.clear();
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, 2 * freeCount);
        }
        free[freeCount++] = order.slot;
    }

    /** How many are open. */
    int size() {
        return open;
    }

    /** An open one, null if there is none of this number. */
    @Nullable Order find(long id) {
        return byId.find(id);
    }

    /** All open ones by number. */
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

    /** An open or lately closed one, null if there is none. */
    @Nullable Order find(long participantId, long clientOrderId) {
        long hash = hash(participantId, clientOrderId);
        int mask = byClient.length - 1;
        int place = home(hash, mask);
        for (long entry = byClient[place]; entry != FREE; entry = byClient[place]) {
            if (((entry ^ hash) & ~SLOT) == 0) {
                Order order = all[(int) (entry & SLOT) - 1];
                if (order.clientOrderId == clientOrderId && order.participantId == participantId) {
                    return order;
                }
            }
            place = (place + 1) & mask;
        }
        return null;
    }

    /** Adds an accepted order to its participant's and its interval's; it is their newest. */
    void add(Order order) {
        byId.add(order);
        open++;
        putByClient(order);
        OpenInterval interval = order.interval();
        order.olderOfInterval = interval.newest;
        interval.newest = order;
        link(order);
    }

    private void putByClient(Order order) {
        if (4 * (known + 1) > 3 * byClient.length) {
            rehash();
        }
        long hash = hash(order.participantId, order.clientOrderId);
        put((hash & ~SLOT) | (order.slot + 1));
        known++;
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

    /** The gate of an interval closed: keeps all its orders for repeats only, until a time, ns. */
    void close(OpenInterval interval, long keepUntil) {
        Order order = interval.newest;
        interval.newest = null;
        while (order != null) {
            Order older = order.olderOfInterval;
            byId.remove(order.id);
            unlink(order);
            open--;
            order.close(keepUntil);
            interval.area.closed.add(order);
            order = older;
        }
    }

    /** Adds an order whose gate closed, as the area's latest. */
    void addClosed(Order order, Area area) {
        putByClient(order);
        area.closed.add(order);
    }

    /** Forgets an area's closed orders that were kept long enough. */
    void forgetClosed(Area area, long now) {
        Order order = area.closed.first();
        while (order != null && order.keptUntil <= now) {
            area.closed.removeFirst(order);
            remove(order);
            giveBack(order);
            order = area.closed.first();
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

    /** Orders of a participant, the latest first. */
    void forEach(int participant, Consumer<Order> visitor) {
        if (participant < newestOfParticipant.length) {
            Order order = newestOfParticipant[participant];
            while (order != null) {
                visitor.accept(order);
                order = order.olderOfParticipant;
            }
        }
    }

    private static long hash(long participantId, long clientOrderId) {
        long hash = (participantId * SPREAD) ^ clientOrderId;
        return (hash ^ (hash >>> Integer.SIZE)) * SPREAD;
    }

    private static int home(long entry, int mask) {
        return (int) (entry >>> Integer.SIZE) & mask;
    }

    private void put(long entry) {
        int mask = byClient.length - 1;
        int place = home(entry, mask);
        while (byClient[place] != FREE) {
            place = (place + 1) & mask;
        }
        byClient[place] = entry;
    }

    private void rehash() {
        long[] old = byClient;
        byClient = new long[2 * old.length];
        for (long entry : old) {
            if (entry != FREE) {
                put(entry);
            }
        }
    }

    /** Frees its place and moves back those that were kept from their home by it. */
    private void remove(Order order) {
        int mask = byClient.length - 1;
        int place = home(hash(order.participantId, order.clientOrderId), mask);
        while ((byClient[place] & SLOT) != order.slot + 1) {
            place = (place + 1) & mask;
        }
        int next = (place + 1) & mask;
        for (long moved = byClient[next]; moved != FREE; moved = byClient[next]) {
            if (((next - home(moved, mask)) & mask) >= ((next - place) & mask)) {
                byClient[place] = moved;
                place = next;
            }
            next = (next + 1) & mask;
        }
        byClient[place] = FREE;
        known--;
    }
}
