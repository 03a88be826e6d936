package energy.peerwatt.web.balancing;

import energy.peerwatt.balancer.forecast.NetEnergy;
import energy.peerwatt.market.Channel;
import energy.peerwatt.metering.headend.IntervalValue;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.web.registry.MeteringPoint;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What a home took and made by itself, its battery and charging point taken off, in each
 * quarter-hour of which all of that is known.
 *
 * @param load Wh, at least 0
 * @param solar Wh, at least 0
 * @param isSolarMetered whether the panels have a meter; without one their part that was not used
 *     at once is taken for all of it
 */
record HomeHistory(List<NetEnergy> load, List<NetEnergy> solar, boolean isSolarMetered) {

    HomeHistory {
        load = List.copyOf(load);
        solar = List.copyOf(solar);
    }

    /** From the values of one metering point and the telemetry of its devices. */
    static HomeHistory of(
            MeteringPoint point,
            List<IntervalValue> values,
            Map<DeliveryInterval, DeviceEnergy> devices) {
        Map<DeliveryInterval, Map<Channel, Long>> energy = new TreeMap<>();
        for (IntervalValue value : values) {
            energy.computeIfAbsent(value.interval(), _ -> new EnumMap<>(Channel.class))
                    .put(value.channel(), value.energy().wattHours());
        }
        boolean metered = values.stream().anyMatch(v -> v.channel() == Channel.GENERATION);
        List<NetEnergy> load = new ArrayList<>();
        List<NetEnergy> solar = new ArrayList<>();
        energy.forEach((interval, channels) -> {
            OptionalInt moved = moved(point, devices.getOrDefault(interval, DeviceEnergy.UNKNOWN));
            Long taken = channels.get(Channel.IMPORT);
            Long given = channels.get(Channel.EXPORT);
            Long made = channels.get(Channel.GENERATION);
            if (moved.isPresent() && taken != null && given != null && (made != null || !metered)) {
                long own = taken - given - moved.getAsInt();
                long generated = made == null ? Math.max(0, -own) : made;
                load.add(new NetEnergy(interval, Math.max(0, own + generated)));
                solar.add(new NetEnergy(interval, generated));
            }
        });
        return new HomeHistory(load, solar, metered);
    }

    /** Wh that battery and charging point took; empty if the home has one that is unknown. */
    private static OptionalInt moved(MeteringPoint point, DeviceEnergy energy) {
        boolean batteryUnknown = point.equipment().batteryWh() > 0 && energy.batteryWh().isEmpty();
        boolean chargerUnknown = point.equipment().evChargerW() > 0 && energy.chargerWh().isEmpty();
        return batteryUnknown || chargerUnknown
                ? OptionalInt.empty()
                : OptionalInt.of(energy.batteryWh().orElse(0) + energy.chargerWh().orElse(0));
    }
}
