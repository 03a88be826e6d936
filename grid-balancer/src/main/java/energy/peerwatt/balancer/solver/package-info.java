/**
 * Plans a community with OptaPlanner.
 *
 * <p>{@link energy.peerwatt.balancer.solver.Balancer} plans once, {@link
 * energy.peerwatt.balancer.solver.LivePlanner} for as long as a community changes. A planning
 * entity is a device, its one variable the whole profile; every profile the solver ever holds keeps
 * the device's own rules, so only shared limits are scored. The score is exact in whole numbers and
 * follows each change slot by slot. Construction lets every device answer smoothed prices in turn
 * while the smoothing fades; local search then moves energy between slots of one device, of two
 * through a slot that is at a limit, and of chargers and appliances with the stores around them
 * following.
 *
 * <p>A feeder's voltages and cables are scored in a linear model in whole numbers and checked by
 * the exact flow before a plan is called feasible.
 *
 * <p>Everything but these two belongs to one solver thread. Floating point appears only in
 * heuristics: what they propose is judged in whole numbers.
 */
@NullMarked
package energy.peerwatt.balancer.solver;

import org.jspecify.annotations.NullMarked;
