package energy.peerwatt.web.rest;

import energy.peerwatt.market.Side;
import energy.peerwatt.web.strategy.Act;
import energy.peerwatt.web.strategy.StrategyJournal.Line;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that automatic trading did for a member.
 *
 * @param interval start of the interval it was for
 * @param quantityWh what the order was to have left; of a cancellation what it had
 * @param limitMicro net to sell, all-in to buy
 * @param tradedWh what the order has traded up to now; null if it never reached the book
 * @param canUndo whether the interval's gate is open
 */
public record StrategyActView(
        long id,
        Instant at,
        Instant interval,
        Act.Kind kind,
        Act.Why why,
        Side side,
        long quantityWh,
        long limitMicro,
        @Nullable Long tradedWh,
        boolean canUndo) {

    static StrategyActView of(Line line, Instant firstOpen) {
        Act act = line.entry().act();
        return new StrategyActView(
                line.id(),
                line.entry().at(),
                line.entry().interval(),
                act.kind(),
                act.why(),
                act.side(),
                act.quantityWh(),
                act.limit().microPerKwh(),
                line.tradedWh().isPresent() ? line.tradedWh().getAsLong() : null,
                !line.entry().interval().isBefore(firstOpen));
    }
}
