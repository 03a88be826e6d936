package energy.peerwatt.matching.bench;

import java.util.Arrays;

/** What the generator remembers of one book. */
final class GeneratedBook {

    /** Prices stay within this many deviations of the first. */
    private static final int CLAMP = 5;

    private static final int MOST_TARGETS = 512;

    final int number;
    private final int lowest;
    private final int highest;
    private final int deviation;

    /** Price of the last trade, ticks. */
    private int last;

    /** Numbers of the live orders, oldest first, hence ascending. */
    private int[] live = new int[8];

    private int size;
    private final int[] sideSizes = new int[2];

    /** Side sizes as they were when the generator last looked. */
    private final int[] seen = new int[2];

    private int commandsUntilLook;
    private boolean wasFull;

    GeneratedBook(int number, int firstPrice) {
        this.number = number;
        this.deviation = Math.min(firstPrice / 20, 10_000);
        this.lowest = firstPrice - CLAMP * deviation;
        this.highest = firstPrice + CLAMP * deviation;
        this.last = firstPrice;
    }

    int lowest() {
        return lowest;
    }

    int highest() {
        return highest;
    }

    int deviation() {
        return deviation;
    }

    int last() {
        return last;
    }

    void traded(long price) {
        last = Math.clamp(price, lowest, highest);
    }

    void add(int order, boolean buys) {
        if (size == live.length) {
            live = Arrays.copyOf(live, 2 * size);
        }
        live[size++] = order;
        sideSizes[buys ? 1 : 0]++;
    }

    void remove(int order, boolean buys) {
        int at = Arrays.binarySearch(live, 0, size, order);
        System.arraycopy(live, at + 1, live, at, --size - at);
        sideSizes[buys ? 1 : 0]--;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** One of the oldest live orders. */
    int target(SplitMix random) {
        return live[random.below(Math.min(MOST_TARGETS, size))];
    }

    /** How many orders a side lacks, as last looked at; a command is about to be generated. */
    int lack(boolean buys, int perSide, int refresh) {
        if (--commandsUntilLook < 0) {
            look();
            commandsUntilLook = refresh - 1;
        }
        wasFull |= seen[0] >= perSide && seen[1] >= perSide;
        return perSide - seen[buys ? 1 : 0];
    }

    void look() {
        System.arraycopy(sideSizes, 0, seen, 0, 2);
    }

    /** Whether both sides ever had what they should have. */
    boolean wasFull() {
        return wasFull;
    }
}
