/**
 * The rules of running without the grid, in whole numbers: {@link
 * energy.peerwatt.balancer.island.Breakers} (which blocks may be off when), {@link
 * energy.peerwatt.balancer.island.ReserveFloors} (what batteries keep for an outage), {@link
 * energy.peerwatt.balancer.island.SharedReserve} (and for the community's reserves), {@link
 * energy.peerwatt.balancer.island.BlockLoads} (what is behind breakers), {@link
 * energy.peerwatt.balancer.island.Rehearsal} (an outage by the clock) and {@link
 * energy.peerwatt.balancer.island.Headroom} (what grid-forming units leave free). The solver uses
 * them; the checker has its own arithmetic.
 *
 * <p>Pure; immutable, safe for use by several threads.
 */
@NullMarked
package energy.peerwatt.balancer.island;

import org.jspecify.annotations.NullMarked;
