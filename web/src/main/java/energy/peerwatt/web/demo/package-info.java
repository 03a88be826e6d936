/** The demonstration: registers the simulated village. Blocks; called from one stage's thread. */
@NullMarked
package energy.peerwatt.web.demo;

import org.jspecify.annotations.NullMarked;
