/**
 * Delivery intervals and the one market clock.
 *
 * <p>Time is always {@link java.time.Instant} in UTC. Time zones appear only where a person reads.
 */
@NullMarked
package energy.peerwatt.time;

import org.jspecify.annotations.NullMarked;
