/**
 * The market's settings and roles.
 *
 * <p>Immutable; safe for use by several threads.
 */
@NullMarked
package energy.peerwatt.web.config;

import org.jspecify.annotations.NullMarked;
