package energy.peerwatt.matching;

import energy.peerwatt.book.BookEvents;
import energy.peerwatt.book.OrderBook;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which interval and class every contract of the book stands for. */
final class Contracts {

    private final OrderBook book;
    private final List<@Nullable OpenInterval> intervals = new ArrayList<>();
    private int[] classes = new int[64];

    /** Fees between the incoming order and each contract in its scope. */
    private long[] fees = new long[64];

    Contracts(OrderBook book) {
        this.book = book;
    }

    /** The contract of an interval for a class, opened if it is not. */
    int contract(OpenInterval interval, int originClass) {
        int contract = interval.contracts[originClass];
        return contract == OpenInterval.NONE ? open(interval, originClass) : contract;
    }

    private int open(OpenInterval interval, int originClass) {
        interval.keepDesign();
        int contract = book.open(interval.area.tick);
        interval.contracts[originClass] = contract;
        while (intervals.size() <= contract) {
            intervals.add(null);
        }
        if (contract >= classes.length) {
            classes = Arrays.copyOf(classes, 2 * contract);
            fees = Arrays.copyOf(fees, 2 * contract);
        }
        intervals.set(contract, interval);
        classes[contract] = originClass;
        return contract;
    }

    OpenInterval interval(int contract) {
        return Objects.requireNonNull(intervals.get(contract));
    }

    int originClass(int contract) {
        return classes[contract];
    }

    /** Notes what a buyer pays on top of the net price if the incoming order trades here. */
    void fee(int contract, long microPerKwh) {
        fees[contract] = microPerKwh;
    }

    long fee(int contract) {
        return fees[contract];
    }

    /** Micro-currency per kWh that a bid in a contract reserves, never less than zero. */
    long reservedPrice(int contract, long limit) {
        int bidClass = classes[contract];
        return bidClass == OriginClass.ANY
                ? Math.max(0, limit)
                : reservedPrice(interval(contract), bidClass, limit);
    }

    /** Micro-currency per kWh that a bid of a class reserves, never less than zero. */
    static long reservedPrice(OpenInterval interval, int bidClass, long limit) {
        return Math.max(0, limit + interval.design().premium(bidClass));
    }

    /** Closes all contracts of an interval, class by class. */
    void close(OpenInterval interval, BookEvents events) {
        for (int contract : interval.contracts) {
            if (contract != OpenInterval.NONE) {
                book.close(contract, events);
                intervals.set(contract, null);
            }
        }
        Arrays.fill(interval.contracts, OpenInterval.NONE);
    }
}
