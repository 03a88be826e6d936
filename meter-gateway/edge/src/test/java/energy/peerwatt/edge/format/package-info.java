/** Tests of what all decoders share. */
@NullMarked
package energy.peerwatt.edge.format;

import org.jspecify.annotations.NullMarked;
