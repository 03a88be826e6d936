package energy.peerwatt.web.settling;

import energy.peerwatt.market.AreaId;
import java.time.Instant;
import java.util.Optional;

/**
 * Why the settlement of an area stands still.
 *
 * @param interval start of the one that cannot be settled, if that is known
 * @param since market time
 * @param problem for operators; may name members
 */
public record SettlementProblem(
        AreaId area, Optional<Instant> interval, Instant since, String problem) {}
