/**
 * Tables of the schema {@code settlement}: the settlements with their lines, and the outbox of
 * chain transactions. Reactive and thread-safe; nothing here blocks.
 */
@NullMarked
package energy.peerwatt.settlement.store;

import org.jspecify.annotations.NullMarked;
