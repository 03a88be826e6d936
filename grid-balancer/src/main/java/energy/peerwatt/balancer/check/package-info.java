/**
 * Judges a plan, whoever made it: what it costs and which rules and limits it breaks.
 *
 * <p>{@link energy.peerwatt.balancer.check.Checker} computes everything from the community and the
 * plan alone and shares no arithmetic with the solver, so that one finds the other's mistakes; only
 * the exact flow of a feeder is one for both.
 *
 * <p>Pure; safe for use by several threads.
 */
@NullMarked
package energy.peerwatt.balancer.check;

import org.jspecify.annotations.NullMarked;
