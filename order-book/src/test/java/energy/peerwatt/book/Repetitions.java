package energy.peerwatt.book;

/** How long seeded tests run: their whole length, or a part of it where they run very often. */
public final class Repetitions {

    private static final int DIVISOR = Integer.getInteger("peerwatt.workload.divisor", 1);

    private Repetitions() {}

    /** All of them, or fewer, but no fewer than {@code least}. */
    public static int of(int all, int least) {
        return Math.max(all / DIVISOR, Math.min(all, least));
    }
}
