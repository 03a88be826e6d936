/**
 * The edge gateway: reads meters, keeps what it read, and brings it to the head-end, signed.
 *
 * <p>{@link energy.peerwatt.edge.GatewayMain} is the program; {@link energy.peerwatt.edge.Gateway}
 * puts the packages together in the order in which data flows: {@code modbus} and {@code mqtt}
 * (devices) to {@code intake} to {@code spool} to {@code uplink}.
 */
@NullMarked
package energy.peerwatt.edge;

import org.jspecify.annotations.NullMarked;
