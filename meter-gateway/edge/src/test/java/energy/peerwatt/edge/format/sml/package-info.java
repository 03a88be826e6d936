/** Tests of SML against real meters and another decoder. */
@NullMarked
package energy.peerwatt.edge.format.sml;

import org.jspecify.annotations.NullMarked;
