package energy.peerwatt.edge.device;

import energy.peerwatt.edge.sunspec.Nameplate;
import energy.peerwatt.edge.sunspec.PointValue;
import energy.peerwatt.edge.sunspec.SunSpecGroup;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What SunSpec models of batteries tell about power and charge.
 *
 * <p>Model 124 has no power; hybrid inverters, such as Fronius GEN24, tell it in model 160, where
 * charging and discharging are a module each. Model 713 has none either.
 */
final class SunSpecBattery {

    private static final String CHARGING_MODULE = "StCha"; // in the field "StCha 3"
    private static final String DISCHARGING_MODULE = "StDisCha";
    private static final int DISCHARGING = 3;
    private static final int CHARGING = 4;

    private SunSpecBattery() {}

    /** Capacity and rates, as far as the device tells them. */
    static Map<LiveQuantity, Long> ratings(Nameplate nameplate) {
        Map<LiveQuantity, Long> ratings = new EnumMap<>(LiveQuantity.class);
        nameplate.capacity().ifPresent(wh -> ratings.put(LiveQuantity.BATTERY_CAPACITY_WH, wh));
        nameplate.charge().ifPresent(w -> ratings.put(LiveQuantity.BATTERY_CHARGE_MOST_W, w));
        nameplate.discharge().ifPresent(w -> ratings.put(LiveQuantity.BATTERY_DISCHARGE_MOST_W, w));
        return ratings;
    }

    /** Model 802. */
    static DeviceSample rack(SunSpecGroup model, Map<LiveQuantity, Long> ratings) {
        Map<LiveQuantity, Long> live = live(ratings);
        OptionalLong state = SunSpecDriver.whole(model, "ChaSt", 0);
        SunSpecDriver.whole(model, "W", 0)
                .ifPresent(watts -> live.put(LiveQuantity.BATTERY_W, signed(watts, state)));
        charge(model, "SoC", live);
        return new DeviceSample(Map.of(), live);
    }

    /** Model 713. */
    static DeviceSample capacity(SunSpecGroup model, Map<LiveQuantity, Long> ratings) {
        Map<LiveQuantity, Long> live = live(ratings);
        charge(model, "SoC", live);
        return new DeviceSample(Map.of(), live);
    }

    /** Model 124, with model 160 where there is one. */
    static DeviceSample storage(
            SunSpecGroup model, Optional<SunSpecGroup> modules, Map<LiveQuantity, Long> ratings) {
        Map<LiveQuantity, Long> live = live(ratings);
        modules.map(SunSpecBattery::storageWatts)
                .orElse(OptionalLong.empty())
                .ifPresent(watts -> live.put(LiveQuantity.BATTERY_W, watts));
        charge(model, "ChaState", live);
        return new DeviceSample(Map.of(), live);
    }

    private static Map<LiveQuantity, Long> live(Map<LiveQuantity, Long> ratings) {
        Map<LiveQuantity, Long> live = new EnumMap<>(LiveQuantity.class);
        live.putAll(ratings);
        return live;
    }

    private static void charge(SunSpecGroup model, String point, Map<LiveQuantity, Long> live) {
        SunSpecDriver.whole(model, point, 1)
                .ifPresent(permille -> live.put(LiveQuantity.BATTERY_SOC_PERMILLE, permille));
    }

    /** One direction at rest says nothing about the other: alone it is unknown, not zero. */
    private static OptionalLong storageWatts(SunSpecGroup modules) {
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

    private static Optional<PointValue.Scaled> moduleWatts(SunSpecGroup modules, String name) {
        return modules.group("module").stream()
                .filter(module -> module.text("IDStr").startsWith(name))
                .findFirst()
                .flatMap(module -> module.number("DCW"));
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
}
