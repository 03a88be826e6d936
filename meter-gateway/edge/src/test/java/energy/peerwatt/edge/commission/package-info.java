@NullMarked
package energy.peerwatt.edge.commission;

import org.jspecify.annotations.NullMarked;
