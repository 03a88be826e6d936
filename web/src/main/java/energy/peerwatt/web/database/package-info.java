/**
 * How the market's own stores use the database.
 *
 * <p>Safe for use by several threads; nothing here blocks.
 */
@NullMarked
package energy.peerwatt.web.database;

import org.jspecify.annotations.NullMarked;
