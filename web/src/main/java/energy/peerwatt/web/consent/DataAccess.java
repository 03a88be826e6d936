package energy.peerwatt.web.consent;

import java.time.Instant;
import java.time.LocalDate;

/**
 * One reading of values by a grant.
 *
 * @param readAt market time
 * @param firstDay first local day that was asked for
 * @param endDay the day after the last one
 * @param daysRead days of which there were values
 */
public record DataAccess(Instant readAt, LocalDate firstDay, LocalDate endDay, int daysRead) {}
