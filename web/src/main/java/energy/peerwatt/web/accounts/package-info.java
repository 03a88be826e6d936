/**
 * Who calls: passwords, HTTP Basic logins and what they stand for.
 *
 * <p>Safe for use by several threads.
 */
@NullMarked
package energy.peerwatt.web.accounts;

import org.jspecify.annotations.NullMarked;
