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
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Inverters (models 101 to 103) and batteries (802, else 124) that speak SunSpec.
 *
 * <p>Model 124 has no power; hybrid inverters, such as Fronius GEN24, tell it in model 160, where
 * charging and discharging are a module each.
 */
final class SunSpecDriver implements Driver {

    private static final List<Integer> INVERTER = List.of(101, 102, 103);
    private static final List<Integer> BATTERY = List.of(802);
    private static final List<Integer> STORAGE = List.of(124);
    private static final List<Integer> MODULES = List.of(160);
    private static final String CHARGING_MODULE = "StCha"; // in the field "StCha 3"
    private static final String DISCHARGING_MODULE = "StDisCha";
    private static final long ACC32_RANGE = 1L << 32;
    private static final int DISCHARGING = 3;
    private static final int CHARGING = 4;

    private final DeviceRole role;
    private final RegisterSource source;
    private @Nullable Found found;

    /**
     * What this driver reads.
     *
     * @param modules where a battery of model 124 has its power; empty if nowhere
     */
    private record Found(ModelHeader model, Optional<ModelHeader> modules) {}

    SunSpecDriver(DeviceRole role, RegisterSource source) {
        this.role = role;
        this.source = source;
    }

    @Override
    public DeviceSample read() {
        Found known = found == null ? find() : found;
        found = null; // found again after any failure: the device may have been replaced
        SunSpecModel read = SunSpecModel.read(source, known.model());
        Optional<SunSpecModel> modules =
                known.modules().map(header -> SunSpecModel.read(source, header));
        found = known;
        return switch (known.model().id()) {
            case 802 -> battery(read);
            case 124 -> storage(read, modules);
            default -> inverter(read);
        };
    }

    private Found find() {
        SunSpecChain chain = SunSpecChain.find(source).orElseThrow(() -> refused("no SunSpec"));
        return switch (role) {
            case METER, INVERTER ->
                    chain.first(INVERTER)
                            .map(model -> new Found(model, Optional.empty()))
                            .orElseThrow(() -> refused("no inverter model"));
            case BATTERY ->
                    chain.first(BATTERY)
                            .map(model -> new Found(model, Optional.empty()))
                            .or(() ->
                                    chain.first(STORAGE)
                                            .map(model -> new Found(model, chain.first(MODULES))))
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

    private static DeviceSample storage(SunSpecModel read, Optional<SunSpecModel> modules) {
        Map<LiveQuantity, Long> live = new EnumMap<>(LiveQuantity.class);
        modules.map(SunSpecDriver::storageWatts)
                .orElse(OptionalLong.empty())
                .ifPresent(watts -> live.put(LiveQuantity.BATTERY_W, watts));
        whole(read, "ChaState", 1)
                .ifPresent(soc -> live.put(LiveQuantity.BATTERY_SOC_PERMILLE, soc));
        return new DeviceSample(Map.of(), live);
    }

    /** One direction at rest says nothing about the other: alone it is unknown, not zero. */
    private static OptionalLong storageWatts(SunSpecModel modules) {
        Optional<PointValue.Scaled> in = moduleWatts(modules, CHARGING_MODULE);
        Optional<PointValue.Scaled> out = moduleWatts(modules, DISCHARGING_MODULE);
        long net =
                in.map(PointValue.Scaled::raw).orElse(0L)
                        - out.map(PointValue.Scaled::raw).orElse(0L);
        if (net == 0 && (in.isEmpty() || out.isEmpty())) {
            return OptionalLong.empty();
        }
        // All modules share the scale factor of their model.
        int exponent = in.or(() -> out).map(PointValue.Scaled::exponent).orElse(0);
        return Decimal.floor(net, exponent);
    }

    private static Optional<PointValue.Scaled> moduleWatts(SunSpecModel modules, String name) {
        return modules.groups().stream()
                .filter(module ->
                        module.get("IDStr") instanceof PointValue.Text(String id)
                                && id.startsWith(name))
                .findFirst()
                .map(module -> module.get("DCW"))
                .filter(PointValue.Scaled.class::isInstance)
                .map(PointValue.Scaled.class::cast);
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
