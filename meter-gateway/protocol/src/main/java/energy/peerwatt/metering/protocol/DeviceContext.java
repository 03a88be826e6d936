package energy.peerwatt.metering.protocol;

import java.util.Optional;

/**
 * What a device gave beside a register. Whatever is empty is unknown.
 *
 * @param watts active power at the time of the reading, W; positive if it makes this register count
 *     up, so import is positive beside an import register and negative beside an export register
 * @param evidence what the value was decoded from
 * @param record what the meter signed itself
 */
public record DeviceContext(
        Optional<Integer> watts, Optional<DeviceEvidence> evidence, Optional<MeterRecord> record) {

    /** Nothing but the register is known. */
    public static final DeviceContext NONE =
            new DeviceContext(Optional.empty(), Optional.empty(), Optional.empty());

    /** The context of a value with this evidence. */
    public static DeviceContext of(DeviceEvidence evidence) {
        return new DeviceContext(Optional.empty(), Optional.of(evidence), Optional.empty());
    }

    /** The same with another power. */
    public DeviceContext withWatts(Optional<Integer> power) {
        return new DeviceContext(power, evidence, record);
    }

    /** Whether layout 2 has no place for something of this. */
    boolean needsLayout3() {
        return hasMoreThanEvidence()
                || (evidence.isPresent() && evidence.get().identity().isPresent());
    }

    boolean hasMoreThanEvidence() {
        return watts.isPresent() || record.isPresent();
    }
}
