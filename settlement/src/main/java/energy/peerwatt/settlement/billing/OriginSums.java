package energy.peerwatt.settlement.billing;

import energy.peerwatt.settlement.billing.OriginLine.Amounts;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
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
     */
    public record Sum(Energy energy, Energy estimated, Amounts amounts) {

        public static final Sum NONE = new Sum(Energy.ZERO, Energy.ZERO, Amounts.NONE);

        /** Both together. */
        public Sum plus(Sum other) {
            return new Sum(
                    energy.plus(other.energy),
                    estimated.plus(other.estimated),
                    amounts.plus(other.amounts));
        }
    }

    private final Map<Origin, Sum> sums;

    private OriginSums(Map<Origin, Sum> sums) {
        this.sums = sums;
    }

    /** No energy and no money. */
    public static OriginSums none() {
        return new OriginSums(new EnumMap<>(Origin.class));
    }

    /** The sums of these lines. */
    public static OriginSums of(Collection<OriginLine> lines) {
        OriginSums sums = none();
        for (OriginLine line : lines) {
            sums.sums.merge(line.origin(), sum(line), Sum::plus);
        }
        return sums;
    }

    private static Sum sum(OriginLine line) {
        Energy estimated =
                switch (line.quality()) {
                    case ACTUAL -> Energy.ZERO;
                    case SUBSTITUTED, ESTIMATED -> line.energy();
                };
        return new Sum(line.energy(), estimated, line.amounts());
    }

    /** These sums and one more. */
    public OriginSums plus(Origin origin, Sum sum) {
        Map<Origin, Sum> all = new EnumMap<>(Origin.class);
        all.putAll(sums);
        all.merge(origin, sum, Sum::plus);
        return new OriginSums(all);
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
