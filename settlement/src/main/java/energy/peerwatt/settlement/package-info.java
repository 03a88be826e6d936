/**
 * What each member of an area owes and is owed for one delivery interval, to the last nano.
 *
 * <p>Metered energy and matched trades go in, double-entry lines come out: {@link
 * energy.peerwatt.settlement.MeteredSharing} turns a {@link
 * energy.peerwatt.settlement.SettlementInput} into an {@link
 * energy.peerwatt.settlement.IntervalSettlement}. The same input always gives the same lines in the
 * same order, byte for byte.
 *
 * <p>Threading: immutable values and stateless functions, safe to share. Framework-free.
 */
@NullMarked
package energy.peerwatt.settlement;

import org.jspecify.annotations.NullMarked;
