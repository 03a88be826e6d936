package energy.peerwatt.settlement.billing;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.Quality;
import energy.peerwatt.settlement.Direction;
import energy.peerwatt.settlement.LineKind;
import energy.peerwatt.settlement.SettlementLine;
import energy.peerwatt.settlement.billing.OriginLine.Amounts;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Turns a member's settlement lines into one line per origin of its kWh. */
public final class OriginStatement {

    /**
     * A member's settlement line and where it stands.
     *
     * @param version the interval's highest
     */
    public record Placed(
            AreaId area, DeliveryInterval interval, int version, SettlementLine line) {}

    private OriginStatement() {}

    /**
     * One line for each kWh's origin: fees join the energy they are charged on.
     *
     * @param placed all of the member's lines of some intervals, in any order
     * @return by interval, area and number; their amounts add up to those of {@code placed} exactly
     */
    public static List<OriginLine> of(List<Placed> placed) {
        List<Placed> sorted =
                placed.stream()
                        .sorted(
                                Comparator.comparing(Placed::interval)
                                        .thenComparingInt(one -> one.area().value())
                                        .thenComparingInt(one -> one.line().number()))
                        .toList();
        List<OriginLine> lines = new ArrayList<>();
        List<Placed> group = new ArrayList<>();
        for (Placed one : sorted) {
            if (!group.isEmpty() && !joins(one, group)) {
                lines.add(joined(group));
                group.clear();
            }
            group.add(one);
        }
        if (!group.isEmpty()) {
            lines.add(joined(group));
        }
        return lines;
    }

    /** Energy that a member made and used itself. */
    public static OriginLine own(DeliveryInterval interval, Energy energy, Quality quality) {
        return new OriginLine(interval, 0, Origin.OWN, energy, quality, Amounts.NONE, List.of());
    }

    /** Fees, and the other halves of own use and of a reward, follow what they belong to. */
    private static boolean joins(Placed next, List<Placed> group) {
        Placed first = group.getFirst();
        if (next.line().kind().isReward()) {
            return next.line().kind() == first.line().kind() && isTogether(first, next);
        }
        boolean ownUse = first.line().kind() == LineKind.OWN_USE;
        boolean bought = first.line().direction() == Direction.BOUGHT;
        boolean belongs =
                next.line().kind().isFee()
                        ? bought && (ownUse || first.line().kind().isShared())
                        : bought && ownUse && next.line().kind() == LineKind.OWN_USE;
        return belongs
                && isTogether(first, next)
                && first.line().energy().equals(next.line().energy())
                && first.line().trade().equals(next.line().trade());
    }

    private static boolean isTogether(Placed first, Placed next) {
        return first.interval().equals(next.interval()) && first.area().equals(next.area());
    }

    private static OriginLine joined(List<Placed> group) {
        Placed first = group.getFirst();
        List<SettlementLine> lines = group.stream().map(Placed::line).toList();
        Money gridFee = sum(lines, LineKind.GRID_FEE);
        Money taxes = sum(lines, LineKind.LEVY);
        Money all = lines.stream().map(SettlementLine::amount).reduce(Money.ZERO, Money::plus);
        Origin origin = origin(first.line());
        return new OriginLine(
                first.interval(),
                first.version(),
                origin,
                origin.movesEnergy() ? first.line().energy() : Energy.ZERO,
                first.line().quality(),
                new Amounts(all.minus(gridFee).minus(taxes), gridFee, taxes),
                lines);
    }

    private static Money sum(List<SettlementLine> lines, LineKind kind) {
        return lines.stream()
                .filter(line -> line.kind() == kind)
                .map(SettlementLine::amount)
                .reduce(Money.ZERO, Money::plus);
    }

    private static Origin origin(SettlementLine line) {
        boolean bought = line.direction() == Direction.BOUGHT;
        return switch (line.kind()) {
            case MATCHED_ENERGY -> bought ? Origin.MATCHED_BOUGHT : Origin.MATCHED_SOLD;
            case POOL_ENERGY -> bought ? Origin.POOL_BOUGHT : Origin.POOL_SOLD;
            case OWN_USE -> Origin.OWN_THROUGH_GRID;
            case RESIDUAL_SUPPLY -> Origin.RESIDUAL_SUPPLY;
            case RESIDUAL_FEED_IN -> Origin.RESIDUAL_FEED_IN;
            case REWARD_FUNDING -> Origin.REWARD_FUNDING;
            case RELIEF_REWARD -> Origin.RELIEF_REWARD;
            case DELIVERY_REWARD -> Origin.DELIVERY_REWARD;
            case GRID_FEE, LEVY, UNDELIVERED, IMBALANCE_SHORT, IMBALANCE_LONG, INDEMNITY ->
                    Origin.OTHER;
        };
    }
}
