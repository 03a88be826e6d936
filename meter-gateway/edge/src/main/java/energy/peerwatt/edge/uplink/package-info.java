/**
 * Brings spooled readings to the head-end: signs blocks, publishes them, and frees readings when
 * the head-end says that they are committed; what the broker says frees nothing.
 *
 * <p>{@link energy.peerwatt.edge.uplink.Uplink} has threads of its own and goes on for as long as
 * it is open, whatever happens to broker and network.
 */
@NullMarked
package energy.peerwatt.edge.uplink;

import org.jspecify.annotations.NullMarked;
