/**
 * Where the gateway's signing key is kept.
 *
 * <p>A key is opened once at start, by one thread; what it gives out is safe for use by several.
 */
@NullMarked
package energy.peerwatt.edge.keys;

import org.jspecify.annotations.NullMarked;
