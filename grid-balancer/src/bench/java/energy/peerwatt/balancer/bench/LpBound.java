package energy.peerwatt.balancer.bench;

import com.google.ortools.Loader;
import com.google.ortools.linearsolver.MPConstraint;
import com.google.ortools.linearsolver.MPObjective;
import com.google.ortools.linearsolver.MPSolver;
import com.google.ortools.linearsolver.MPVariable;
import energy.peerwatt.balancer.island.ReserveFloors;
import energy.peerwatt.balancer.model.Appliance;
import energy.peerwatt.balancer.model.Battery;
import energy.peerwatt.balancer.model.ChargeNeed;
import energy.peerwatt.balancer.model.Charger;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Connection;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.Feeder;
import energy.peerwatt.balancer.model.HeatPump;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Limit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The cost no plan can be below: the linear relaxation, with fractional chargers and appliances.
 * With a feeder the voltages of its linear model are rows. Shares no code with the solver.
 */
final class LpBound {

    private static final double INFINITE = Double.POSITIVE_INFINITY;
    private static final double UNITS_PER_WATT_MICRO = 0.25e-9;

    private record Term(MPVariable variable, double watts) {}

    private final Community community;
    private final MPSolver lp;
    private final MPObjective objective;
    private final List<List<List<Term>>> phases = new ArrayList<>();
    private final double[][] base;

    /** What the home whose devices are added takes, by slot. */
    private final List<List<Term>> own = new ArrayList<>();

    private final @Nullable IslandBound island;

    /** By limit and slot, what batteries keep in reserve together. */
    private final Map<String, MPConstraint> reserves = new HashMap<>();

    private final ReserveFloors floors;

    /** The feeder's voltages; null without a feeder. */
    private final @Nullable VoltageRows rows;

    /** Number of the home whose devices are added. */
    private int home;

    private LpBound(Community community) {
        this.community = community;
        island = community.island().map(each -> new IslandBound(this, community, each)).orElse(null);
        floors = ReserveFloors.of(community);
        Loader.loadNativeLibraries();
        lp = MPSolver.createSolver("GLOP");
        objective = lp.objective();
        base = new double[3][community.slots()];
        Feeder feeder = community.feeder();
        rows = feeder == null ? null : new VoltageRows(community, feeder);
        for (int slot = 0; slot < community.slots(); slot++) {
            own.add(new ArrayList<>());
        }
        for (int phase = 0; phase < 3; phase++) {
            List<List<Term>> slots = new ArrayList<>();
            for (int slot = 0; slot < community.slots(); slot++) {
                slots.add(new ArrayList<>());
            }
            phases.add(slots);
        }
    }

    /** In currency units. */
    static double of(Community community) {
        return new LpBound(community).solve();
    }

    private double solve() {
        for (home = 0; home < community.homes().size(); home++) {
            addHome(community.homes().get(home));
            community.homes().get(home).devices().forEach(this::addDevice);
            addOwnLimits(community.homes().get(home));
        }
        if (island != null) {
            island.addShedding();
            island.addHeadroom();
        }
        addConnection();
        objective.setMinimization();
        MPSolver.ResultStatus status = lp.solve();
        if (status != MPSolver.ResultStatus.OPTIMAL) {
            throw new IllegalStateException("no bound for " + community.name() + ": " + status);
        }
        while (rows != null && rows.addBroken(lp)) {
            if (lp.solve() != MPSolver.ResultStatus.OPTIMAL) {
                throw new IllegalStateException("no bound with voltages: " + community.name());
            }
        }
        return objective.value();
    }

    MPConstraint constraint(double lowest, double highest) {
        return lp.makeConstraint(lowest, highest);
    }

    MPVariable variable(double lowest, double highest, double cost) {
        MPVariable variable = lp.makeNumVar(lowest, highest, "");
        objective.setCoefficient(variable, cost);
        return variable;
    }

    void add(Connection connection, int slot, MPVariable variable, double watts) {
        if (rows != null && home < community.homes().size()) {
            rows.add(home, connection, slot, variable, watts);
        }
        if (home < community.homes().size()) {
            own.get(slot).add(new Term(variable, watts));
        }
        for (int phase = 0; phase < 3; phase++) {
            double part = connection.thirdsOn(phase) / 3.0;
            if (part > 0) {
                phases.get(phase).get(slot).add(new Term(variable, watts * part));
            }
        }
    }

    /** The limits of a home whose devices have been added; blocks that are off are left out. */
    private void addOwnLimits(Home each) {
        for (Limit limit : community.limits()) {
            boolean named = each.id().equals(limit.home().orElse(""));
            for (int slot = 0; named && slot < community.slots(); slot++) {
                int sign = limit.direction() == Limit.Direction.IMPORT ? 1 : -1;
                int fixed = each.loadWatts().at(slot) - each.solar().watts().at(slot);
                double most = limit.wattsAt(slot).orElse(Integer.MAX_VALUE) - (double) sign * fixed;
                MPConstraint row = lp.makeConstraint(-INFINITE, most);
                for (Term term : own.get(slot)) {
                    double other = row.getCoefficient(term.variable());
                    row.setCoefficient(term.variable(), other + sign * term.watts());
                }
            }
        }
        own.forEach(List::clear);
    }

    private void addHome(Home home) {
        for (int slot = 0; slot < community.slots(); slot++) {
            int solar = home.solar().watts().at(slot);
            for (int phase = 0; phase < 3; phase++) {
                double part = home.connection().thirdsOn(phase) / 3.0;
                base[phase][slot] += part * (home.loadWatts().at(slot) - solar);
            }
            if (home.solar().curtailable() && solar > 0) {
                add(home.connection(), slot, variable(0, solar, 0), 1);
            }
        }
    }

    private void addDevice(Device device) {
        boolean begun = community.horizon().firstRunning();
        switch (device) {
            case Battery battery -> addBattery(battery, begun);
            case HeatPump pump -> addHeatPump(pump, begun);
            case Charger charger -> addCharger(charger);
            case Appliance appliance -> addAppliance(appliance);
        }
    }

    private void addBattery(Battery battery, boolean begun) {
        Battery.Store store = battery.store();
        Battery.Converter converter = battery.converter();
        double wear = battery.wearMicro() * UNITS_PER_WATT_MICRO;
        MPVariable before = null;
        for (int slot = 0; slot < community.slots(); slot++) {
            MPVariable charge = variable(0, converter.maxChargeW(), wear);
            MPVariable discharge = variable(0, converter.maxDischargeW(), wear);
            if (begun && slot == 0 && battery.running().isPresent()) {
                int watts = battery.running().getAsInt();
                charge.setBounds(Math.max(0, watts), Math.max(0, watts));
                discharge.setBounds(Math.max(0, -watts), Math.max(0, -watts));
            }
            boolean last = slot == community.slots() - 1;
            double floor = floors.of(battery).at(slot);
            double least = last ? Math.max(floor, store.terminalWh()) : floor;
            MPVariable level = variable(4 * least, 4.0 * store.capacityWh(), 0);
            double start = before == null ? 4.0 * store.initialWh() : 0;
            MPConstraint balance = lp.makeConstraint(start, start);
            balance.setCoefficient(level, 1);
            balance.setCoefficient(charge, -converter.chargePermille() / 1000.0);
            balance.setCoefficient(discharge, 1000.0 / converter.dischargePermille());
            if (before != null) {
                balance.setCoefficient(before, -1);
            }
            if (island != null) {
                island.note(battery, slot, charge, discharge);
            }
            noteReserve(battery, slot, List.of(charge, discharge, level));
            add(battery.connection(), slot, charge, 1);
            add(battery.connection(), slot, discharge, -1);
            before = level;
        }
    }

    /** What a battery could give and take more, by its power and for a quarter-hour by its store. */
    private void noteReserve(Battery battery, int slot, List<MPVariable> now) {
        Battery.Converter converter = battery.converter();
        for (Limit limit : community.limits()) {
            boolean open = island != null && island.isOpen(slot);
            boolean asked = limit.scope() == Limit.Scope.RESERVE && limit.window().has(slot);
            if (!asked || open) {
                continue;
            }
            boolean gives = limit.direction() == Limit.Direction.EXPORT;
            int power = gives ? converter.maxDischargeW() : converter.maxChargeW();
            MPVariable part = variable(0, INFINITE, 0);
            MPConstraint byPower = lp.makeConstraint(-INFINITE, power);
            byPower.setCoefficient(part, 1);
            byPower.setCoefficient(now.get(0), gives ? -1 : 1);
            byPower.setCoefficient(now.get(1), gives ? 1 : -1);
            double stored = gives ? -4.0 * battery.store().reserveWh() : 4.0 * battery.store().capacityWh();
            MPConstraint byStore = lp.makeConstraint(-INFINITE, stored);
            byStore.setCoefficient(
                    part, gives ? 1000.0 / converter.dischargePermille() : converter.chargePermille() / 1000.0);
            byStore.setCoefficient(now.get(2), gives ? -1 : 1);
            reserves.computeIfAbsent(
                            limit.id() + " " + slot,
                            key -> lp.makeConstraint(limit.watts(), INFINITE))
                    .setCoefficient(part, 1);
        }
    }

    private void addHeatPump(HeatPump pump, boolean begun) {
        MPVariable before = null;
        for (int slot = 0; slot < community.slots(); slot++) {
            MPVariable power = variable(0, pump.maxWatts(), 0);
            if (begun && slot == 0 && pump.running().isPresent()) {
                power.setBounds(pump.running().getAsInt(), pump.running().getAsInt());
            }
            boolean last = slot == community.slots() - 1;
            double least = last ? pump.heat().terminalWh() : 0;
            MPVariable level = variable(4 * least, 4.0 * pump.heat().capacityWh(), 0);
            double change = -pump.demandWatts().at(slot);
            double start = change + (before == null ? 4.0 * pump.heat().initialWh() : 0);
            MPConstraint balance = lp.makeConstraint(start, start);
            balance.setCoefficient(level, 1);
            balance.setCoefficient(power, -pump.copPermille().at(slot) / 1000.0);
            if (before != null) {
                balance.setCoefficient(before, -1);
            }
            add(pump.connection(), slot, power, 1);
            before = level;
        }
    }

    private void addCharger(Charger charger) {
        if (charger.toHome().isPresent()) {
            throw new IllegalArgumentException("no bound with vehicles that give back");
        }
        int units = ChargeNeed.of(charger, community.horizon()).units();
        int fixed = ChargeNeed.fixedUnits(charger, community.horizon());
        MPConstraint need = lp.makeConstraint(units - fixed, units - fixed);
        boolean soft = community.island().map(each -> each.touches(charger)).orElse(false);
        if (soft && island != null) {
            int unit = charger.steps().unitWatts();
            need.setCoefficient(variable(0, units - fixed, island.missedCost(unit)), 1);
        }
        int from = ChargeNeed.firstFree(charger, community.horizon());
        if (fixed > 0) {
            MPVariable running = variable(fixed, fixed, 0);
            add(charger.connection(), 0, running, charger.steps().unitWatts());
        }
        for (int slot = from; slot < charger.stay().departureSlot(); slot++) {
            MPVariable unit = variable(0, charger.steps().maxUnits(), 0);
            need.setCoefficient(unit, 1);
            add(charger.connection(), slot, unit, charger.steps().unitWatts());
        }
    }

    private void addAppliance(Appliance appliance) {
        MPConstraint once = lp.makeConstraint(1, 1);
        boolean soft = community.island().map(each -> each.touches(appliance)).orElse(false);
        if (soft && island != null) {
            double missed = island.missedCost((double) appliance.cycleWatts().sum());
            once.setCoefficient(variable(0, 1, missed), 1);
        }
        Appliance.Start start = appliance.start();
        for (int slot = start.earliestSlot(); slot <= start.latestSlot(); slot++) {
            MPVariable run = variable(0, 1, 0);
            once.setCoefficient(run, 1);
            for (int i = 0; i < appliance.cycleWatts().slots(); i++) {
                int watts = appliance.cycleWatts().at(i);
                add(appliance.connection(), slot + i, run, watts);
            }
        }
    }

    private void addConnection() {
        int reached = community.tariff().peak().reachedWatts();
        MPVariable above = variable(0, INFINITE, community.tariff().peak().microPerKw() * 1e-9);
        List<Limit.Scope> scopes = List.of(Limit.Scope.L1, Limit.Scope.L2, Limit.Scope.L3);
        for (int slot = 0; slot < community.slots(); slot++) {
            double in = community.tariff().importMicro().at(slot) * UNITS_PER_WATT_MICRO;
            double out = -community.tariff().exportMicro().at(slot) * UNITS_PER_WATT_MICRO;
            double inLimit = limit(Limit.Scope.TOTAL, Limit.Direction.IMPORT, slot);
            double outLimit = limit(Limit.Scope.TOTAL, Limit.Direction.EXPORT, slot);
            MPVariable imported = variable(0, inLimit, in);
            MPVariable exported = variable(0, outLimit, out);
            MPConstraint peak = lp.makeConstraint(-INFINITE, reached);
            peak.setCoefficient(imported, 1);
            peak.setCoefficient(above, -1);
            List<MPVariable> flows = new ArrayList<>();
            for (int phase = 0; phase < 3; phase++) {
                double most = limit(scopes.get(phase), Limit.Direction.IMPORT, slot);
                double least = -limit(scopes.get(phase), Limit.Direction.EXPORT, slot);
                MPVariable flow = variable(least, most, 0);
                MPConstraint balance = lp.makeConstraint(base[phase][slot], base[phase][slot]);
                balance.setCoefficient(flow, 1);
                for (Term term : phases.get(phase).get(slot)) {
                    double other = balance.getCoefficient(term.variable());
                    balance.setCoefficient(term.variable(), other - term.watts());
                }
                flows.add(flow);
            }
            MPConstraint net = lp.makeConstraint(0, 0);
            net.setCoefficient(imported, 1);
            net.setCoefficient(exported, -1);
            flows.forEach(flow -> net.setCoefficient(flow, -1));
        }
    }

    private double limit(Limit.Scope scope, Limit.Direction direction, int slot) {
        double least = INFINITE;
        if (island != null && scope == Limit.Scope.TOTAL) {
            least = island.isOpen(slot) ? 0 : island.flowLimit(slot);
        }
        for (Limit limit : community.limits()) {
            boolean same = limit.scope() == scope && limit.direction() == direction;
            if (same && limit.window().has(slot)) {
                least = Math.min(least, limit.wattsAt(slot).orElseThrow());
            }
        }
        return least;
    }
}
