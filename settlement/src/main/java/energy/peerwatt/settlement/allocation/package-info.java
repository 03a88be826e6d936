/**
 * Keys by which members share what their community generates, in whole Wh.
 *
 * <p>An {@link energy.peerwatt.settlement.allocation.AllocationKey} turns a {@link
 * energy.peerwatt.settlement.allocation.Community} into an {@link
 * energy.peerwatt.settlement.allocation.Allocation}, and {@link
 * energy.peerwatt.settlement.allocation.Flows} pairs sellers with buyers. A further key is one more
 * class. Nothing is made or lost by rounding: what is bought is what is sold, always.
 *
 * <p>Threading: immutable values and stateless functions, safe to share. Framework-free.
 */
@NullMarked
package energy.peerwatt.settlement.allocation;

import org.jspecify.annotations.NullMarked;
