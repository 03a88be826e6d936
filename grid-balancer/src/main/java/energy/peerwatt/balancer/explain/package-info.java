/**
 * Says why a plan is as it is: what each device costs, which limit binds and what a kW more of it
 * would be worth, and for a plan that cannot keep a limit which one, by how much and what single
 * change would help.
 *
 * <p>{@link energy.peerwatt.balancer.explain.Explanation} is the face. Pure; one thread, some
 * tenths of a second for the worth of limits.
 */
@NullMarked
package energy.peerwatt.balancer.explain;

import org.jspecify.annotations.NullMarked;
