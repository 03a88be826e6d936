/**
 * Checks a member's statement against the chain, with nothing from the market but the statement:
 * for the member, an auditor or a court.
 */
@NullMarked
package energy.peerwatt.settlement.verify;

import org.jspecify.annotations.NullMarked;
