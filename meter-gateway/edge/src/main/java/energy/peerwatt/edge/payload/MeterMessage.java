package energy.peerwatt.edge.payload;

import energy.peerwatt.edge.device.DeviceSample;
import energy.peerwatt.edge.format.Refusal;

/** What became of a device's message. */
public sealed interface MeterMessage {

    /** The message in our words. */
    record Decoded(DeviceSample sample) implements MeterMessage {}

    /** Understood; it makes a sample only together with others, or describes the device. */
    record Understood() implements MeterMessage {}

    /** Nothing of the message may be used. */
    record Refused(Refusal reason) implements MeterMessage {}
}
