package energy.peerwatt.edge.device;

import energy.peerwatt.edge.modbus.ModbusAnswer;
import energy.peerwatt.edge.modbus.RegisterBlock;
import energy.peerwatt.edge.modbus.RegisterSource;
import energy.peerwatt.market.Channel;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Meters that a {@link MeterProfile} describes. */
final class ProfileDriver implements Driver {

    private static final int KWH_TO_WH = 3;
    private static final int MILLI = 1_000;
    private static final int KWH_TO_MILLI_WH = 1_000_000;

    private final MeterProfile profile;
    private final DeviceRole role;
    private final RegisterSource source;

    ProfileDriver(MeterProfile profile, DeviceRole role, RegisterSource source) {
        this.profile = profile;
        this.role = role;
        this.source = source;
    }

    @Override
    public DeviceSample read() {
        return switch (source.read(profile.function(), profile.address(), profile.count())) {
            case ModbusAnswer.Registers(RegisterBlock block) -> decode(block);
            case ModbusAnswer.Declined(int code) ->
                    throw new MarketException(
                            ErrorCode.DEVICE_ANSWER_REFUSED,
                            profile.id() + " declined with exception " + code);
        };
    }

    private DeviceSample decode(RegisterBlock block) {
        Map<Channel, RegisterValue> registers = new EnumMap<>(Channel.class);
        switch (role) {
            case METER -> {
                register(block, profile.importKilowattHours())
                        .ifPresent(value -> registers.put(Channel.IMPORT, value));
                register(block, profile.exportKilowattHours())
                        .ifPresent(value -> registers.put(Channel.EXPORT, value));
            }
            // Mounted towards the array: what the array makes flows in export direction.
            case INVERTER ->
                    register(block, profile.exportKilowattHours())
                            .ifPresent(value -> registers.put(Channel.GENERATION, value));
            case BATTERY, CHARGER -> {}
        }
        return new DeviceSample(registers, live(block));
    }

    private Map<LiveQuantity, Long> live(RegisterBlock block) {
        OptionalLong watts =
                float32(block, profile.importWatts())
                        .map(value -> Decimal.nearest(value, 0))
                        .orElse(OptionalLong.empty());
        if (watts.isEmpty()) {
            return Map.of();
        }
        long importWatts = watts.getAsLong();
        return switch (role) {
            case METER -> Map.of(LiveQuantity.GRID_W, importWatts);
            case INVERTER -> Map.of(LiveQuantity.SOLAR_W, -importWatts);
            case BATTERY -> Map.of(LiveQuantity.BATTERY_W, importWatts);
            case CHARGER -> Map.of(LiveQuantity.EV_W, importWatts);
        };
    }

    /** To the nearest Wh: below 16,384 kWh the float32 is closer than half a Wh to the truth. */
    private static Optional<RegisterValue> register(RegisterBlock block, int at) {
        return float32(block, at)
                .filter(value -> value.signum() >= 0)
                .flatMap(value -> {
                    OptionalLong wattHours = Decimal.nearest(value, KWH_TO_WH);
                    return wattHours.isEmpty()
                            ? Optional.empty()
                            : Optional.of(register(wattHours.getAsLong(), value));
                });
    }

    private static RegisterValue register(long wattHours, BigDecimal kilowattHours) {
        int exponent = Math.getExponent(Math.ulp(kilowattHours.floatValue()));
        // The step of a float32 is a power of two; below 1 Wh the rounding to Wh decides.
        long step =
                exponent < -9 ? MILLI : Math.round(Math.scalb((double) KWH_TO_MILLI_WH, exponent));
        int resolution = Math.clamp(step, MILLI, Integer.MAX_VALUE);
        return new RegisterValue(Math.multiplyExact(wattHours, (long) MILLI), resolution, 0);
    }

    /** Empty for NaN and infinities: the device says that it does not know. */
    private static Optional<BigDecimal> float32(RegisterBlock block, int at) {
        float value = Float.intBitsToFloat((int) block.unsigned32(at));
        return Float.isFinite(value) ? Optional.of(new BigDecimal(value)) : Optional.empty();
    }
}
