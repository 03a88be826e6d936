/**
 * Hosts the matching engine in an Aeron Cluster and talks to it.
 *
 * <p>{@link energy.peerwatt.matching.cluster.EngineNode} is one member: 1 node by default, 3 in
 * production, same code. {@link energy.peerwatt.matching.cluster.EngineClient} sends commands and
 * follows the events. Both are thread-safe and run their own platform threads.
 */
@NullMarked
package energy.peerwatt.matching.cluster;

import org.jspecify.annotations.NullMarked;
