package energy.peerwatt.settlement;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Trade;
import energy.peerwatt.settlement.SettlementRules.Sharing;
import energy.peerwatt.settlement.allocation.Allocation;
import energy.peerwatt.settlement.allocation.AllocationKey;
import energy.peerwatt.settlement.allocation.Carry;
import energy.peerwatt.settlement.allocation.Community;
import energy.peerwatt.settlement.allocation.Flows;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import energy.peerwatt.unit.Price;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Settlement by metered sharing: trades fix price and preference, meters fix quantity, the members'
 * own suppliers keep the rest.
 *
 * <ol>
 *   <li>Each trade is delivered as far as both meters allow: {@code floor(q * min(X/QS, I/QB))},
 *       where X is what the seller exported, QS all it had sold, I what the buyer imported, QB all
 *       it had bought. What rounding leaves goes to the seller's trades by largest remainder.
 *   <li>What is left of a {@link Gift giver's} surplus goes to its partner, at the giver's feed-in
 *       price.
 *   <li>What is left of exports and imports is shared through the pool in proportion to what is
 *       left, or by another {@link SettlementRules.Sharing#key key}, at the midpoint of the
 *       corridor in which every remaining seller and buyer gains. Where no such corridor is, some
 *       members are left out, so that the others share as much as they can; see {@link Pool}.
 *   <li>{@link Rewards}, if the rules have them, move a part of what members gained among them.
 *   <li>The rest is supplied at each member's retail price or fed in at its feed-in price.
 * </ol>
 *
 * <p>Fees are charged to the buyer on every shared Wh. All arithmetic is exact; an interval in
 * which products of energies exceed 63 bits (above 3 GWh) throws {@link ArithmeticException}.
 */
public final class MeteredSharing {

    private MeteredSharing() {}

    /**
     * Settles an interval by the default rules. A function of its input alone; positions and trades
     * may be given in any order.
     *
     * @throws IllegalStateException if a delivered trade would leave its buyer above the own retail
     *     price or its seller below the own feed-in price; nothing of the interval is settled then
     */
    public static IntervalSettlement settle(SettlementInput input) {
        return settle(input, SettlementRules.DEFAULT).settlement();
    }

    /** Settles an interval by these rules; otherwise as {@link #settle(SettlementInput)}. */
    static Settled settle(SettlementInput input, Sharing rules) {
        OpenPositions open = new OpenPositions(input.positions());
        LineJournal journal = new LineJournal(input.terms());
        long[] delivered = TradeDelivery.deliver(input.trades(), open, rules.delivery());
        writeTrades(input.trades(), delivered, open, journal);
        Carry carried = sharePool(input, rules.key(), open, journal);
        Map<ParticipantId, Money> gains = journal.gains();
        if (rules.indemnity()) {
            Indemnities indemnities = new Indemnities(journal);
            indemnities.write(input.trades(), delivered, new OpenPositions(input.positions()));
            gains = indemnities.left();
        }
        if (rules.rewards().isPresent()) {
            new Rewards(rules.rewards().get(), input, journal).write(gains);
        }
        open.forEachRest(journal::residual);
        IntervalSettlement settlement =
                IntervalSettlement.of(
                        input.area(),
                        input.interval(),
                        input.version(),
                        journal.lines(),
                        journal.saved());
        MeterCheck.requireMetered(input.positions(), settlement.lines());
        return new Settled(settlement, carried);
    }

    private static void writeTrades(
            List<Trade> trades, long[] delivered, OpenPositions open, LineJournal journal) {
        for (int k = 0; k < delivered.length; k++) {
            Trade trade = trades.get(k);
            var transfer =
                    open.transfer(
                            open.indexOf(trade.seller()),
                            open.indexOf(trade.buyer()),
                            delivered[k]);
            journal.shared(transfer, trade.price(), Optional.of(trade.id()));
        }
    }

    /** Gifts and own use come before the price, which is made for what is left. */
    private static Carry sharePool(
            SettlementInput input, AllocationKey key, OpenPositions open, LineJournal journal) {
        Community whole = open.community(input.interval()).carrying(input.terms().carried());
        Community community = new Gifts(open, journal).give(input.terms().gifts(), key.part(whole));
        AllocationKey shared = key.ofPart();
        Allocation allocation = shared.allocate(community);
        long[] own = allocation.own();
        for (int i = 0; i < own.length; i++) {
            if (own[i] > 0 && journal.ownUsePays(open.member(i))) {
                open.useOwn(i, own[i]);
                journal.ownUse(open.member(i), Energy.ofWattHours(own[i]));
            }
        }
        Optional<Pool> pool = Pool.of(open, input.terms().dearest());
        if (pool.isEmpty()) {
            return input.terms().carried();
        }
        if (!pool.get().isOfAll(open)) {
            allocation = shared.allocate(without(pool.get(), open, community, own));
        }
        Price price = pool.get().price();
        for (Flows.Flow flow : Flows.of(allocation)) {
            var transfer = open.transfer(flow.seller(), flow.buyer(), flow.wattHours());
            journal.shared(transfer, price, Optional.empty());
        }
        return allocation.carried();
    }

    /**
     * The community in which those who take no part have nothing but what they use of their own.
     */
    private static Community without(
            Pool pool, OpenPositions open, Community community, long[] own) {
        long[] generation = community.generation();
        long[] consumption = community.consumption();
        for (int i = 0; i < own.length; i++) {
            Tariff tariff = open.member(i).tariff();
            generation[i] = pool.admitsSeller(tariff) ? generation[i] : own[i];
            consumption[i] = pool.admitsBuyer(tariff) ? consumption[i] : own[i];
        }
        return community.with(generation, consumption);
    }
}
