/**
 * When Modbus devices are read: about once per second, and just before and just after each
 * quarter-hour, which comes first.
 *
 * <p>{@link energy.peerwatt.edge.poll.EndpointPoller} has one virtual thread for each socket, so
 * that sockets do not wait for each other; a device that fails is left alone for a growing pause,
 * and never tried close to a quarter-hour.
 */
@NullMarked
package energy.peerwatt.edge.poll;

import org.jspecify.annotations.NullMarked;
