package energy.peerwatt.edge.payload;

import energy.peerwatt.edge.format.Refusal;
import energy.peerwatt.edge.format.RefusedException;
import java.util.Set;

/**
 * evcc and its like: what they publish is for control, retained, and no register stands behind it.
 */
final class ControlSystem extends MqttDevice {

    private final String topic;

    ControlSystem(String topic, Options options) {
        super(options);
        this.topic = topic;
    }

    @Override
    public Set<String> topics() {
        return Set.of(topic);
    }

    @Override
    void read(Arrival arrival, Sample sample) throws RefusedException {
        throw new RefusedException(Refusal.CONTROL_VALUE);
    }
}
