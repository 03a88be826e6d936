/** Keys in files, key stores and tokens. */
@NullMarked
package energy.peerwatt.edge.keys;

import org.jspecify.annotations.NullMarked;
