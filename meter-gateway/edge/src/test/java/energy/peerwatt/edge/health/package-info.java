@NullMarked
package energy.peerwatt.edge.health;

import org.jspecify.annotations.NullMarked;
