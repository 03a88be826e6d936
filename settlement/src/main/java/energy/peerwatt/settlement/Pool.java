package energy.peerwatt.settlement;

import energy.peerwatt.unit.Price;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Who takes part in an interval's pool, and at which price.
 *
 * <p>A seller can take part at a price not below its feed-in price, a buyer at one not above its
 * ceiling less the fees. The pool is made where most energy can be shared, {@code min(X, I, X + I -
 * max(x + i))}: what those taking part have left to sell, to buy, and what no member would have to
 * buy from itself. Of equal ones it is made where most sellers and buyers take part, then at the
 * lower prices. Its price is the midpoint, rounded down to one micro, of the corridor in which all
 * of them gain. Where one corridor holds all members, that is the pool of all.
 *
 * @param highestFeedIn of the sellers that take part
 * @param lowestWorth of the buyers that take part: their ceiling less the fees
 */
record Pool(Price highestFeedIn, Price lowestWorth, AreaFees fees) {

    /** How good a choice is: Wh that can be shared, sellers and buyers that take part. */
    private record Choice(Pool pool, long energy, int parties) {

        boolean isWorseThan(Choice other) {
            return energy < other.energy || (energy == other.energy && parties < other.parties);
        }
    }

    /**
     * The pool of what is open.
     *
     * @param fees the most that a buyer pays, whoever sells
     * @return empty if a side has nothing left or nobody would gain
     */
    static Optional<Pool> of(OpenPositions open, AreaFees fees) {
        TreeSet<Price> lowest = new TreeSet<>();
        for (int i = 0; i < open.size(); i++) {
            if (open.exported(i) > 0) {
                lowest.add(open.member(i).tariff().feedIn());
            }
        }
        Optional<Choice> best = Optional.empty();
        for (Price price : lowest) {
            Optional<Choice> choice = at(price, open, fees);
            if (best.isEmpty() || choice.filter(best.get()::isWorseThan).isPresent()) {
                best = choice;
            }
        }
        return best.map(Choice::pool);
    }

    /**
     * The choice of all to whom a price is good; empty if no buyer is among them.
     *
     * @param price the feed-in price of a seller
     */
    private static Optional<Choice> at(Price price, OpenPositions open, AreaFees fees) {
        long sold = 0;
        long bought = 0;
        long most = 0;
        int parties = 0;
        Optional<Price> lowestWorth = Optional.empty();
        for (int i = 0; i < open.size(); i++) {
            Tariff tariff = open.member(i).tariff();
            Price worth = worth(tariff, fees);
            long exported = tariff.feedIn().isAtMost(price) ? open.exported(i) : 0;
            long imported = price.isAtMost(worth) ? open.imported(i) : 0;
            if (imported > 0 && !lowestWorth.filter(low -> low.isAtMost(worth)).isPresent()) {
                lowestWorth = Optional.of(worth);
            }
            sold = Math.addExact(sold, exported);
            bought = Math.addExact(bought, imported);
            most = Math.max(most, Math.addExact(exported, imported));
            parties += (exported > 0 ? 1 : 0) + (imported > 0 ? 1 : 0);
        }
        long energy = Math.min(Math.min(sold, bought), Math.addExact(sold, bought) - most);
        int all = parties;
        return lowestWorth.map(low -> new Choice(new Pool(price, low, fees), energy, all));
    }

    /** The price of its energy, net of fees. */
    Price price() {
        long width = lowestWorth.minus(highestFeedIn).microPerKwh();
        return highestFeedIn.plus(Price.ofMicroPerKwh(width / 2));
    }

    /** Whether a member with this tariff may sell. */
    boolean admitsSeller(Tariff tariff) {
        return tariff.feedIn().isAtMost(highestFeedIn);
    }

    /** Whether a member with this tariff may buy. */
    boolean admitsBuyer(Tariff tariff) {
        return lowestWorth.isAtMost(worth(tariff, fees));
    }

    /** Whether all who have something left take part. */
    boolean isOfAll(OpenPositions open) {
        for (int i = 0; i < open.size(); i++) {
            Tariff tariff = open.member(i).tariff();
            boolean leftOut =
                    (open.exported(i) > 0 && !admitsSeller(tariff))
                            || (open.imported(i) > 0 && !admitsBuyer(tariff));
            if (leftOut) {
                return false;
            }
        }
        return true;
    }

    private static Price worth(Tariff tariff, AreaFees fees) {
        return tariff.sharedCeiling().minus(fees.total());
    }
}
