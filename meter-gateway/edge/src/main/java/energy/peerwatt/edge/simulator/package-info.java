/**
 * The simulated village: real Modbus TCP servers and a real MQTT broker that speak for made-up or
 * measured homes.
 *
 * <p>Face: {@link energy.peerwatt.edge.simulator.SimulatorMain} is the program, {@link
 * energy.peerwatt.edge.simulator.Simulator} the same inside another process, {@link
 * energy.peerwatt.edge.simulator.SimulatorOptions} its arguments. The household model lives in
 * {@code model} and knows nothing of devices.
 *
 * <p>Threading: one thread runs {@code Simulator.run()} and owns village, truth log and state file.
 * It hands immutable register images to the Modbus servers, whose own threads only read them, so an
 * answer never mixes two refreshes.
 */
@NullMarked
package energy.peerwatt.edge.simulator;

import org.jspecify.annotations.NullMarked;
