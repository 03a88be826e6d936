package energy.peerwatt.web.view;

import energy.peerwatt.settlement.Direction;
import energy.peerwatt.settlement.LineKind;
import energy.peerwatt.settlement.SettlementLine;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import java.util.Collection;

/**
 * What one participant's lines add up to.
 *
 * @param bought from other members
 * @param sold to other members
 * @param onChainAmount of lines settled on the chain: shared energy with its fees
 */
public record LineSums(
        Energy bought,
        Energy sold,
        Energy residualSupply,
        Energy residualFeedIn,
        Money amount,
        Money onChainAmount) {

    static final LineSums ZERO =
            new LineSums(
                    Energy.ZERO, Energy.ZERO, Energy.ZERO, Energy.ZERO, Money.ZERO, Money.ZERO);

    public static LineSums of(Collection<SettlementLine> lines) {
        LineSums sums = ZERO;
        for (SettlementLine line : lines) {
            sums = sums.plus(line);
        }
        return sums;
    }

    private LineSums plus(SettlementLine line) {
        boolean in = line.direction() == Direction.BOUGHT;
        boolean out = line.direction() == Direction.SOLD;
        boolean shared = line.kind().isShared();
        return new LineSums(
                bought.plus(energyIf(shared && in, line)),
                sold.plus(energyIf(shared && out, line)),
                residualSupply.plus(energyIf(in && line.kind() == LineKind.RESIDUAL_SUPPLY, line)),
                residualFeedIn.plus(
                        energyIf(out && line.kind() == LineKind.RESIDUAL_FEED_IN, line)),
                amount.plus(line.amount()),
                line.kind().settledOnChain() ? onChainAmount.plus(line.amount()) : onChainAmount);
    }

    private static Energy energyIf(boolean counts, SettlementLine line) {
        return counts ? line.energy() : Energy.ZERO;
    }

    LineSums plus(LineSums other) {
        return new LineSums(
                bought.plus(other.bought),
                sold.plus(other.sold),
                residualSupply.plus(other.residualSupply),
                residualFeedIn.plus(other.residualFeedIn),
                amount.plus(other.amount),
                onChainAmount.plus(other.onChainAmount));
    }
}
