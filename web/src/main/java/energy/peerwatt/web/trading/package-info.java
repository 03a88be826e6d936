/**
 * Orders and trades: {@link energy.peerwatt.web.trading.OrderDesk} hands orders to the engine,
 * {@link energy.peerwatt.web.trading.Projector} stores what the engine says, {@code store} holds
 * it.
 *
 * <p>Values are immutable; the projector belongs to its stage's thread.
 */
@NullMarked
package energy.peerwatt.web.trading;

import org.jspecify.annotations.NullMarked;
