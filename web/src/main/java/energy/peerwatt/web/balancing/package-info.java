/**
 * Balances areas: keeps what they take from the grid and give to it within their limits.
 *
 * <p>{@link energy.peerwatt.web.balancing.BalancingStage} plans and acts; {@link
 * energy.peerwatt.web.balancing.LimitLedger}, {@link energy.peerwatt.web.balancing.PlanLedger} and
 * {@link energy.peerwatt.web.balancing.BalancingLedger} keep limits, plans and who balances, {@link
 * energy.peerwatt.web.balancing.GridSettings} and {@link
 * energy.peerwatt.web.balancing.FlexibleLoads} what operators say of grids and households of
 * devices they run themselves. The stage and what it uses belong to its thread and block; ledgers
 * are safe for use by several threads; values are immutable.
 */
@NullMarked
package energy.peerwatt.web.balancing;

import org.jspecify.annotations.NullMarked;
