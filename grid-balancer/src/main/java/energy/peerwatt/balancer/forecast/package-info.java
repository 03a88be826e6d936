/**
 * Forecasts of loads, panels and metering points.
 *
 * <p>{@link energy.peerwatt.balancer.forecast.EnergyHistory} holds what was measured. An {@link
 * energy.peerwatt.balancer.forecast.Expectation} says what comes: {@link
 * energy.peerwatt.balancer.forecast.SimilarDays} of loads, {@link
 * energy.peerwatt.balancer.forecast.SolarOutput} of panels, {@link
 * energy.peerwatt.balancer.forecast.PersistenceForecast} of a metering point's net energy, with
 * what it rests on. {@link energy.peerwatt.balancer.forecast.Spread} adds quantiles to any of them,
 * {@link energy.peerwatt.balancer.forecast.Backtest} says how good it would have been. Unknown is
 * never zero: without a basis there is no forecast.
 *
 * <p>Pure; all types are safe for use by several threads. Statistics in floating point: no money or
 * energy is decided here, and results are whole Wh.
 */
@NullMarked
package energy.peerwatt.balancer.forecast;

import org.jspecify.annotations.NullMarked;
