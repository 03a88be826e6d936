/**
 * How energy that was not read interval by interval is spread over time.
 *
 * <p>{@link energy.peerwatt.metering.headend.estimation.LikeDays} says what to expect of an
 * interval; {@link energy.peerwatt.metering.headend.estimation.GapShape} spreads a register
 * difference so.
 *
 * <p>All types are immutable and safe for use by several threads. All arithmetic is exact.
 */
@NullMarked
package energy.peerwatt.metering.headend.estimation;

import org.jspecify.annotations.NullMarked;
