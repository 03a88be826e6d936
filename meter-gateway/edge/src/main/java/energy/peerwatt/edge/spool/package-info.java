/**
 * The write-ahead log of readings: what a gateway measured and the head-end has not yet committed.
 *
 * <p>{@link energy.peerwatt.edge.spool.Spool} gives every reading its sequence, makes it durable
 * within 50 ms, and keeps it until the head-end acknowledges. Sequences have no gaps within an
 * epoch, also across kill -9. The format is in the module's README.
 *
 * <p>Thread-safe.
 */
@NullMarked
package energy.peerwatt.edge.spool;

import org.jspecify.annotations.NullMarked;
