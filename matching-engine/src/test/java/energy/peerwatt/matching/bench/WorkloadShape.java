package energy.peerwatt.matching.bench;

/**
 * What a generated workload looks like.
 *
 * @param books how many books the commands are spread over, uniformly
 * @param resting orders that each book is filled with
 * @param target the generator lets a book grow below this many orders
 * @param commands after the filling
 * @param refresh the generator looks at a book's size every so many of its commands
 * @param priceDecades a book begins at 2,000 ticks times ten to the sum of two uniform random
 *     numbers between zero and this
 * @param seed of the random numbers
 */
record WorkloadShape(
        int books,
        int resting,
        int target,
        int commands,
        int refresh,
        double priceDecades,
        long seed) {

    /** What exchange-core measures itself with: one book of 1,000 resting orders. */
    static final WorkloadShape EXCHANGE_CORE =
            new WorkloadShape(1, 1_000, 1_000, 3_000_000, 512, 1.5, 101_572_685);

    /** 200 areas with the 96 intervals of a day, at 20 to 40 cent per kWh. */
    static final WorkloadShape ENERGY =
            new WorkloadShape(200 * 96, 20, 28, 3_000_000, 1, 0.15, 20_261_121);

    /** One of the two by its name. */
    static WorkloadShape of(String name) {
        return switch (name) {
            case "exchange-core" -> EXCHANGE_CORE;
            case "energy" -> ENERGY;
            default -> throw new IllegalArgumentException("no workload: " + name);
        };
    }

    WorkloadShape withBooks(int other) {
        return new WorkloadShape(other, resting, target, commands, refresh, priceDecades, seed);
    }

    WorkloadShape withCommands(int other) {
        return new WorkloadShape(books, resting, target, other, refresh, priceDecades, seed);
    }
}
