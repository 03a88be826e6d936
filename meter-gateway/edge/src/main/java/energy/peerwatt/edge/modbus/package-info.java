/**
 * Modbus over TCP, in the framing of Modbus TCP or of a serial bus: one {@link
 * energy.peerwatt.edge.modbus.ModbusEndpoint} owns one socket and has at most one request in
 * flight; units behind it share it.
 *
 * <p>j2mod writes the requests. Its transports compare too little of an answer and drop the CRC of
 * a serial frame, so every answer is read and checked here, and after any doubt the socket is
 * closed: a late answer can then never be taken for the answer to another request.
 *
 * <p>Safe for use by several threads; a request waits for the one in flight.
 */
@NullMarked
package energy.peerwatt.edge.modbus;

import org.jspecify.annotations.NullMarked;
