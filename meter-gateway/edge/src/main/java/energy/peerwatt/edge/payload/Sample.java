package energy.peerwatt.edge.payload;

import energy.peerwatt.edge.device.DeviceSample;
import energy.peerwatt.edge.device.EvidenceProfile;
import energy.peerwatt.edge.device.LiveQuantity;
import energy.peerwatt.edge.device.RegisterValue;
import energy.peerwatt.market.Channel;
import energy.peerwatt.metering.protocol.DeviceContext;
import energy.peerwatt.metering.protocol.Hash256;
import energy.peerwatt.metering.protocol.MeterRecord;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Collects what a message says. Only the meter of the connection settles; what an inverter's meter
 * counts in export direction is generation, and other devices have no registers of the market.
 */
final class Sample {

    private final Direction direction;
    private final Map<Channel, RegisterValue> registers = new EnumMap<>(Channel.class);
    private final Map<LiveQuantity, Long> live = new EnumMap<>(LiveQuantity.class);
    private Optional<String> identity = Optional.empty();
    private Optional<MeterRecord> record = Optional.empty();

    Sample(Direction direction) {
        this.direction = direction;
    }

    void imported(RegisterValue value) {
        register(value, direction.reversed());
    }

    void exported(RegisterValue value) {
        register(value, !direction.reversed());
    }

    /** Momentary power, positive is what the device calls import; mW. */
    void power(long milliwatts) {
        long watts = Math.floorDiv(milliwatts + 500, 1_000);
        long importWatts = direction.reversed() ? -watts : watts;
        switch (direction.role()) {
            case METER -> live.put(LiveQuantity.GRID_W, importWatts);
            case INVERTER -> live.put(LiveQuantity.SOLAR_W, -importWatts);
            case BATTERY -> live.put(LiveQuantity.BATTERY_W, importWatts);
            case CHARGER -> live.put(LiveQuantity.EV_W, importWatts);
            case HEAT_PUMP -> live.put(LiveQuantity.HEAT_PUMP_W, importWatts);
            case APPLIANCE -> live.put(LiveQuantity.APPLIANCE_W, importWatts);
        }
    }

    /** Energy that a car still needs, Wh. */
    void needs(long wattHours) {
        live.put(LiveQuantity.EV_NEEDED_WH, wattHours);
    }

    /** Epoch second by which a car needs its energy. */
    void departs(long second) {
        live.put(LiveQuantity.EV_DEPARTURE, second);
    }

    /** How the device names itself in the message; texts may be empty. */
    void identity(String... parts) {
        identity = EvidenceProfile.identity(parts);
    }

    /** The message is a record that the meter signed. */
    void record(MeterRecord original) {
        record = Optional.of(original);
    }

    /**
     * What was collected.
     *
     * @param payload of the message that completed it
     */
    DeviceSample build(EvidenceProfile decodedBy, byte[] payload) {
        if (registers.isEmpty()) {
            return new DeviceSample(registers, live);
        }
        DeviceContext origin = decodedBy.context(Hash256.sha256(payload), identity);
        return new DeviceSample(
                registers, live, new DeviceContext(Optional.empty(), origin.evidence(), record));
    }

    private void register(RegisterValue value, boolean outwards) {
        switch (direction.role()) {
            case METER -> registers.put(outwards ? Channel.EXPORT : Channel.IMPORT, value);
            case INVERTER -> {
                if (outwards) {
                    registers.put(Channel.GENERATION, value);
                }
            }
            case BATTERY, CHARGER, HEAT_PUMP, APPLIANCE -> {}
        }
    }
}
