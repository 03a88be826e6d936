package energy.peerwatt.settlement;

import energy.peerwatt.market.Trade;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** How much of each trade the meters confirm. Used by one thread during one settlement. */
final class TradeDelivery {

    /** A fraction in [0, 1]; the denominator is positive. */
    private record Fraction(long numerator, long denominator) {

        /** {@code min(1, metered / contracted)}. */
        static Fraction ofDelivery(long metered, long contracted) {
            return new Fraction(Math.min(metered, contracted), contracted);
        }

        boolean isLessThan(Fraction other) {
            return Math.multiplyExact(numerator, other.denominator)
                    < Math.multiplyExact(other.numerator, denominator);
        }
    }

    /** What rounding down cut from trade {@code index}: a part of one Wh, not zero. */
    private record Cut(int index, Fraction fraction) {

        static final Comparator<Cut> LARGEST_FIRST =
                (a, b) -> {
                    if (a.fraction.isLessThan(b.fraction)) {
                        return 1;
                    }
                    return b.fraction.isLessThan(a.fraction) ? -1 : a.index - b.index;
                };
    }

    private final int[] sellers;
    private final int[] buyers;
    private final long[] quantities;
    private final long[] delivered;
    private final long[] soldContracts;
    private final long[] boughtContracts;
    private final long[] importsLeft;
    private final OpenPositions open;

    private TradeDelivery(List<Trade> trades, OpenPositions open) {
        this.open = open;
        sellers = trades.stream().mapToInt(trade -> open.indexOf(trade.seller())).toArray();
        buyers = trades.stream().mapToInt(trade -> open.indexOf(trade.buyer())).toArray();
        quantities = trades.stream().mapToLong(trade -> trade.quantity().wattHours()).toArray();
        delivered = new long[trades.size()];
        soldContracts = new long[open.size()];
        boughtContracts = new long[open.size()];
        importsLeft = open.imports();
        for (int k = 0; k < quantities.length; k++) {
            soldContracts[sellers[k]] = Math.addExact(soldContracts[sellers[k]], quantities[k]);
            boughtContracts[buyers[k]] = Math.addExact(boughtContracts[buyers[k]], quantities[k]);
        }
    }

    /**
     * The Wh delivered on each trade, in the order of {@code trades}; never more than a trade's
     * quantity, a seller's export or a buyer's import. If they are cut in proportion they add up,
     * per seller, to the exact sum rounded down, unless a buyer's meter has no room for the last
     * Wh.
     */
    static long[] deliver(List<Trade> trades, OpenPositions open, DeliveryRule rule) {
        TradeDelivery delivery = new TradeDelivery(trades, open);
        if (rule == DeliveryRule.FIFO) {
            delivery.inOrder();
            return delivery.delivered;
        }
        List<List<Cut>> cutsBySeller = delivery.roundDown();
        cutsBySeller.forEach(delivery::giveBack);
        return delivery.delivered;
    }

    /** The delivery factors of trades as far as the meters have counted. */
    static Factors factors(List<Trade> trades, OpenPositions metered) {
        return new Factors(new TradeDelivery(trades, metered));
    }

    /** Which party of a trade delivers or takes the smaller part of all it traded. */
    static final class Factors {

        private final TradeDelivery delivery;

        private Factors(TradeDelivery delivery) {
            this.delivery = delivery;
        }

        /** Negative if it is the seller of trade {@code k}, positive if its buyer, else 0. */
        int compare(int k) {
            Fraction seller = delivery.sellerFactor(delivery.sellers[k]);
            Fraction buyer = delivery.buyerFactor(delivery.buyers[k]);
            if (seller.isLessThan(buyer)) {
                return -1;
            }
            return buyer.isLessThan(seller) ? 1 : 0;
        }
    }

    private void inOrder() {
        long[] exportsLeft = new long[open.size()];
        for (int i = 0; i < exportsLeft.length; i++) {
            exportsLeft[i] = open.exported(i);
        }
        for (int k = 0; k < quantities.length; k++) {
            long room = Math.min(exportsLeft[sellers[k]], importsLeft[buyers[k]]);
            delivered[k] = Math.min(quantities[k], room);
            exportsLeft[sellers[k]] -= delivered[k];
            importsLeft[buyers[k]] -= delivered[k];
        }
    }

    private List<List<Cut>> roundDown() {
        List<List<Cut>> cutsBySeller = new ArrayList<>();
        for (int i = 0; i < open.size(); i++) {
            cutsBySeller.add(new ArrayList<>());
        }
        for (int k = 0; k < quantities.length; k++) {
            Fraction factor = factor(sellers[k], buyers[k]);
            long product = Math.multiplyExact(quantities[k], factor.numerator);
            delivered[k] = product / factor.denominator;
            importsLeft[buyers[k]] -= delivered[k];
            long rest = product % factor.denominator;
            if (rest > 0) {
                cutsBySeller
                        .get(sellers[k])
                        .add(new Cut(k, new Fraction(rest, factor.denominator)));
            }
        }
        return cutsBySeller;
    }

    private Fraction factor(int seller, int buyer) {
        Fraction ofSeller = sellerFactor(seller);
        Fraction ofBuyer = buyerFactor(buyer);
        return ofBuyer.isLessThan(ofSeller) ? ofBuyer : ofSeller;
    }

    private Fraction sellerFactor(int seller) {
        return Fraction.ofDelivery(open.exported(seller), soldContracts[seller]);
    }

    private Fraction buyerFactor(int buyer) {
        return Fraction.ofDelivery(open.imported(buyer), boughtContracts[buyer]);
    }

    /** One Wh each to the largest cuts of one seller, as many as the cuts add up to. */
    private void giveBack(List<Cut> cuts) {
        cuts.sort(Cut.LARGEST_FIRST);
        int left = wholeSum(cuts);
        for (Cut cut : cuts) {
            int buyer = buyers[cut.index];
            if (left > 0 && importsLeft[buyer] > 0) {
                delivered[cut.index]++;
                importsLeft[buyer]--;
                left--;
            }
        }
    }

    /** The sum rounded down; exact, because a Wh too many would be one the seller never had. */
    private static int wholeSum(List<Cut> cuts) {
        FractionSum sum = new FractionSum();
        cuts.forEach(cut -> sum.add(cut.fraction.numerator, cut.fraction.denominator));
        return Math.toIntExact(sum.whole());
    }
}
