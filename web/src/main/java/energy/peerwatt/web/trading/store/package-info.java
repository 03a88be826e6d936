/**
 * Orders, trades and gates in the schema {@code market}, projected from the engine's events.
 *
 * <p>{@link energy.peerwatt.web.trading.store.EventStore} is the only writer; {@link
 * energy.peerwatt.web.trading.store.TradingLedger} reads. Reactive, safe for use by several
 * threads.
 */
@NullMarked
package energy.peerwatt.web.trading.store;

import org.jspecify.annotations.NullMarked;
