/**
 * The installer's tools: find devices, read them once, judge whether they are connected the right
 * way round, and write them into the list of the gateway; check a spool.
 *
 * <p>{@link energy.peerwatt.edge.commission.CommissioningMain} is the program. It never writes to a
 * device or publishes to a broker, except what a listener must say so that a device keeps talking.
 *
 * <p>Used by one thread.
 */
@NullMarked
package energy.peerwatt.edge.commission;

import org.jspecify.annotations.NullMarked;
