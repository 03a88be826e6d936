/** Tests of the uplink with a real broker and a head-end that acknowledges. */
@NullMarked
package energy.peerwatt.edge.uplink;

import org.jspecify.annotations.NullMarked;
