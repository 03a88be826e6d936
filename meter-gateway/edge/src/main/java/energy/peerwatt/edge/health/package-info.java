/**
 * How each device does: polls, failures by kind, latency, last good value, and whether it has been
 * silent for too long.
 *
 * <p>{@link energy.peerwatt.edge.health.HealthBoard} has one {@link
 * energy.peerwatt.edge.health.DeviceHealth} for each commissioned device, and a thread that watches
 * them. Thread-safe.
 */
@NullMarked
package energy.peerwatt.edge.health;

import org.jspecify.annotations.NullMarked;
