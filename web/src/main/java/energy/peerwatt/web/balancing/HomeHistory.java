package energy.peerwatt.web.balancing;

import energy.peerwatt.balancer.forecast.NetEnergy;
import energy.peerwatt.market.Channel;
import energy.peerwatt.metering.headend.IntervalValue;
import energy.peerwatt.metering.protocol.SetpointTarget.Device;
import energy.peerwatt.time.DeliveryInterval;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a home took and made by itself, its planned devices taken off, in each quarter-hour of which
 * all of that is known. Other devices are part of its load.
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

    /**
     * From the values of one metering point and the telemetry of its devices.
     *
     * @param planned whose energy is taken off
     */
    static HomeHistory of(
            List<IntervalValue> values,
            Map<DeliveryInterval, DeviceEnergy> devices,
            Set<Device> planned) {
        Map<DeliveryInterval, Map<Channel, Long>> energy = new TreeMap<>();
        for (IntervalValue value : values) {
            energy.computeIfAbsent(value.interval(), _ -> new EnumMap<>(Channel.class))
                    .put(value.channel(), value.energy().wattHours());
        }
        boolean metered = values.stream().anyMatch(v -> v.channel() == Channel.GENERATION);
        List<NetEnergy> load = new ArrayList<>();
        List<NetEnergy> solar = new ArrayList<>();
        energy.forEach((interval, channels) -> {
            OptionalLong moved =
                    moved(planned, devices.getOrDefault(interval, DeviceEnergy.UNKNOWN));
            Long taken = channels.get(Channel.IMPORT);
            Long given = channels.get(Channel.EXPORT);
            Long made = channels.get(Channel.GENERATION);
            if (moved.isPresent() && taken != null && given != null && (made != null || !metered)) {
                long own = taken - given - moved.getAsLong();
                long generated = made == null ? Math.max(0, -own) : made;
                load.add(new NetEnergy(interval, Math.max(0, own + generated)));
                solar.add(new NetEnergy(interval, generated));
            }
        });
        return new HomeHistory(load, solar, metered);
    }

    /** Wh that planned devices took; empty if that of one is unknown. */
    private static OptionalLong moved(Set<Device> planned, DeviceEnergy energy) {
        boolean battery = planned.contains(Device.BATTERY);
        boolean charger = planned.contains(Device.CHARGER);
        if ((battery && energy.batteryWh().isEmpty())
                || (charger && energy.chargerWh().isEmpty())) {
            return OptionalLong.empty();
        }
        long moved = battery ? energy.batteryWh().getAsInt() : 0;
        return OptionalLong.of(moved + (charger ? energy.chargerWh().getAsInt() : 0));
    }
}
