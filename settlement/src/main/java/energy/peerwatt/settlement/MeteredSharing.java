package energy.peerwatt.settlement;

import energy.peerwatt.market.Trade;
import energy.peerwatt.settlement.allocation.Allocation;
import energy.peerwatt.settlement.allocation.DynamicKey;
import energy.peerwatt.settlement.allocation.Flows;
import energy.peerwatt.unit.Price;
import java.util.Optional;

/**
 * Settlement by metered sharing: trades fix price and preference, meters fix quantity, the members'
 * own suppliers keep the rest.
 *
 * <ol>
 *   <li>Each trade is delivered as far as both meters allow: {@code floor(q * min(X/QS, I/QB))},
 *       where X is what the seller exported, QS all it had sold, I what the buyer imported, QB all
 *       it had bought. What rounding leaves goes to the seller's trades by largest remainder.
 *   <li>What is left of exports and imports is shared through the pool in proportion to what is
 *       left, at the midpoint of the corridor in which every remaining seller and buyer gains. An
 *       empty corridor shares nothing.
 *   <li>The rest is supplied at each member's retail price or fed in at its feed-in price.
 * </ol>
 *
 * <p>Fees are charged to the buyer on every shared Wh. All arithmetic is exact; an interval in
 * which products of energies exceed 63 bits (above 3 GWh) throws {@link ArithmeticException}.
 */
public final class MeteredSharing {

    private MeteredSharing() {}

    /**
     * Settles an interval. A function of its input alone; positions and trades may be given in any
     * order.
     *
     * @throws IllegalStateException if a delivered trade would leave its buyer above the own retail
     *     price or its seller below the own feed-in price; nothing of the interval is settled then
     */
    public static IntervalSettlement settle(SettlementInput input) {
        OpenPositions open = new OpenPositions(input.positions());
        LineJournal journal = new LineJournal(input.fees());
        deliverTrades(input, open, journal);
        sharePool(input, open, journal);
        open.forEachRest(journal::residual);
        IntervalSettlement settlement =
                IntervalSettlement.of(
                        input.area(),
                        input.interval(),
                        input.version(),
                        journal.lines(),
                        journal.saved());
        MeterCheck.requireMetered(input.positions(), settlement.lines());
        return settlement;
    }

    private static void deliverTrades(
            SettlementInput input, OpenPositions open, LineJournal journal) {
        long[] delivered = TradeDelivery.deliver(input.trades(), open);
        for (int k = 0; k < delivered.length; k++) {
            Trade trade = input.trades().get(k);
            var transfer =
                    open.transfer(
                            open.indexOf(trade.seller()),
                            open.indexOf(trade.buyer()),
                            delivered[k]);
            journal.shared(transfer, trade.price(), Optional.of(trade.id()));
        }
    }

    private static void sharePool(SettlementInput input, OpenPositions open, LineJournal journal) {
        Optional<Price> price = CommunityPrice.of(open, input.fees());
        if (price.isEmpty()) {
            return;
        }
        Allocation allocation = new DynamicKey().allocate(open.community(input.interval()));
        for (Flows.Flow flow : Flows.of(allocation)) {
            var transfer = open.transfer(flow.seller(), flow.buyer(), flow.wattHours());
            journal.shared(transfer, price.get(), Optional.empty());
        }
    }
}
