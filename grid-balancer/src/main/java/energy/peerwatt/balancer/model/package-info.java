/**
 * What a grid balancer plans: a community of homes with flexible devices behind one connection to
 * the grid, its tariff and its limits, and a plan for it.
 *
 * <p>{@link energy.peerwatt.balancer.model.Community} is the whole problem, {@link
 * energy.peerwatt.balancer.model.Plan} one answer. Power is whole W, positive for taking from the
 * grid; energy is whole Wh in the devices and milliwatt-quarter-hours (mWq, 1/4,000 Wh) where a
 * store is followed slot by slot; cost is whole {@link energy.peerwatt.balancer.model.Cost}. Every
 * slot is a quarter-hour, numbered from 0. No floating point, no clock.
 *
 * <p>All types are immutable and safe for use by several threads; values are checked when built.
 */
@NullMarked
package energy.peerwatt.balancer.model;

import org.jspecify.annotations.NullMarked;
