package energy.peerwatt.web.balancing;

import energy.peerwatt.balancer.forecast.NetEnergy;
import energy.peerwatt.metering.protocol.SetpointTarget.Device;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.web.balancing.PastEnergy.Flow;
import energy.peerwatt.web.ingest.LivePoint;
import energy.peerwatt.web.registry.MeteringPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

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
    static HomeHistory of(PastEnergy past, Set<Device> planned) {
        boolean metered = past.has(Flow.GENERATION);
        List<NetEnergy> load = new ArrayList<>();
        List<NetEnergy> solar = new ArrayList<>();
        past.forEach(interval -> {
            OptionalLong moved = moved(planned, past, interval);
            OptionalInt taken = past.at(Flow.IMPORT, interval);
            OptionalInt given = past.at(Flow.EXPORT, interval);
            OptionalInt made = past.at(Flow.GENERATION, interval);
            if (moved.isPresent()
                    && taken.isPresent()
                    && given.isPresent()
                    && (made.isPresent() || !metered)) {
                long own = (long) taken.getAsInt() - given.getAsInt() - moved.getAsLong();
                long generated = made.isPresent() ? made.getAsInt() : Math.max(0, -own);
                load.add(new NetEnergy(interval, Math.max(0, own + generated)));
                solar.add(new NetEnergy(interval, generated));
            }
        });
        return new HomeHistory(load, solar, metered);
    }

    /**
     * The momentary power of a home without values, as if it had been so for a quarter-hour.
     *
     * @param planned whose power is taken off
     * @param last the quarter-hour that it stands for
     * @return empty if a part of it is unknown
     */
    static Optional<HomeHistory> byTelemetry(
            MeteringPoint point, LivePoint power, Set<Device> planned, DeliveryInterval last) {
        boolean hasSolar = point.equipment().solarWp() > 0;
        boolean battery = planned.contains(Device.BATTERY);
        boolean charger = planned.contains(Device.CHARGER);
        if (power.gridW().isEmpty()
                || (hasSolar && power.solarW().isEmpty())
                || (battery && power.batteryW().isEmpty())
                || (charger && power.evW().isEmpty())) {
            return Optional.empty();
        }
        long solar = power.solarW().orElse(0);
        long load =
                power.gridW().getAsLong()
                        + solar
                        - (battery ? power.batteryW().getAsLong() : 0)
                        - (charger ? power.evW().getAsLong() : 0);
        return Optional.of(
                new HomeHistory(
                        List.of(new NetEnergy(last, Math.max(0, load) / 4)),
                        List.of(new NetEnergy(last, Math.max(0, solar) / 4)),
                        hasSolar));
    }

    /** Wh that planned devices took; empty if that of one is unknown. */
    private static OptionalLong moved(
            Set<Device> planned, PastEnergy past, DeliveryInterval interval) {
        OptionalInt battery = past.at(Flow.BATTERY, interval);
        OptionalInt charger = past.at(Flow.CHARGER, interval);
        if ((planned.contains(Device.BATTERY) && battery.isEmpty())
                || (planned.contains(Device.CHARGER) && charger.isEmpty())) {
            return OptionalLong.empty();
        }
        long moved = planned.contains(Device.BATTERY) ? battery.getAsInt() : 0;
        return OptionalLong.of(moved + (planned.contains(Device.CHARGER) ? charger.getAsInt() : 0));
    }
}
