package energy.peerwatt.edge.simulator.model;

import energy.peerwatt.edge.simulator.model.Vehicle.Stay;
import energy.peerwatt.edge.simulator.model.VillageState.HomeState;
import energy.peerwatt.edge.simulator.model.VillageState.Orders;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A running village. Time only goes forward.
 *
 * <p>Two villages of the same blueprint and foundation agree at every second, however their time
 * was advanced and however often they were saved and continued. Owned by one thread.
 */
public final class Village {

    /** Powers change on multiples of this many market seconds; divides a quarter-hour. */
    public static final int SLICE_SECONDS = 10;

    private static final long SECONDS_PER_HOUR = 3_600;

    private static final class Home {
        final HomeBlueprint blueprint;
        final Battery battery;
        final ChargingPoint charging;
        Counters counters;
        long storedWs;
        Orders orders;
        Orders nextOrders;
        ChargingSession session;
        Optional<Stay> stay = Optional.empty();
        PowerFlow flow = new PowerFlow(0, 0, 0, 0);

        Home(HomeBlueprint blueprint, HomeState state) {
            this.blueprint = blueprint;
            this.battery = Battery.of(blueprint.spec().equipment().batteryWh());
            this.counters = state.counters();
            this.storedWs = state.storedWs();
            this.session = state.session();
            this.charging = new ChargingPoint(blueprint.spec().equipment().chargerW());
            this.orders = state.orders();
            this.nextOrders = state.nextOrders();
        }

        void begin(Moment moment) {
            Household household = blueprint.household();
            long second = moment.epochSecond();
            stay = household.stay(moment);
            session = charging.session(session, stay, second);
            int charger = charging.power(session, stay, orders.charger().most(second));
            int load = household.consumption(moment) + charger;
            int solar = orders.home().solar(household.solar(moment), second);
            flow = new PowerFlow(load, charger, solar, batteryPower(solar - load, second));
        }

        private int batteryPower(int surplusW, long second) {
            int reserve = Math.max(Battery.RESERVE_PERMILLE, orders.home().reservePermille());
            int own = battery.power(surplusW, storedWs, reserve);
            int told = orders.home().battery(own, surplusW, second);
            return told == own ? own : battery.power(told, storedWs, reserve);
        }

        void end() {
            counters = counters.plus(flow, SLICE_SECONDS);
            storedWs = battery.after(storedWs, flow.batteryW());
            session = session.after(flow.chargerW(), SLICE_SECONDS);
            orders = nextOrders;
        }

        HomeReading reading(long epochSecond, long secondsIntoSlice) {
            return new HomeReading(
                    blueprint.spec(),
                    epochSecond,
                    counters.plus(flow, secondsIntoSlice),
                    flow,
                    battery.stateOfChargePermille(storedWs),
                    stay.map(car -> parked(car, secondsIntoSlice)));
        }

        private ParkedCar parked(Stay car, long secondsIntoSlice) {
            long charged = session.after(flow.chargerW(), secondsIntoSlice).chargedWs();
            return new ParkedCar(
                    charged / SECONDS_PER_HOUR,
                    Math.ceilDiv(car.neededWs() - charged, SECONDS_PER_HOUR),
                    car.departure());
        }
    }

    private final List<Home> homes = new ArrayList<>();
    private long sliceStart;

    private Village(Blueprint blueprint, VillageState state) {
        if (blueprint.homes().size() != state.homes().size()) {
            throw new IllegalArgumentException(
                    "state of %d homes for a village of %d"
                            .formatted(state.homes().size(), blueprint.homes().size()));
        }
        for (int i = 0; i < blueprint.homes().size(); i++) {
            homes.add(new Home(blueprint.homes().get(i), state.homes().get(i)));
        }
        beginSlice(state.epochSecond());
    }

    /**
     * A village that begins at {@code epochSecond} with the blueprint's counters.
     *
     * @param epochSecond a multiple of the slice
     */
    public static Village found(Blueprint blueprint, long epochSecond) {
        List<HomeState> homes =
                blueprint.homes().stream()
                        .map(home -> new HomeState(home.initial(), initialStorage(home)))
                        .toList();
        return new Village(blueprint, new VillageState(epochSecond, homes));
    }

    /** The village that {@code state} was taken from. */
    public static Village restore(Blueprint blueprint, VillageState state) {
        return new Village(blueprint, state);
    }

    private static long initialStorage(HomeBlueprint home) {
        return Battery.of(home.spec().equipment().batteryWh()).capacityWs() / 2;
    }

    /** Advances to the slice that contains {@code epochSecond}; nothing happens if past. */
    public void advanceTo(long epochSecond) {
        while (sliceStart + SLICE_SECONDS <= epochSecond) {
            homes.forEach(Home::end);
            beginSlice(sliceStart + SLICE_SECONDS);
        }
    }

    private void beginSlice(long start) {
        if (start % SLICE_SECONDS != 0) {
            throw new IllegalArgumentException(
                    "not a multiple of %d s: %d".formatted(SLICE_SECONDS, start));
        }
        sliceStart = start;
        Moment moment = Moment.at(start);
        homes.forEach(home -> home.begin(moment));
    }

    /**
     * Every home at {@code epochSecond}, in the blueprint's order.
     *
     * @param epochSecond within the current slice
     */
    public List<HomeReading> readings(long epochSecond) {
        long into = epochSecond - sliceStart;
        if (into < 0 || into >= SLICE_SECONDS) {
            throw new IllegalArgumentException(
                    "%d is not in the slice from %d".formatted(epochSecond, sliceStart));
        }
        return homes.stream().map(home -> home.reading(epochSecond, into)).toList();
    }

    /**
     * Gives orders to one home's devices, in force from the next slice on.
     *
     * @param number the home's, from 1
     */
    public void order(int number, HomeOrders orders) {
        Home home = homes.get(number - 1);
        home.nextOrders = new Orders(orders, home.nextOrders.charger());
    }

    /**
     * Gives orders to one home's charging point, in force from the next slice on.
     *
     * @param number the home's, from 1
     */
    public void order(int number, ChargerOrders orders) {
        Home home = homes.get(number - 1);
        home.nextOrders = new Orders(home.nextOrders.home(), orders);
    }

    /** State at the beginning of the current slice. */
    public VillageState state() {
        return new VillageState(
                sliceStart,
                homes.stream()
                        .map(home ->
                                new HomeState(
                                        home.counters,
                                        home.storedWs,
                                        home.session,
                                        home.orders,
                                        home.nextOrders))
                        .toList());
    }
}
