package energy.peerwatt.book;

import energy.peerwatt.book.NewOrder.Lasting;
import energy.peerwatt.market.SelfTradePrevention;
import energy.peerwatt.market.Side;
import java.util.SplittableRandom;

/**
 * A seeded stream of commands of every kind for several contracts with ticks of their own. What
 * comes next depends on the seed alone, never on a book, so that the same workload drives two books
 * the same way: {@link #next} draws a command, a {@link WorkloadPlayer} plays it.
 */
final class BookWorkload {

    enum Kind {
        PLACE,
        CANCEL,
        REPLACE,
        QUOTE,
        COLLECT,
        FILL,
        CLEAR,
        CLOSE,
        RESTORE,
        LOOK
    }

    /**
     * What varies between workloads.
     *
     * @param contracts their number, at least 2
     * @param span limits lie up to this many ticks of the coarsest contract from the middle
     * @param reach an order cancelled or replaced is one of this many latest
     * @param everythingGoes collects, clears, and scopes that may leave out an order's own contract
     *     or bound it; otherwise an order always meets its own contract, at no cost and without
     *     bound
     */
    record Shape(int contracts, int span, int reach, boolean everythingGoes) {}

    static final int PARTICIPANTS = 24;

    private static final long[] TICKS = {1, 2, 5, 10};
    private static final int COARSEST = 10;
    private static final Lasting[] LASTING = Lasting.values();
    private static final SelfTradePrevention[] RULES = SelfTradePrevention.values();

    /** How many of 1000 commands are of each kind, by ordinal; the rest are looks. */
    private static final int[] SHARES = {610, 130, 190, 20, 20, 10, 7, 1, 2};

    final Shape shape;
    final NewOrder order = new NewOrder();
    final MatchScope scope = new MatchScope();
    private final SplittableRandom random;
    private final long[] ticks;
    private final int[] homes;
    private final int[][] trusted = new int[PARTICIPANTS][];
    private Kind kind = Kind.LOOK;
    private long lastId;
    private long target;
    private int contract;
    private int other;
    private long amount;
    private long limit;
    private long middle;

    BookWorkload(long seed, Shape shape) {
        this.shape = shape;
        random = new SplittableRandom(seed);
        ticks = new long[shape.contracts()];
        homes = new int[shape.reach()];
        for (int i = 0; i < ticks.length; i++) {
            ticks[i] = TICKS[i % TICKS.length];
        }
        for (int i = 0; i < PARTICIPANTS; i++) {
            trusted[i] = random.ints(i % 4, 0, PARTICIPANTS).distinct().sorted().toArray();
        }
    }

    /** The participant that stands for a participant's group. */
    static int group(int participant) {
        return participant / 3 * 3;
    }

    Kind kind() {
        return kind;
    }

    /** The order that is cancelled, replaced or filled; it may long be gone. */
    long target() {
        return target;
    }

    /**
     * The contract that is closed, restored, cleared or looked at, or where the target may rest.
     */
    int contract() {
        return contract;
    }

    /** A second contract to close. */
    int other() {
        return other;
    }

    long tick(int ofContract) {
        return ticks[ofContract];
    }

    /** Wh of a replacement or a fill, or the fee at which orders are collected or cleared. */
    long amount() {
        return amount;
    }

    long limit() {
        return limit;
    }

    void next() {
        kind = drawKind();
        contract = random.nextInt(shape.contracts());
        switch (kind) {
            case PLACE, QUOTE -> drawOrder(drawContract());
            case COLLECT -> {
                drawOrder(contract);
                amount = random.nextInt(-5, 10);
            }
            case CANCEL -> drawTarget();
            case REPLACE -> drawReplacement();
            case FILL -> {
                drawTarget();
                amount = random.nextLong(1, 51);
            }
            case CLEAR -> amount = random.nextInt(-5, 10);
            case CLOSE -> drawNewTicks();
            case RESTORE -> target = random.nextInt(2);
            case LOOK -> {}
        }
    }

    private Kind drawKind() {
        int draw = random.nextInt(1000);
        for (int i = 0; i < SHARES.length; i++) {
            draw -= SHARES[i];
            if (draw < 0) {
                return allowed(Kind.values()[i]);
            }
        }
        return Kind.LOOK;
    }

    private Kind allowed(Kind drawn) {
        boolean call = drawn == Kind.COLLECT || drawn == Kind.CLEAR;
        return call && !shape.everythingGoes() ? Kind.PLACE : drawn;
    }

    /** Most orders are for the first contracts, so that some books are deep and others empty. */
    private int drawContract() {
        return Math.min(random.nextInt(shape.contracts()), random.nextInt(shape.contracts()));
    }

    private void drawOrder(int home) {
        int participant = random.nextInt(PARTICIPANTS);
        Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
        long quantity = drawQuantity();
        lastId++;
        homes[(int) (lastId % homes.length)] = home;
        order.limitOrder(
                        lastId,
                        participant,
                        group(participant),
                        home,
                        side,
                        quantity,
                        drawLimit(home))
                .selfTrade(RULES[random.nextInt(RULES.length)])
                .lasting(chance(25) ? LASTING[1 + random.nextInt(2)] : Lasting.RESTS)
                .postOnly(chance(6))
                .minimumFill(chance(6) ? 1 + random.nextLong(quantity) : 0)
                .clip(chance(12) ? 1 + random.nextInt(20) : 0);
        drawScope(home, participant);
    }

    private long drawQuantity() {
        return chance(3) ? 1 + random.nextInt(2_000) : 1 + random.nextInt(40);
    }

    /** Around a middle that wanders, also below zero; now and then far away. */
    private long drawLimit(int home) {
        middle = Math.clamp(middle + random.nextInt(-1, 2), -3L * shape.span(), 3L * shape.span());
        long half = (long) COARSEST * shape.span();
        long raw = middle * COARSEST + random.nextLong(-half, half + 1);
        if (chance(1)) {
            raw *= 100_000;
        }
        return Math.floorDiv(raw, ticks[home]) * ticks[home];
    }

    private void drawScope(int home, int participant) {
        scope.clear();
        if (!shape.everythingGoes()) {
            scope.add(home, 0, MatchScope.WHOLE_ORDER);
        } else if (chance(90)) {
            scope.add(home, drawOffset(), MatchScope.WHOLE_ORDER);
        }
        int more = chance(50) ? 0 : random.nextInt(Math.min(6, shape.contracts()));
        int pool = MatchScope.WHOLE_ORDER;
        for (int i = 0; i < more; i++) {
            int added = (home + 1 + i) % shape.contracts();
            pool = drawPool(pool);
            if (added != home) {
                scope.add(added, drawOffset(), pool);
            }
        }
        if (shape.everythingGoes() && chance(15)) {
            scope.capacity(random.nextInt(60));
        }
        if (chance(40)) {
            scope.trusted(trusted[participant]);
        }
    }

    private long drawOffset() {
        return chance(30) ? 0 : random.nextInt(-COARSEST, 2 * COARSEST);
    }

    /** A new pool, the latest one, or none. */
    private int drawPool(int latest) {
        return switch (random.nextInt(4)) {
            case 0 -> scope.addPool(chance(20) ? MatchScope.UNLIMITED : random.nextInt(60));
            case 1 -> latest;
            default -> MatchScope.WHOLE_ORDER;
        };
    }

    private void drawTarget() {
        target = Math.max(1, lastId - random.nextInt(shape.reach()));
        contract = homes[(int) (target % homes.length)];
    }

    private void drawReplacement() {
        drawTarget();
        amount = drawQuantity();
        limit = drawLimit(contract);
        drawScope(contract, random.nextInt(PARTICIPANTS));
    }

    /** Closes two contracts and opens them again, the last closed first, with other ticks. */
    private void drawNewTicks() {
        other = (contract + 1) % shape.contracts();
        ticks[contract] = TICKS[random.nextInt(TICKS.length)];
        ticks[other] = TICKS[random.nextInt(TICKS.length)];
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    @Override
    public String toString() {
        return switch (kind) {
            case PLACE, QUOTE, COLLECT -> kind + " " + describeOrder();
            case CANCEL -> "CANCEL " + target;
            case REPLACE ->
                    "REPLACE %d by %d at %d %s".formatted(target, amount, limit, describeScope());
            case FILL -> "FILL " + target + " up to " + amount;
            case CLEAR -> "CLEAR " + contract + " with fee " + amount;
            case CLOSE -> "CLOSE " + contract + " and " + other;
            case RESTORE -> "RESTORE " + contract;
            case LOOK -> "LOOK " + contract;
        };
    }

    private String describeOrder() {
        return "%d of %d: %s %d at %d in %d, %s %s%s min %d clip %d %s"
                .formatted(
                        order.id(),
                        order.participant(),
                        order.side(),
                        order.quantity(),
                        order.limit(),
                        order.contract(),
                        order.lasting(),
                        order.selfTrade(),
                        order.postOnly() ? " post-only" : "",
                        order.minimumFill(),
                        order.clip(),
                        describeScope());
    }

    private String describeScope() {
        StringBuilder text = new StringBuilder("scope");
        for (int i = 0; i < scope.size(); i++) {
            text.append(
                    " %d%+d(%d)"
                            .formatted(scope.contract(i), scope.offset(i), scope.capacityOf(i)));
        }
        return text.toString();
    }
}
