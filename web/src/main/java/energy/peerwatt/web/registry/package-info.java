/**
 * Areas, participants, metering points and logins.
 *
 * <p>Immutable values; {@code store} keeps them.
 */
@NullMarked
package energy.peerwatt.web.registry;

import org.jspecify.annotations.NullMarked;
