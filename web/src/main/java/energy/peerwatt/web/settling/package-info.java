/**
 * Settling intervals, bringing the result to the chain, and proving its lines.
 *
 * <p>{@link energy.peerwatt.web.settling.SettlementStage} and {@link
 * energy.peerwatt.web.settling.ChainStage} belong to their stages' threads; {@link
 * energy.peerwatt.web.settling.Proofs} may be asked from any.
 */
@NullMarked
package energy.peerwatt.web.settling;

import org.jspecify.annotations.NullMarked;
