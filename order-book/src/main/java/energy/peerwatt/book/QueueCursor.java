package energy.peerwatt.book;

import energy.peerwatt.market.Side;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Walks the queues of a {@link ReferenceOrderBook}. */
final class QueueCursor implements LevelCursor {

    private final ReferenceOrderBook book;
    private Iterator<Map<Long, RestingOrder>> queues = Collections.emptyIterator();
    private Collection<RestingOrder> queue = List.of();
    private Iterator<RestingOrder> orders = queue.iterator();
    private @Nullable RestingOrder order;

    /** Whether the current queue is a page that is not entered yet. */
    private boolean isPage;

    QueueCursor(ReferenceOrderBook book) {
        this.book = book;
    }

    @Override
    public LevelCursor reset(int contract, Side side) {
        queues = book.queues(contract, side);
        isPage = false;
        order = null;
        return this;
    }

    @Override
    public boolean nextPage() {
        isPage = false;
        isPage = next();
        return isPage;
    }

    @Override
    public long worstLimit() {
        return limit();
    }

    @Override
    public long pageQuantity() {
        return quantity();
    }

    @Override
    public int readPage(long[] limits, long[] ends, int from) {
        limits[from] = limit();
        ends[from] = ends[from - 1] + quantity();
        return from + 1;
    }

    @Override
    public boolean next() {
        if (isPage) {
            isPage = false;
            return true;
        }
        boolean found = queues.hasNext();
        queue = found ? queues.next().values() : List.of();
        orders = queue.iterator();
        order = null;
        return found;
    }

    @Override
    public long limit() {
        return queue.iterator().next().limit;
    }

    @Override
    public long quantity() {
        return queue.stream().mapToLong(RestingOrder::left).sum();
    }

    @Override
    public boolean nextOrder() {
        boolean found = orders.hasNext();
        order = found ? orders.next() : null;
        return found;
    }

    @Override
    public long order() {
        return current().id;
    }

    @Override
    public int participant() {
        return current().participant;
    }

    @Override
    public int group() {
        return current().group;
    }

    @Override
    public long orderQuantity() {
        return current().left();
    }

    private RestingOrder current() {
        if (order == null) {
            throw new IllegalStateException("before the first or past the last order");
        }
        return order;
    }
}
