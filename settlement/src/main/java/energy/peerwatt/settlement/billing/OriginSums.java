package energy.peerwatt.settlement.billing;

import energy.peerwatt.settlement.LineKind;
import energy.peerwatt.settlement.SettlementLine;
import energy.peerwatt.settlement.billing.OriginLine.Amounts;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/**
 * Energy and money by origin. Adding up is exact, so that any grouping of the same lines comes to
 * the same sums. Immutable.
 */
public final class OriginSums {

    /**
     * What one origin came to.
     *
     * @param estimated how much of {@code energy} is not measured in the end
     * @param charged what the fees among {@code amounts} are charged on
     */
    public record Sum(Energy energy, Energy estimated, Amounts amounts, Charged charged) {

        public static final Sum NONE = new Sum(Energy.ZERO, Energy.ZERO, Amounts.NONE);

        /** Whose fees, if there are any, are charged on all its energy. */
        public Sum(Energy energy, Energy estimated, Amounts amounts) {
            this(
                    energy,
                    estimated,
                    amounts,
                    new Charged(
                            amounts.gridFee().isZero() ? Energy.ZERO : energy,
                            amounts.taxes().isZero() ? Energy.ZERO : energy));
        }

        /** Both together. */
        public Sum plus(Sum other) {
            return new Sum(
                    energy.plus(other.energy),
                    estimated.plus(other.estimated),
                    amounts.plus(other.amounts),
                    charged.plus(other.charged));
        }
    }

    /** The energy that grid fees, and levies and taxes, are charged on. */
    public record Charged(Energy gridFee, Energy taxes) {

        /** Both together. */
        public Charged plus(Charged other) {
            return new Charged(gridFee.plus(other.gridFee), taxes.plus(other.taxes));
        }
    }

    /** What one kind of {@link Origin#OTHER} came to, never netted. */
    public record BothWays(Money credited, Money debited) {

        static final BothWays NONE = new BothWays(Money.ZERO, Money.ZERO);

        static BothWays of(Money amount) {
            return amount.nano() < 0
                    ? new BothWays(Money.ZERO, amount)
                    : new BothWays(amount, Money.ZERO);
        }

        /** Both together. */
        public BothWays plus(BothWays other) {
            return new BothWays(credited.plus(other.credited), debited.plus(other.debited));
        }
    }

    private final Map<Origin, Sum> sums;
    private final Map<LineKind, BothWays> besides;

    private OriginSums(Map<Origin, Sum> sums, Map<LineKind, BothWays> besides) {
        this.sums = sums;
        this.besides = besides;
    }

    /** No energy and no money. */
    public static OriginSums none() {
        return new OriginSums(new EnumMap<>(Origin.class), new EnumMap<>(LineKind.class));
    }

    /** The sums of these lines. */
    public static OriginSums of(Collection<OriginLine> lines) {
        OriginSums sums = none();
        for (OriginLine line : lines) {
            sums.sums.merge(line.origin(), sum(line), Sum::plus);
            if (line.origin() == Origin.OTHER) {
                line.lines().stream().filter(one -> !isFee(one)).forEach(sums::addBesides);
            }
        }
        return sums;
    }

    private void addBesides(SettlementLine line) {
        besides.merge(line.kind(), BothWays.of(line.amount()), BothWays::plus);
    }

    private static boolean isFee(SettlementLine line) {
        return line.kind() == LineKind.GRID_FEE || line.kind() == LineKind.LEVY;
    }

    private static Sum sum(OriginLine line) {
        Energy estimated =
                switch (line.quality()) {
                    case ACTUAL -> Energy.ZERO;
                    case SUBSTITUTED, ESTIMATED -> line.energy();
                };
        Charged charged = new Charged(energy(line, LineKind.GRID_FEE), energy(line, LineKind.LEVY));
        return new Sum(line.energy(), estimated, line.amounts(), charged);
    }

    private static Energy energy(OriginLine line, LineKind fee) {
        return line.lines().stream()
                .filter(one -> one.kind() == fee)
                .map(SettlementLine::energy)
                .reduce(Energy.ZERO, Energy::plus);
    }

    /**
     * These sums and one more.
     *
     * @throws IllegalArgumentException for {@link Origin#OTHER} with money that is no fee: say of
     *     which kind it is
     */
    public OriginSums plus(Origin origin, Sum sum) {
        if (origin == Origin.OTHER && !sum.amounts().energy().isZero()) {
            throw new IllegalArgumentException("origin: of which kind is " + sum.amounts());
        }
        return with(origin, sum, besides);
    }

    /** These sums and an amount of a kind of {@link Origin#OTHER}; positive is credited. */
    public OriginSums plus(LineKind kind, Money amount) {
        Map<LineKind, BothWays> all = new EnumMap<>(LineKind.class);
        all.putAll(besides);
        all.merge(kind, BothWays.of(amount), BothWays::plus);
        Amounts amounts = new Amounts(amount, Money.ZERO, Money.ZERO);
        return with(Origin.OTHER, new Sum(Energy.ZERO, Energy.ZERO, amounts), all);
    }

    private OriginSums with(Origin origin, Sum sum, Map<LineKind, BothWays> newBesides) {
        Map<Origin, Sum> all = new EnumMap<>(Origin.class);
        all.putAll(sums);
        all.merge(origin, sum, Sum::plus);
        return new OriginSums(all, newBesides);
    }

    /** What these kinds of {@link Origin#OTHER} came to. */
    public BothWays besides(LineKind... kinds) {
        return Arrays.stream(kinds)
                .map(kind -> besides.getOrDefault(kind, BothWays.NONE))
                .reduce(BothWays.NONE, BothWays::plus);
    }

    /** The sum of an origin, none if it has no line. */
    public Sum of(Origin origin) {
        return sums.getOrDefault(origin, Sum.NONE);
    }

    /** Over all origins; positive is credited. */
    public Money total() {
        return sums.values().stream()
                .map(sum -> sum.amounts().total())
                .reduce(Money.ZERO, Money::plus);
    }
}
