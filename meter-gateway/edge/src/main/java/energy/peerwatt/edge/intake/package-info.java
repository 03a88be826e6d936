/**
 * Between measuring and keeping: {@link energy.peerwatt.edge.intake.ReadingIntake} takes the
 * samples of all devices, keeps implausible registers out, puts the others into the spool and the
 * momentary values on the {@link energy.peerwatt.edge.intake.LiveBoard}.
 *
 * <p>Thread-safe.
 */
@NullMarked
package energy.peerwatt.edge.intake;

import org.jspecify.annotations.NullMarked;
