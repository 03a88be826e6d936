/**
 * The head-end on PostgreSQL, schema {@code metering}; its only writer.
 *
 * <p>{@link energy.peerwatt.metering.headend.store.HeadEnd} takes signed blocks; {@link
 * energy.peerwatt.metering.headend.store.IntervalStage} turns readings into interval values; {@link
 * energy.peerwatt.metering.headend.store.IntervalValueStore} reads them; {@link
 * energy.peerwatt.metering.headend.store.GatewayRegistry} holds the keys that are trusted.
 *
 * <p>Everything is reactive, safe for use by several threads and by several processes on one
 * database, and may be repeated after any failure. Nothing happens before a {@code Uni} is
 * subscribed to.
 */
@NullMarked
package energy.peerwatt.metering.headend.store;

import org.jspecify.annotations.NullMarked;
