/**
 * Rows of accounts and sessions.
 *
 * <p>Safe for use by several threads.
 */
@NullMarked
package energy.peerwatt.web.accounts.store;

import org.jspecify.annotations.NullMarked;
