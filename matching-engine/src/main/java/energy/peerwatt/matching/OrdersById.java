package energy.peerwatt.matching;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Orders by their number. Numbers only grow, so they are looked up in pages, which are used again
 * once all their orders are gone.
 */
final class OrdersById {

    private static final int PAGE_BITS = 8;
    private static final int PAGE = 1 << PAGE_BITS;

    private static final class Page {

        private final @Nullable Order[] orders = new Order[PAGE];
        private int count;
    }

    /** From {@code firstPage} on; null where no order is left. */
    private @Nullable Page[] pages = new Page[64];

    private long firstPage;
    private int pageCount;
    private @Nullable Page[] free = new Page[8];
    private int freeCount;

    @Nullable Order find(long id) {
        long index = (id >>> PAGE_BITS) - firstPage;
        if (index < 0 || index >= pageCount) {
            return null;
        }
        Page page = pages[(int) index];
        return page == null ? null : page.orders[(int) id & (PAGE - 1)];
    }

    /** All orders by number. */
    void forEach(Consumer<Order> visitor) {
        for (int i = 0; i < pageCount; i++) {
            Page page = pages[i];
            if (page != null) {
                for (Order order : page.orders) {
                    if (order != null) {
                        visitor.accept(order);
                    }
                }
            }
        }
    }

    /** Adds an order whose number is larger than all before. */
    void add(Order order) {
        long number = order.id >>> PAGE_BITS;
        if (pageCount == 0) {
            firstPage = number;
        }
        if (number - firstPage >= pages.length) {
            makeRoom(number);
        }
        int index = (int) (number - firstPage);
        pageCount = index + 1;
        Page page = pages[index];
        if (page == null) {
            page = takePage();
            pages[index] = page;
        }
        page.orders[(int) order.id & (PAGE - 1)] = order;
        page.count++;
    }

    void remove(long id) {
        int index = (int) ((id >>> PAGE_BITS) - firstPage);
        Page page = pages[index];
        if (page == null) {
            throw new IllegalStateException("no order " + id);
        }
        page.orders[(int) id & (PAGE - 1)] = null;
        page.count--;
        if (page.count == 0) {
            pages[index] = null;
            giveBack(page);
        }
    }

    /** Drops leading pages that are gone; only if that does not help, takes more room. */
    private void makeRoom(long number) {
        int gone = 0;
        while (gone < pageCount && pages[gone] == null) {
            gone++;
        }
        firstPage += gone;
        pageCount -= gone;
        if (pageCount == 0) {
            firstPage = number;
        }
        long needed = number - firstPage + 1;
        @Nullable Page[] room =
                2 * needed > pages.length
                        ? new Page[(int) Math.max(2 * needed, pages.length)]
                        : pages;
        System.arraycopy(pages, gone, room, 0, pageCount);
        Arrays.fill(room, pageCount, room.length, null);
        pages = room;
    }

    private Page takePage() {
        if (freeCount > 0) {
            Page page = free[--freeCount];
            if (page != null) {
                return page;
            }
        }
        return new Page();
    }

    private void giveBack(Page page) {
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, 2 * freeCount);
        }
        free[freeCount++] = page;
    }
}
