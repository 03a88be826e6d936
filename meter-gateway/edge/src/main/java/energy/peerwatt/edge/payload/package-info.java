/**
 * What the messages of MQTT devices mean, one class per dialect.
 *
 * <p>{@link energy.peerwatt.edge.payload.MqttDevices} makes the {@link
 * energy.peerwatt.edge.payload.MqttDevice} of a commissioned device. It names the topics it wants,
 * turns each message into a sample or refuses it for a named reason, and says what has to be sent
 * so that the device keeps talking. Values that belong together but arrive apart, such as the
 * registers of three phases, are put together only within two seconds.
 *
 * <p>A device is used by one thread at a time. Nothing here connects to anything.
 */
@NullMarked
package energy.peerwatt.edge.payload;

import org.jspecify.annotations.NullMarked;
