/** Tests of the MQTT dialects against recorded messages. */
@NullMarked
package energy.peerwatt.edge.payload;

import org.jspecify.annotations.NullMarked;
