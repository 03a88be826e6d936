/** What several tests of the gateway share: waiting, clocks, fixtures, real servers. */
@NullMarked
package energy.peerwatt.edge.testkit;

import org.jspecify.annotations.NullMarked;
