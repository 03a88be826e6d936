/**
 * Registered areas, participants, metering points and logins in the schema {@code market}.
 *
 * <p>Reactive, safe for use by several threads.
 */
@NullMarked
package energy.peerwatt.web.registry.store;

import org.jspecify.annotations.NullMarked;
