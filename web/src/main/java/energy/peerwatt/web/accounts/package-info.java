/**
 * Who calls: accounts, passwords, HTTP Basic and session cookies, and what callers may do.
 *
 * <p>Safe for use by several threads.
 */
@NullMarked
package energy.peerwatt.web.accounts;

import org.jspecify.annotations.NullMarked;
