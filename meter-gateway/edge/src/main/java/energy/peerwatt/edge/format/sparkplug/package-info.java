/**
 * Sparkplug B payloads, Eclipse Sparkplug 3.0, as protobuf version 2 bytes. What a payload means in
 * its session is not decided here. Immutable values.
 */
@NullMarked
package energy.peerwatt.edge.format.sparkplug;

import org.jspecify.annotations.NullMarked;
