/**
 * Modbus TCP, read only: one {@link energy.peerwatt.edge.modbus.ModbusEndpoint} owns one socket and
 * has at most one request in flight; units behind it share it.
 *
 * <p>j2mod writes and parses the messages. Its transport compares too little of an answer, so every
 * answer is checked here, and after any doubt the socket is closed: a late answer can then never be
 * taken for the answer to another request.
 *
 * <p>Safe for use by several threads; a read waits for the one in flight.
 */
@NullMarked
package energy.peerwatt.edge.modbus;

import org.jspecify.annotations.NullMarked;
