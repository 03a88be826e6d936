/**
 * From the broker to the head-end: signed blocks, reports about devices and live telemetry.
 *
 * <p>{@link energy.peerwatt.web.ingest.Intake} belongs to its stage's thread; {@link
 * energy.peerwatt.web.ingest.LiveState} may be asked from any.
 */
@NullMarked
package energy.peerwatt.web.ingest;

import org.jspecify.annotations.NullMarked;
