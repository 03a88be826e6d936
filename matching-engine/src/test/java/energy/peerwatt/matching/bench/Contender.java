package energy.peerwatt.matching.bench;

/** An implementation of order books under measurement. One thread. */
public interface Contender {

    /** What takes the commands: name and version. */
    String name();

    /** Forgets everything and opens the workload's books, all empty. */
    void open(Workload workload);

    /**
     * From now on tells what happens instead of encoding it; before the first command.
     *
     * @param stream gets every trade, every removal and, at last, every resting order
     */
    void tell(EventStream stream);

    /** Takes the command that begins at this word. */
    void apply(long[] words, int at);

    /** Bytes that the open books and their orders take outside the heap. */
    long bytesOutsideHeap();

    /** Tells all resting orders: of each book the bids, best first and oldest first, then asks. */
    void tellResting();
}
