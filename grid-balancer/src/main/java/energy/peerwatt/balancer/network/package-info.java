/**
 * What flows and which voltages arise on a feeder.
 *
 * <p>{@link energy.peerwatt.balancer.network.PowerFlow} computes them exactly, {@link
 * energy.peerwatt.balancer.network.LinearFlow} says what a W at one place does to the voltage of
 * another, losses neglected. {@link energy.peerwatt.balancer.network.NetworkCheck} finds what a
 * slot's powers break, {@link energy.peerwatt.balancer.network.PlanFlow} does so for a plan.
 *
 * <p>Voltages are physics, not money: double arithmetic. Pure; a {@code PowerFlow} and its {@code
 * Flow} belong to one thread, all else is immutable.
 */
@NullMarked
package energy.peerwatt.balancer.network;

import org.jspecify.annotations.NullMarked;
