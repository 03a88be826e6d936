package energy.peerwatt.web.balancing;

import energy.peerwatt.balancer.forecast.ClearSky;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Connection;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Horizon;
import energy.peerwatt.balancer.model.Tariff;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.protocol.SetpointPlan;
import energy.peerwatt.metering.protocol.SetpointTarget;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.config.MarketConfig;
import energy.peerwatt.web.ingest.LiveState;
import energy.peerwatt.web.preference.Preference;
import energy.peerwatt.web.preference.Preferences;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.MeteringPoint;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Makes the problem that is planned: homes with their forecasts, devices with their state, tariff
 * and limits. Blocks.
 */
@Singleton
final class Scenes {

    /** A day of quarter-hours. */
    private static final int SLOTS = 96;

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final PastEnergies energies;
    private final Skies skies;
    private final MonthPeak monthPeak;
    private final HouseLoads houseLoads;
    private final LiveState live;
    private final Preferences preferences;
    private final MarketClock clock;
    private final MarketConfig.Balancing config;
    private final Predicate<LocalDate> holiday;
    private final HomeRanges ranges = new HomeRanges();

    Scenes(
            PastEnergies energies,
            Skies skies,
            MonthPeak monthPeak,
            HouseLoads houseLoads,
            LiveState live,
            Preferences preferences,
            MarketClock clock,
            MarketConfig config) {
        this.energies = energies;
        this.skies = skies;
        this.monthPeak = monthPeak;
        this.houseLoads = houseLoads;
        this.live = live;
        this.preferences = preferences;
        this.clock = clock;
        this.config = config.balancing();
        this.holiday = config.metering().holidays().orElse(Set.of())::contains;
    }

    /** What all homes of a problem share. */
    private record Setting(
            DeliveryInterval first,
            ZoneId zone,
            ClearSky sky,
            RunningQuarter running,
            UsableDevices.Found found,
            Connections connections,
            Map<MeteringPointId, List<FlexibleLoads.Kept>> loads,
            Map<MeteringPointId, Preference> wishes) {

        List<FlexibleLoads.Kept> loadsOf(MeteringPoint point) {
            return loads.getOrDefault(point.id(), List.of());
        }

        Preference wish(MeteringPoint point) {
            return wishes.getOrDefault(point.id(), Preference.DEFAULT);
        }
    }

    /** A home as it is planned, with what it was made of. */
    private record Made(Home home, HomeHistory history) {}

    /**
     * The problem from the running quarter-hour on.
     *
     * @param basis what the plan depends on
     * @param found devices that may be planned now, and what others were ordered
     * @param running how far the running quarter-hour has got
     * @return empty if nothing is known of any home
     */
    Optional<Scene> of(
            Area area,
            List<MeteringPoint> points,
            AreaBalancer.Basis basis,
            UsableDevices.Found found,
            RunningQuarter running) {
        List<AreaLimit> limits = basis.limits();
        Connections connections = basis.connections();
        Instant now = clock.now();
        DeliveryInterval first = DeliveryInterval.containing(now, DeliveryInterval.QUARTER_HOUR);
        Setting setting =
                new Setting(
                        first,
                        area.zone(),
                        skies.over(area.zone(), now),
                        running,
                        found,
                        connections,
                        houseLoads.of(points),
                        wishes(points));
        List<Home> homes = new ArrayList<>();
        List<FeederReserve.Silent> silent = new ArrayList<>();
        ModelLimits.Reserve reserve = ModelLimits.Reserve.NONE;
        Map<String, ControlledDevice> devices = new HashMap<>();
        Set<MeteringPointId> curtailable = new HashSet<>();
        AreaPast past = new AreaPast();
        int guessed = 0;
        for (MeteringPoint point : points) {
            Optional<Made> made = home(point, setting);
            if (made.isEmpty()) {
                silent.add(silent(point, connections));
                reserve = reserve.plus(point);
                continue;
            }
            Home home = made.get().home();
            past.add(made.get().history());
            home.devices().stream()
                    .filter(device ->
                            ToldDevices.isTold(point, device, setting.loadsOf(point), found))
                    .forEach(device ->
                            devices.put(device.id(), ToldDevices.reference(point, device)));
            if (home.solar().curtailable()) {
                curtailable.add(point.id());
            }
            homes.add(home);
            guessed += home.devices().isEmpty() || connections.hasPhases(point.id()) ? 0 : 1;
        }
        if (homes.isEmpty()) {
            return Optional.empty();
        }
        long silentWatts = (long) silent.size() * ModelLimits.Reserve.USUAL_W;
        Horizon.Rest rest = running.rest(homes, silentWatts);
        Community community =
                new Community(
                        area.name(),
                        new Horizon(first.start(), SLOTS, false, rest),
                        AreaTariff.of(
                                points,
                                first,
                                SLOTS,
                                peak(area, points, basis.grid(), first.plus(SLOTS).start())),
                        Connections.joined(
                                ModelLimits.of(
                                        limits, first, SLOTS, config.marginPercent(), reserve),
                                connections.limits(homes)),
                        homes,
                        basis.grid().carrying(homes, silent).orElse(null),
                        Optional.empty());
        return Optional.of(
                new Scene(
                        community,
                        limits,
                        devices,
                        HouseLoads.all(setting.loads()),
                        curtailable,
                        silent.stream().map(FeederReserve.Silent::home).toList(),
                        reserve,
                        past.uncertainty(first, SLOTS, setting.sky(), area.zone(), holiday),
                        connections.widened(homes),
                        guessed,
                        basis.grid().unplaced(points),
                        connections.misfits().size()));
    }

    private Map<MeteringPointId, Preference> wishes(List<MeteringPoint> points) {
        return preferences
                .of(points.stream().map(MeteringPoint::id).toList())
                .await()
                .atMost(TIMEOUT);
    }

    /** A home of which nothing is known, with a usual evening and its panels' peak. */
    static FeederReserve.Silent silent(MeteringPoint point, Connections connections) {
        return new FeederReserve.Silent(
                point.id().value(),
                connections.phases(point.id()),
                ModelLimits.Reserve.USUAL_W,
                point.equipment().solarWp());
    }

    private Tariff.PeakCharge peak(
            Area area, List<MeteringPoint> points, AreaGrid grid, Instant end) {
        return grid.peakMicroPerKw() == 0
                ? Tariff.PeakCharge.NONE
                : new Tariff.PeakCharge(grid.peakMicroPerKw(), monthPeak.watts(area, points, end));
    }

    /** Empty if nothing is known of it. */
    private Optional<Made> home(MeteringPoint point, Setting setting) {
        PastEnergy past = energies.of(point.id(), setting.first());
        List<Device> planned = devices(point, setting);
        Set<SetpointTarget.Device> kinds =
                planned.stream()
                        .map(device -> ToldDevices.reference(point, device).device())
                        .collect(Collectors.toSet());
        Optional<HomeHistory> known = history(point, past, kinds, setting.first());
        if (known.isEmpty()) {
            return Optional.empty();
        }
        Home usual = home(point, known.get(), planned, setting);
        Map<SetpointTarget.Device, SetpointPlan> ordered = setting.found().orders(point.id());
        Set<SetpointTarget.Device> apart = new HashSet<>(kinds);
        apart.addAll(ordered.keySet());
        Home home =
                ordered.isEmpty()
                        ? usual
                        : history(point, past, apart, setting.first())
                                .map(without -> home(point, without, planned, setting))
                                .map(without ->
                                        new Orders(ordered, hasCar(point))
                                                .applied(usual, without, setting.first()))
                                .orElse(usual);
        HouseLoads.Seen seen =
                new HouseLoads.Seen(
                        setting.first(),
                        setting.running().begins(setting.first()),
                        houseLoads.shown(point.id()),
                        ordered);
        Home whole = HouseLoads.added(home, setting.loadsOf(point), seen);
        HomeHistory history = known.get();
        ranges.want(point.id(), setting.first(), () -> ranges(point, history, setting));
        // What is ordered is known, and what is ordered differs from what was measured.
        Home wide = ordered.isEmpty() ? ranges.around(point.id(), whole, setting.first()) : whole;
        return Optional.of(new Made(wide, history));
    }

    private boolean hasCar(MeteringPoint point) {
        return live.of(point.id()).flatMap(state -> state.charger().connected()).orElse(true);
    }

    /** What is known of a home besides these devices. */
    private Optional<HomeHistory> history(
            MeteringPoint point,
            PastEnergy past,
            Set<SetpointTarget.Device> without,
            DeliveryInterval first) {
        HomeHistory history = HomeHistory.of(past, without);
        return history.load().isEmpty()
                ? live.of(point.id())
                        .filter(power -> power.at().isAfter(clock.now().minus(UsableDevices.FRESH)))
                        .flatMap(power ->
                                HomeHistory.byTelemetry(point, power, without, first.plus(-1)))
                : Optional.of(history);
    }

    /** The same with the limits as they are. */
    static Scene withoutMargin(Scene scene) {
        return scene.withCommunity(
                scene.community()
                        .withLimits(
                                Connections.joined(
                                        ModelLimits.of(
                                                scene.limits(),
                                                scene.first(),
                                                scene.community().slots(),
                                                0,
                                                scene.reserve()),
                                        scene.community().limits())));
    }

    private Home home(
            MeteringPoint point, HomeHistory history, List<Device> planned, Setting setting) {
        HomeForecast forecast = forecast(point, history, setting);
        boolean curtailable =
                history.isSolarMetered()
                        && setting.found()
                                .usable()
                                .contains(
                                        new ControlledDevice(
                                                point.id(), SetpointTarget.Device.INVERTER));
        return new Home(
                point.id().value(),
                setting.connections().phases(point.id()),
                forecast.loadWatts(setting.first(), SLOTS),
                new Home.Solar(forecast.solarWatts(setting.first(), SLOTS), curtailable),
                planned);
    }

    private HomeForecast forecast(MeteringPoint point, HomeHistory history, Setting setting) {
        return new HomeForecast(
                history, point.equipment().solarWp(), setting.sky(), setting.zone(), holiday);
    }

    /** Takes a while. */
    private Optional<HomeRanges.Forecast> ranges(
            MeteringPoint point, HomeHistory history, Setting setting) {
        HomeForecast forecast = forecast(point, history, setting);
        return forecast.spread(setting.first(), SLOTS)
                .map(spread ->
                        new HomeRanges.Forecast(
                                forecast.loadWatts(setting.first(), SLOTS),
                                forecast.solarWatts(setting.first(), SLOTS),
                                spread));
    }

    @PreDestroy
    void close() {
        ranges.close();
    }

    /** Those that can be planned; what others take stays in the load. */
    private List<Device> devices(MeteringPoint point, Setting setting) {
        Set<ControlledDevice> usable = setting.found().usable();
        Connection phases = setting.connections().phases(point.id());
        List<Device> devices = new ArrayList<>();
        if (usable.contains(new ControlledDevice(point.id(), SetpointTarget.Device.BATTERY))) {
            int kept = setting.wish(point).reservePermille().orElse(config.reservePermille());
            live.of(point.id())
                    .flatMap(state -> Batteries.of(point, phases, state, kept))
                    .ifPresent(devices::add);
        }
        if (usable.contains(new ControlledDevice(point.id(), SetpointTarget.Device.CHARGER))) {
            live.of(point.id())
                    .flatMap(state ->
                            Chargers.of(
                                    point,
                                    phases,
                                    state,
                                    setting.first(),
                                    SLOTS,
                                    setting.wish(point)
                                            .carReadyFrom(setting.first().start(), setting.zone())))
                    .ifPresent(devices::add);
        }
        return devices;
    }
}
