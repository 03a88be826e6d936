/** Tests of the pure household model; single-threaded. */
@NullMarked
package energy.peerwatt.edge.simulator.model;

import org.jspecify.annotations.NullMarked;
