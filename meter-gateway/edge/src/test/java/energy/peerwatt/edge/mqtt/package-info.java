/** Tests of the MQTT meters against recorded messages and a real broker. */
@NullMarked
package energy.peerwatt.edge.mqtt;

import org.jspecify.annotations.NullMarked;
