package energy.peerwatt.edge.control;

import energy.peerwatt.metering.protocol.SetpointPlan.Floor;
import energy.peerwatt.metering.protocol.SetpointPlan.Step;
import java.util.Map;

/**
 * The registers by which one device is controlled. Used by one thread.
 *
 * <p>Every method may throw {@link energy.peerwatt.market.MarketException} if the device does not
 * answer or answers nonsense; what was written by then is unknown.
 */
interface DeviceControl {

    /**
     * What the device shows before it is controlled.
     *
     * @param controlled whether somebody controls it
     * @param settings those that control changes and that its own timer does not bring back, by
     *     name of the register
     */
    record Before(boolean controlled, Map<String, Long> settings) {

        public Before {
            settings = Map.copyOf(settings);
        }
    }

    /** Looks at the device without changing it. */
    Before look();

    /**
     * Writes a step and reads it back. Repeating it starts the device's reversion timer again.
     *
     * @param floor what the household keeps
     * @param reversionSeconds after which the device goes back by itself, at least 1
     */
    ControlResult apply(Step step, Floor floor, long reversionSeconds);

    /**
     * Leaves the device to itself, with the settings it had before.
     *
     * @return whether it shows that; false if it declined or shows otherwise
     */
    boolean release(Map<String, Long> settings);
}
