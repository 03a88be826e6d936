package energy.peerwatt.settlement;

import energy.peerwatt.market.Quality;
import energy.peerwatt.market.Trade;
import energy.peerwatt.settlement.SettlementRules.Contracts;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import energy.peerwatt.unit.Price;
import java.util.List;

/**
 * Settlement by contract and imbalance, for communities whose organiser is responsible for their
 * balance.
 *
 * <ol>
 *   <li>Each trade is paid in full at its price. What the meters confirm of it is delivered, the
 *       rest is paid though not delivered: only delivered energy becomes certificates.
 *   <li>Each member's deviation from its contracts, over all its trades together, is charged or
 *       paid at the imbalance prices.
 *   <li>Grid fee and levy are due on what was imported, unless it is bought at the own retail price
 *       that contains them.
 * </ol>
 *
 * <p>A trade whose price leaves its buyer above the own retail price or its seller below the own
 * feed-in price stops the interval, as everywhere. What a member's deviation costs may leave it
 * worse off than its supplier alone: no rule can promise otherwise where contracts are paid in
 * full. {@link SettlementTotals#saved} can therefore be negative.
 */
final class ContractSettlement {

    private final SettlementInput input;
    private final OpenPositions members;
    private final LineJournal journal;
    private final Imbalances imbalances;
    private final Quality priced;

    private ContractSettlement(SettlementInput input, Quality priced) {
        this.input = input;
        this.priced = priced;
        members = new OpenPositions(input.positions());
        journal = new LineJournal(input.terms());
        imbalances = Imbalances.of(input.trades(), members);
    }

    /**
     * Settles an interval.
     *
     * @throws IllegalStateException if the price of a trade leaves one of its parties worse off
     */
    static IntervalSettlement settle(SettlementInput input, Contracts rules) {
        ContractSettlement settlement = new ContractSettlement(input, rules.priced());
        settlement.payContracts(rules.delivery());
        switch (rules.imbalance()) {
            case ImbalancePrices.OwnTariffs() -> settlement.balanceByOwnSuppliers();
            case ImbalancePrices.Dual(Price whenShort, Price whenLong) ->
                    settlement.balanceAt(whenShort, whenLong);
            case ImbalancePrices.GroupSingle(Price price) -> settlement.balanceGroup(price);
            case ImbalancePrices.GroupDual(Price whenShort, Price whenLong) ->
                    settlement.balanceGroup(
                            settlement.imbalances.ofGroup() > 0 ? whenShort : whenLong);
        }
        return settlement.result();
    }

    private void payContracts(DeliveryRule rule) {
        long[] delivered = TradeDelivery.deliver(input.trades(), members, rule);
        for (int k = 0; k < delivered.length; k++) {
            Trade trade = input.trades().get(k);
            journal.contract(
                    trade,
                    members.member(members.indexOf(trade.seller())),
                    members.member(members.indexOf(trade.buyer())),
                    Energy.ofWattHours(delivered[k]));
        }
    }

    /** Retail contains the fees on what is short, so only the rest of the import pays them here. */
    private void balanceByOwnSuppliers() {
        for (int i = 0; i < members.size(); i++) {
            long deviation = imbalances.of(i);
            long supplied = Math.max(0, deviation);
            Energy fedIn = Energy.ofWattHours(Math.max(0, -deviation));
            journal.residual(members.member(i), Energy.ofWattHours(supplied), fedIn);
            journal.fees(
                    members.member(i),
                    Energy.ofWattHours(Math.max(0, members.imported(i) - supplied)));
        }
    }

    private void balanceAt(Price whenShort, Price whenLong) {
        for (int i = 0; i < members.size(); i++) {
            long deviation = imbalances.of(i);
            imbalance(i, deviation, deviation > 0 ? whenShort : whenLong);
            journal.fees(members.member(i), Energy.ofWattHours(members.imported(i)));
        }
    }

    private void balanceGroup(Price price) {
        long[] causes = imbalances.causes();
        int sign = Long.signum(imbalances.ofGroup());
        for (int i = 0; i < members.size(); i++) {
            long caused = sign * causes[i];
            imbalance(i, caused, price);
            imbalance(i, imbalances.of(i) - caused, Price.ZERO);
            journal.fees(members.member(i), Energy.ofWattHours(members.imported(i)));
        }
    }

    private void imbalance(int member, long wattHours, Price price) {
        journal.imbalance(members.member(member), wattHours, price, priced);
    }

    private IntervalSettlement result() {
        List<SettlementLine> lines = journal.lines();
        MeterCheck.requireNetMetered(input.positions(), lines);
        return IntervalSettlement.of(
                input.area(), input.interval(), input.version(), lines, saved(lines));
    }

    private Money saved(List<SettlementLine> lines) {
        Money saved = Money.ZERO;
        for (SettlementLine line : lines) {
            if (line.participant().isMember()) {
                saved = saved.plus(line.amount());
            }
        }
        for (MeteredPosition member : input.positions()) {
            saved = saved.minus(member.gridOnly());
        }
        return saved;
    }
}
