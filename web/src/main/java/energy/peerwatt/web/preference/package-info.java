/**
 * What members wish of automatic trading and of what is planned for their devices.
 *
 * <p>Immutable values; {@link energy.peerwatt.web.preference.Preferences} keeps them and is safe
 * for use by several threads.
 */
@NullMarked
package energy.peerwatt.web.preference;

import org.jspecify.annotations.NullMarked;
