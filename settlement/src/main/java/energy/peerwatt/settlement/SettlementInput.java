package energy.peerwatt.settlement;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Trade;
import energy.peerwatt.settlement.allocation.Carry;
import energy.peerwatt.time.DeliveryInterval;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Everything a settlement depends on. Normalised on construction, so that the order in which
 * positions and trades arrive cannot change the result.
 *
 * @param version 1 for the first settlement of the interval, one more for each correction
 * @param positions one per member, kept in order of participant
 * @param trades all trades of the interval, kept in order of trade id; both parties must have a
 *     position
 * @param terms what holds for all members
 */
public record SettlementInput(
        AreaId area,
        DeliveryInterval interval,
        int version,
        List<MeteredPosition> positions,
        List<Trade> trades,
        Terms terms) {

    /** The input with the default rules. */
    public SettlementInput(
            AreaId area,
            DeliveryInterval interval,
            int version,
            List<MeteredPosition> positions,
            List<Trade> trades,
            AreaFees fees) {
        this(area, interval, version, positions, trades, Terms.of(fees));
    }

    public SettlementInput {
        if (version < 1) {
            throw new IllegalArgumentException("version must be at least 1: " + version);
        }
        positions =
                positions.stream()
                        .sorted(Comparator.comparing(MeteredPosition::participant))
                        .toList();
        trades = trades.stream().sorted(Comparator.comparing(Trade::id)).toList();
        Set<ParticipantId> metered = requireOnePositionEach(positions);
        for (int i = 0; i < trades.size(); i++) {
            Trade trade = trades.get(i);
            if (i > 0 && trade.id().equals(trades.get(i - 1).id())) {
                throw new IllegalArgumentException("trade " + trade.id() + " is given twice");
            }
            requireBelongs(trade, area, interval);
            requireSettleable(trade, metered);
        }
    }

    /** Charges on energy shared inside the area where no zones say something else. */
    public AreaFees fees() {
        return terms.fees();
    }

    /**
     * Settles the interval by its rules.
     *
     * @throws IllegalStateException if a line would leave one of its parties worse off than its own
     *     supplier; nothing of the interval is settled then
     */
    public Settled settle() {
        return switch (terms.rules()) {
            case SettlementRules.Sharing sharing -> MeteredSharing.settle(this, sharing);
            case SettlementRules.Contracts contracts ->
                    new Settled(ContractSettlement.settle(this, contracts), Carry.NONE);
        };
    }

    private static Set<ParticipantId> requireOnePositionEach(List<MeteredPosition> positions) {
        Set<ParticipantId> metered = HashSet.newHashSet(positions.size());
        for (MeteredPosition position : positions) {
            if (!metered.add(position.participant())) {
                throw new IllegalArgumentException(
                        "two positions for participant " + position.participant());
            }
        }
        return metered;
    }

    private static void requireBelongs(Trade trade, AreaId area, DeliveryInterval interval) {
        if (!trade.area().equals(area) || !trade.interval().equals(interval)) {
            throw new IllegalArgumentException(
                    "trade " + trade.id() + " is not of area " + area + " and " + interval);
        }
    }

    private static void requireSettleable(Trade trade, Set<ParticipantId> metered) {
        if (trade.quantity().isZero() || trade.seller().equals(trade.buyer())) {
            throw new IllegalArgumentException(
                    "trade " + trade.id() + " moves no energy between two members");
        }
        for (ParticipantId party : List.of(trade.seller(), trade.buyer())) {
            if (!metered.contains(party)) {
                throw new IllegalArgumentException(
                        "trade " + trade.id() + ": no metered position of participant " + party);
            }
        }
    }
}
