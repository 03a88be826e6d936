/**
 * The market's words: identifiers, sides, orders, trades, commands, events and error codes.
 *
 * <p>Pure values without behaviour; every module may use them, none may hide them behind its own.
 */
@NullMarked
package energy.peerwatt.market;

import org.jspecify.annotations.NullMarked;
