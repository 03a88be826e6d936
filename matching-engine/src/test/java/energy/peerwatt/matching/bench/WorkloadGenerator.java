package energy.peerwatt.matching.bench;

import energy.peerwatt.book.BookEvents;
import energy.peerwatt.book.MatchScope;
import energy.peerwatt.book.NewOrder;
import energy.peerwatt.book.NewOrder.Lasting;
import energy.peerwatt.book.OrderBook;
import energy.peerwatt.book.Removal;
import energy.peerwatt.market.Side;

/**
 * Makes workloads of the kind that exchange-core's own generator makes, written anew from a
 * description of it.
 *
 * <p>Books are filled with random orders: buyers below the last price, sellers above, near it more
 * often than far. Then nearly all commands move one of the oldest 512 orders 1 % nearer to the last
 * price; others cancel or reduce one, replace what traded or left, or, while a side has enough,
 * trade at once at any price. Where we differ:
 *
 * <ul>
 *   <li>Buyers have even participant numbers, sellers odd ones: exchange-core lets a participant
 *       trade with itself, our books do not.
 *   <li>A move always changes the limit: on an unchanged one we keep the order's place,
 *       exchange-core does not.
 *   <li>Its orders with a budget, one in 1,600, have a budget for the whole at the worst price:
 *       they are fill-or-kill orders at that price, and so they are here.
 * </ul>
 */
final class WorkloadGenerator implements BookEvents {

    private static final int PARTICIPANTS = 1_000;
    private static final int IMMEDIATE_PER_FILL_OR_KILL = 32;

    private final WorkloadShape shape;
    private final OrderBook book;
    private final SplitMix random;
    private final GeneratedBook[] books;
    private final MatchScope scope = new MatchScope();
    private final NewOrder order = new NewOrder();
    private final long[] words;
    private int length;
    private int orders;
    private final long[] heads;
    private final int[] limits;
    private final int[] left;

    /** Price of the latest trade in ticks, 0 if the current command made none. */
    private long tradePrice;

    private boolean refused;

    private WorkloadGenerator(WorkloadShape shape, OrderBook book) {
        this.shape = shape;
        this.book = book;
        this.random = new SplitMix(shape.seed());
        this.books = new GeneratedBook[shape.books()];
        for (int i = 0; i < books.length; i++) {
            double decades = shape.priceDecades() * (random.unit() + random.unit());
            books[i] =
                    new GeneratedBook(
                            book.open(Workload.TICK), (int) (2_000 * StrictMath.pow(10, decades)));
        }
        int commands = prelude() + shape.commands();
        this.words = new long[Workload.WORDS * commands];
        this.heads = new long[commands + 1];
        this.limits = new int[commands + 1];
        this.left = new int[commands + 1];
    }

    /**
     * The workload of this shape; the same for the same shape.
     *
     * @param book an empty one, whose handles begin at 0; it takes all commands
     */
    static Workload generate(WorkloadShape shape, OrderBook book) {
        WorkloadGenerator generator = new WorkloadGenerator(shape, book);
        for (int i = 0; i < shape.resting(); i++) {
            for (GeneratedBook each : generator.books) {
                generator.placeResting(each, generator.buys());
            }
        }
        while (generator.length < generator.words.length) {
            generator.next(generator.books[generator.random.below(shape.books())]);
        }
        return new Workload(shape.books(), generator.prelude(), generator.words);
    }

    private int prelude() {
        return shape.books() * shape.resting();
    }

    private boolean buys() {
        return random.below(4) >= 2;
    }

    private void next(GeneratedBook into) {
        boolean buys = buys();
        int perSide = shape.target() / 2;
        int lack = into.lack(buys, perSide, shape.refresh());
        boolean grows = lack > 0;
        boolean fast = !into.wasFull() || lack > Math.min(512, perSide * 3 / 4);
        int choice = random.below(grows ? (fast ? 2 : 10) : 40);
        if (choice < 2 || into.isEmpty()) {
            if (grows) {
                placeResting(into, buys);
            } else {
                placeImmediate(into, buys);
            }
            return;
        }
        int target = into.target(random);
        switch (choice) {
            case 2 -> cancel(into, target);
            case 3 -> reduce(into, target);
            default -> move(into, target);
        }
    }

    private void placeResting(GeneratedBook into, boolean buys) {
        int distance = distance(into.deviation());
        int limit = into.last() + (buys ? -distance : distance);
        place(into, Workload.PLACE, buys, limit);
    }

    private void placeImmediate(GeneratedBook into, boolean buys) {
        boolean whole = random.below(IMMEDIATE_PER_FILL_OR_KILL) == 0;
        int kind = whole ? Workload.FILL_OR_KILL : Workload.IMMEDIATE;
        place(into, kind, buys, buys ? into.highest() : into.lowest());
    }

    /** Ticks from the last price: bell-shaped around zero, its width itself random. */
    private int distance(int deviation) {
        double unit = random.unit();
        int width = 1 + (int) (unit * unit * deviation);
        int sum = 0;
        for (int i = 0; i < 4; i++) {
            sum += random.below(width);
        }
        return Math.abs(sum / 4 * 2 - width);
    }

    private void place(GeneratedBook into, int kind, boolean buys, int limit) {
        int quantity = 1 + random.below(6) * random.below(6) * random.below(6);
        int participant = 2 * random.below(PARTICIPANTS / 2) + (buys ? 0 : 1);
        int id = ++orders;
        heads[id] = Workload.head(kind, buys, into.number, participant);
        limits[id] = limit;
        left[id] = quantity;
        write(kind, id, limit, quantity);
        Side side = buys ? Side.BUY : Side.SELL;
        order.limitOrder(
                id, participant, participant, into.number, side, quantity, limit * Workload.TICK);
        order.lasting(lasting(kind));
        begin(into);
        if (book.place(order, scope, this) > 0) {
            into.add(id, buys);
        } else {
            left[id] = 0;
        }
        end(into);
    }

    private static Lasting lasting(int kind) {
        return switch (kind) {
            case Workload.PLACE -> Lasting.RESTS;
            case Workload.IMMEDIATE -> Lasting.IMMEDIATE;
            case Workload.FILL_OR_KILL -> Lasting.FILL_OR_KILL;
            default -> throw new IllegalArgumentException("no order is placed by " + kind);
        };
    }

    private void cancel(GeneratedBook into, int target) {
        write(Workload.CANCEL, target, limits[target], (long) left[target] << 32);
        book.cancel(target);
        left[target] = 0;
        into.remove(target, Workload.buys(heads[target]));
    }

    private void reduce(GeneratedBook into, int target) {
        int by = 1 + random.below(left[target]);
        left[target] -= by;
        write(Workload.REDUCE, target, limits[target], ((long) left[target] << 32) | by);
        if (left[target] == 0) {
            book.cancel(target);
            into.remove(target, Workload.buys(heads[target]));
            return;
        }
        begin(into);
        book.replace(target, left[target], limits[target] * Workload.TICK, scope, this);
    }

    private void move(GeneratedBook into, int target) {
        int limit = movedLimit(into, limits[target]);
        limits[target] = limit;
        write(Workload.MOVE, target, limit, (long) left[target] << 32);
        begin(into);
        if (book.replace(target, left[target], limit * Workload.TICK, scope, this) == 0) {
            into.remove(target, Workload.buys(heads[target]));
        }
        end(into);
    }

    /** 1 % of the way to the last price, at least a tick; a random tick if it is there. */
    private int movedLimit(GeneratedBook into, int limit) {
        int way = into.last() - limit;
        int step = Math.ceilDiv(Math.abs(way), 100) * Integer.signum(way);
        if (step == 0) {
            step = 2 * random.below(2) - 1;
        }
        int moved = Math.min(limit + step, into.highest());
        return moved == limit ? limit - 1 : moved;
    }

    private void write(int kind, int id, int limit, long amounts) {
        words[length] = (heads[id] & ~0xffL) | kind;
        words[length + 1] = id;
        words[length + 2] = limit;
        words[length + 3] = amounts;
        length += Workload.WORDS;
    }

    private void begin(GeneratedBook into) {
        scope.clear().add(into.number, 0, MatchScope.WHOLE_ORDER);
        tradePrice = 0;
        refused = false;
    }

    private void end(GeneratedBook into) {
        if (tradePrice != 0) {
            into.traded(tradePrice);
        }
        if (refused) {
            into.look();
        }
    }

    @Override
    public void traded(
            int contract,
            long sellOrder,
            int seller,
            long buyOrder,
            int buyer,
            long quantity,
            long price) {
        tradePrice = price / Workload.TICK;
        fill((int) sellOrder, quantity);
        fill((int) buyOrder, quantity);
    }

    private void fill(int id, long quantity) {
        left[id] -= (int) quantity;
        boolean taker = words[length - Workload.WORDS + 1] == id;
        if (left[id] == 0 && !taker) {
            books[Workload.book(heads[id])].remove(id, Workload.buys(heads[id]));
        }
    }

    @Override
    public void removed(
            int contract,
            long id,
            int participant,
            Side side,
            long limit,
            long quantity,
            long leftOfIt,
            Removal reason) {
        refused = true;
    }
}
