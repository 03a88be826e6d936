/**
 * Forecasts of a metering point's net energy.
 *
 * <p>{@link energy.peerwatt.balancer.forecast.PersistenceForecast} continues what was measured and
 * says from what; {@link energy.peerwatt.balancer.forecast.NetEnergy} is its input, {@link
 * energy.peerwatt.balancer.forecast.Forecast} its result. Unknown is never zero: without a basis
 * there is no forecast. Planning of batteries, chargers and other devices builds on these forecasts
 * and follows in packages of its own.
 *
 * <p>Pure; all types are immutable and safe for use by several threads.
 */
@NullMarked
package energy.peerwatt.balancer.forecast;

import org.jspecify.annotations.NullMarked;
