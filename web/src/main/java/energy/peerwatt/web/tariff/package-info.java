/**
 * What a price sheet changes: for a week beside what holds without it, and for one home's own past.
 *
 * <p>Immutable values; {@code SheetEffects} reads what they are made of. Safe for use by several
 * threads.
 */
@NullMarked
package energy.peerwatt.web.tariff;

import org.jspecify.annotations.NullMarked;
