/** Tests of the simulated village; each opens its own servers on free loopback ports. */
@NullMarked
package energy.peerwatt.edge.simulator;

import org.jspecify.annotations.NullMarked;
