/**
 * How far the machine's clock can be trusted: {@link energy.peerwatt.edge.clock.ClockWatch} asks
 * chrony, else the kernel, again and again; its answer goes into every reading.
 *
 * <p>Thread-safe.
 */
@NullMarked
package energy.peerwatt.edge.clock;

import org.jspecify.annotations.NullMarked;
