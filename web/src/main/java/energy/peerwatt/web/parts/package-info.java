/**
 * The real parts a market runs on, embedded or remote: database, broker, engine, chain.
 *
 * <p>Each part starts completely or throws, and is stopped by {@code close}. All are safe for use
 * by several threads.
 */
@NullMarked
package energy.peerwatt.web.parts;

import org.jspecify.annotations.NullMarked;
