/**
 * The pure household model of the simulated village: who draws, makes, stores and meters how much.
 *
 * <p>Face: {@link energy.peerwatt.edge.simulator.model.Blueprint} describes a village, {@link
 * energy.peerwatt.edge.simulator.model.Village} runs it, {@link
 * energy.peerwatt.edge.simulator.model.HomeReading} is what its meters know at one moment.
 *
 * <p>Time advances in slices of {@link energy.peerwatt.edge.simulator.model.Village#SLICE_SECONDS};
 * every power is a whole number of watts and constant within a slice, so energy counted in
 * watt-seconds is exact at every second. Everything follows from seed and time, nothing from the
 * order of calls. No type reads a clock, does input or output, or starts a thread; {@code Village}
 * belongs to one thread, the rest is immutable.
 */
@NullMarked
package energy.peerwatt.edge.simulator.model;

import org.jspecify.annotations.NullMarked;
