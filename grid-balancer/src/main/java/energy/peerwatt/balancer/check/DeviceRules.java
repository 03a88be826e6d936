package energy.peerwatt.balancer.check;

import energy.peerwatt.balancer.check.Violation.Kind;
import energy.peerwatt.balancer.model.Appliance;
import energy.peerwatt.balancer.model.Battery;
import energy.peerwatt.balancer.model.ChargeNeed;
import energy.peerwatt.balancer.model.Charger;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.HeatPump;
import energy.peerwatt.balancer.model.Horizon;
import energy.peerwatt.balancer.model.Island;
import energy.peerwatt.balancer.model.Series;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Finds what a device's plan breaks of the device's own rules. */
final class DeviceRules {

    private static final long MWQ_PER_WH = 4_000;
    private static final long SECONDS = 900;

    private final Horizon horizon;
    private final Optional<Island> island;
    private final List<Violation> found;
    private long missedWatts;

    DeviceRules(Horizon horizon, Optional<Island> island, List<Violation> found) {
        this.horizon = horizon;
        this.island = island;
        this.found = found;
    }

    /** W over slots that vehicles and appliances may miss and do. */
    long missedWatts() {
        return missedWatts;
    }

    void check(Device device, Series watts) {
        switch (device) {
            case Battery battery -> check(battery, watts);
            case HeatPump pump -> check(pump, watts);
            case Charger charger -> check(charger, watts);
            case Appliance appliance -> check(appliance, watts);
        }
    }

    private void add(Kind kind, Device device, int slot, long amount, String unit) {
        if (amount > 0) {
            found.add(new Violation(kind, device.id(), slot, amount, unit));
        }
    }

    private void checkRunning(Device device, OptionalInt running, Series watts) {
        if (horizon.firstRunning() && running.isPresent()) {
            add(Kind.RUNNING, device, 0, Math.abs(watts.at(0) - running.getAsInt()), "W");
        }
    }

    /** What the island's reserve asks beyond the battery's own. */
    void checkReserve(Battery battery, Series watts, long[] leastWh) {
        long level = battery.store().initialWh() * MWQ_PER_WH;
        for (int slot = 0; slot < watts.slots(); slot++) {
            level += levelChange(battery.converter(), watts.at(slot), seconds(slot));
            add(Kind.RESERVE, battery, slot, leastWh[slot] * MWQ_PER_WH - level, "mWq");
        }
    }

    private void check(Battery battery, Series watts) {
        Battery.Converter converter = battery.converter();
        Battery.Store store = battery.store();
        checkRunning(battery, battery.running(), watts);
        long level = store.initialWh() * MWQ_PER_WH;
        for (int slot = 0; slot < watts.slots(); slot++) {
            int power = watts.at(slot);
            add(Kind.POWER, battery, slot, (long) power - converter.maxChargeW(), "W");
            add(Kind.POWER, battery, slot, -(long) power - converter.maxDischargeW(), "W");
            level += levelChange(converter, power, seconds(slot));
            add(Kind.STORE, battery, slot, store.reserveWh() * MWQ_PER_WH - level, "mWq");
            add(Kind.STORE, battery, slot, level - store.capacityWh() * MWQ_PER_WH, "mWq");
        }
        long missing = store.terminalWh() * MWQ_PER_WH - level;
        add(Kind.STORE, battery, watts.slots() - 1, missing, "mWq");
    }

    private static long levelChange(Battery.Converter converter, long power, long seconds) {
        if (power > 0) {
            return power * converter.chargePermille() * seconds / SECONDS;
        }
        long perMillion = -power * 1_000_000L * seconds;
        long divisor = converter.dischargePermille() * SECONDS;
        return -(perMillion / divisor + (perMillion % divisor == 0 ? 0 : 1));
    }

    /** How much of {@code slot} is planned. */
    private long seconds(int slot) {
        return slot == 0 ? horizon.rest().seconds() : SECONDS;
    }

    private void check(HeatPump pump, Series watts) {
        checkRunning(pump, pump.running(), watts);
        long level = pump.heat().initialWh() * MWQ_PER_WH;
        for (int slot = 0; slot < watts.slots(); slot++) {
            long power = watts.at(slot);
            add(Kind.POWER, pump, slot, power - pump.maxWatts(), "W");
            add(Kind.POWER, pump, slot, -power, "W");
            level += power * pump.copPermille().at(slot) * seconds(slot) / SECONDS;
            long drawn = pump.demandWatts().at(slot) * 1_000L * seconds(slot);
            level -= drawn / SECONDS;
            add(Kind.STORE, pump, slot, -level, "mWq");
            add(Kind.STORE, pump, slot, level - pump.heat().capacityWh() * MWQ_PER_WH, "mWq");
        }
        long missing = pump.heat().terminalWh() * MWQ_PER_WH - level;
        add(Kind.STORE, pump, watts.slots() - 1, missing, "mWq");
    }

    private void check(Charger charger, Series watts) {
        if (charger.toHome().isPresent()) {
            check(charger, charger.toHome().get(), watts);
            return;
        }
        Charger.Steps steps = charger.steps();
        checkRunning(charger, charger.running(), watts);
        for (int slot = 0; slot < watts.slots(); slot++) {
            int power = watts.at(slot);
            boolean here =
                    slot >= charger.stay().arrivalSlot() && slot < charger.stay().departureSlot();
            if (power != 0 && !here) {
                add(Kind.CHARGE, charger, slot, Math.abs((long) power), "W");
            }
            boolean whole = power % steps.unitWatts() == 0;
            int units = power / steps.unitWatts();
            if (power != 0 && (!whole || units < steps.minUnits() || units > steps.maxUnits())) {
                add(Kind.POWER, charger, slot, Math.abs((long) power), "W");
            }
        }
        long charged = (watts.sum() - watts.at(0)) * SECONDS + watts.at(0) * seconds(0);
        long needed = 4L * charger.energyWh() * SECONDS;
        if (island.isPresent() && island.get().touches(charger)) {
            long planned = (long) ChargeNeed.of(charger, horizon).units() * steps.unitWatts();
            missedWatts += Math.max(0, planned - charged / SECONDS);
        } else {
            add(Kind.DEPARTURE, charger, -1, Math.ceilDiv(needed - charged, 4 * SECONDS), "Wh");
        }
        long step = (long) steps.unitWatts() * steps.minUnits() * SECONDS;
        long spare = charged - needed - step + 1;
        boolean forced = horizon.firstRunning() && charger.running().orElse(0) > 0;
        add(Kind.CHARGE, charger, -1, forced ? 0 : Math.ceilDiv(spare, 4 * SECONDS), "Wh");
    }

    private void check(Charger charger, Charger.ToHome toHome, Series watts) {
        boolean begun = charger.stay().arrivalSlot() == 0;
        checkRunning(charger, begun ? charger.running() : OptionalInt.empty(), watts);
        Charger.Pack pack = toHome.pack();
        long level = pack.arrivalWh() * MWQ_PER_WH;
        for (int slot = 0; slot < watts.slots(); slot++) {
            int power = watts.at(slot);
            boolean here =
                    slot >= charger.stay().arrivalSlot() && slot < charger.stay().departureSlot();
            add(Kind.CHARGE, charger, slot, here ? 0 : Math.abs((long) power), "W");
            Charger.Steps steps = power > 0 ? charger.steps() : toHome.discharge();
            long units = Math.abs((long) power) / steps.unitWatts();
            boolean step = units * steps.unitWatts() == Math.abs((long) power);
            if (power != 0 && (!step || units < steps.minUnits() || units > steps.maxUnits())) {
                add(Kind.POWER, charger, slot, Math.abs((long) power), "W");
            }
            level += levelChange(toHome.losses(), power, seconds(slot));
            add(Kind.STORE, charger, slot, pack.leastWh() * MWQ_PER_WH - level, "mWq");
            add(Kind.STORE, charger, slot, level - pack.capacityWh() * MWQ_PER_WH, "mWq");
        }
        long missing = (pack.arrivalWh() + (long) charger.energyWh()) * MWQ_PER_WH - level;
        add(Kind.DEPARTURE, charger, -1, Math.ceilDiv(missing, MWQ_PER_WH), "Wh");
    }

    private static long levelChange(Charger.Losses losses, long power, long seconds) {
        if (power > 0) {
            return power * losses.chargePermille() * seconds / SECONDS;
        }
        long taken = -power * 1_000_000L * seconds;
        long divisor = losses.dischargePermille() * SECONDS;
        return -((taken + divisor - 1) / divisor);
    }

    private void check(Appliance appliance, Series watts) {
        Series cycle = appliance.cycleWatts();
        int earliest = appliance.start().earliestSlot();
        int latest = appliance.start().latestSlot();
        for (int start = earliest; start <= latest; start++) {
            if (runsFrom(start, cycle, watts)) {
                return;
            }
        }
        if (watts.isZero() && island.isPresent() && island.get().touches(appliance)) {
            missedWatts += cycle.sum();
            return;
        }
        add(Kind.RUN, appliance, -1, 1, "run");
    }

    private static boolean runsFrom(int start, Series cycle, Series watts) {
        for (int slot = 0; slot < watts.slots(); slot++) {
            boolean within = slot >= start && slot < start + cycle.slots();
            if (watts.at(slot) != (within ? cycle.at(slot - start) : 0)) {
                return false;
            }
        }
        return true;
    }
}
