package energy.peerwatt.edge.device;

import energy.peerwatt.edge.modbus.RegisterSource;
import energy.peerwatt.edge.sunspec.ModelHeader;
import energy.peerwatt.edge.sunspec.PointValue;
import energy.peerwatt.edge.sunspec.SunSpecChain;
import energy.peerwatt.edge.sunspec.SunSpecModel;
import energy.peerwatt.market.Channel;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Inverters (models 101 to 103) and batteries (802, else 124) that speak SunSpec. */
final class SunSpecDriver implements Driver {

    private static final List<Integer> INVERTER = List.of(101, 102, 103);
    private static final List<Integer> BATTERY = List.of(802);
    private static final List<Integer> STORAGE = List.of(124);
    private static final long ACC32_RANGE = 1L << 32;
    private static final int DISCHARGING = 3;
    private static final int CHARGING = 4;

    private final DeviceRole role;
    private final RegisterSource source;
    private @Nullable ModelHeader model;

    SunSpecDriver(DeviceRole role, RegisterSource source) {
        this.role = role;
        this.source = source;
    }

    @Override
    public DeviceSample read() {
        ModelHeader known = model == null ? find() : model;
        model = null; // found again after any failure: the device may have been replaced
        SunSpecModel read = SunSpecModel.read(source, known);
        model = known;
        return switch (known.id()) {
            case 802 -> battery(read);
            case 124 -> storage(read);
            default -> inverter(read);
        };
    }

    private ModelHeader find() {
        SunSpecChain chain = SunSpecChain.find(source).orElseThrow(() -> refused("no SunSpec"));
        return switch (role) {
            case METER, INVERTER ->
                    chain.first(INVERTER).orElseThrow(() -> refused("no inverter model"));
            case BATTERY ->
                    chain.first(BATTERY)
                            .or(() -> chain.first(STORAGE))
                            .orElseThrow(() -> refused("no battery model"));
            case CHARGER -> throw refused("no SunSpec charger is known");
        };
    }

    private DeviceSample inverter(SunSpecModel read) {
        Map<Channel, RegisterValue> registers = new EnumMap<>(Channel.class);
        Map<LiveQuantity, Long> live = new EnumMap<>(LiveQuantity.class);
        read.number("WH")
                .map(SunSpecDriver::accumulator)
                .ifPresent(value -> registers.put(Channel.GENERATION, value));
        whole(read, "W", 0).ifPresent(watts -> live.put(LiveQuantity.SOLAR_W, watts));
        if (role == DeviceRole.METER) {
            asOnlyMeter(registers, live);
        }
        return new DeviceSample(registers, live);
    }

    /** A plant that feeds in all it makes: nothing is ever imported through this meter. */
    private static void asOnlyMeter(
            Map<Channel, RegisterValue> registers, Map<LiveQuantity, Long> live) {
        RegisterValue generation = registers.get(Channel.GENERATION);
        if (generation != null) {
            registers.put(Channel.EXPORT, generation);
            registers.put(Channel.IMPORT, RegisterValue.ofWattHours(0));
        }
        Long watts = live.get(LiveQuantity.SOLAR_W);
        if (watts != null) {
            live.put(LiveQuantity.GRID_W, -watts);
        }
    }

    private static DeviceSample battery(SunSpecModel read) {
        Map<LiveQuantity, Long> live = new EnumMap<>(LiveQuantity.class);
        OptionalLong state = whole(read, "ChaSt", 0);
        whole(read, "W", 0)
                .ifPresent(watts -> live.put(LiveQuantity.BATTERY_W, signed(watts, state)));
        whole(read, "SoC", 1).ifPresent(soc -> live.put(LiveQuantity.BATTERY_SOC_PERMILLE, soc));
        return new DeviceSample(Map.of(), live);
    }

    private static DeviceSample storage(SunSpecModel read) {
        Map<LiveQuantity, Long> live = new EnumMap<>(LiveQuantity.class);
        whole(read, "ChaState", 1)
                .ifPresent(soc -> live.put(LiveQuantity.BATTERY_SOC_PERMILLE, soc));
        return new DeviceSample(Map.of(), live);
    }

    /** The standard leaves the sign of a battery's power open; its state does not. */
    private static long signed(long watts, OptionalLong state) {
        if (state.isEmpty()) {
            return watts;
        }
        return switch ((int) state.getAsLong()) {
            case DISCHARGING -> -Math.abs(watts);
            case CHARGING -> Math.abs(watts);
            default -> watts;
        };
    }

    private static @Nullable RegisterValue accumulator(PointValue.Scaled number) {
        int exponent = number.exponent() + 3;
        OptionalLong milliWh = Decimal.floor(number.raw(), exponent);
        OptionalLong wrap = Decimal.floor(ACC32_RANGE, exponent);
        OptionalLong step = Decimal.floor(1, exponent);
        if (milliWh.isEmpty() || wrap.isEmpty() || step.orElse(-1) > Integer.MAX_VALUE) {
            return null;
        }
        int resolution = (int) Math.max(1, step.orElse(1));
        return new RegisterValue(milliWh.getAsLong(), resolution, wrap.getAsLong());
    }

    private static OptionalLong whole(SunSpecModel read, String point, int extraExponent) {
        return read.number(point)
                .map(value -> Decimal.floor(value.raw(), value.exponent() + extraExponent))
                .orElse(OptionalLong.empty());
    }

    private static MarketException refused(String why) {
        return new MarketException(ErrorCode.DEVICE_ANSWER_REFUSED, why);
    }
}
