/**
 * MQTT 5: one connection as a plain pipe, and the meters that publish to a broker of their own.
 *
 * <p>Paho is used without its persistence, buffer and reconnection: a {@link
 * energy.peerwatt.edge.mqtt.MqttSession} that is lost is thrown away and a new one is made. {@link
 * energy.peerwatt.edge.mqtt.MqttMeters} brings the messages of the commissioned devices to their
 * dialects in {@code payload} and the samples to the intake.
 *
 * <p>Messages arrive on a thread of the session. All types are thread-safe.
 */
@NullMarked
package energy.peerwatt.edge.mqtt;

import org.jspecify.annotations.NullMarked;
