package energy.peerwatt.balancer.model;

/** What a device must satisfy in a given horizon, so that a plan that keeps its rules exists. */
final class DeviceChecks {

    private DeviceChecks() {}

    static void require(Device device, Horizon horizon) {
        switch (device) {
            case Battery battery -> requireReachable(battery, horizon);
            case HeatPump pump -> requireComfort(pump, horizon);
            case Charger charger -> requireStay(charger, horizon);
            case Appliance appliance -> requireRoom(appliance, horizon);
        }
    }

    /** The most W it takes or gives. */
    static long mostWatts(Device device) {
        return switch (device) {
            case Battery battery ->
                    Math.max(battery.converter().maxChargeW(), battery.converter().maxDischargeW());
            case HeatPump pump -> pump.maxWatts();
            case Charger charger ->
                    Math.max(
                            charger.steps().maxWatts(),
                            charger.toHome().map(back -> back.discharge().maxWatts()).orElse(0));
            case Appliance appliance -> appliance.cycleWatts().stream().max().orElse(0);
        };
    }

    private static void requireStay(Charger charger, Horizon horizon) {
        int departure = charger.stay().departureSlot();
        Checks.range("departureSlot of " + charger.id(), departure, 1, horizon.slots());
        if (charger.toHome().isPresent()) {
            StoreRules rules = StoreRules.of(charger, charger.toHome().get(), horizon);
            long first = rules.levels(rules.soonest())[0];
            if (first < rules.level().floor().at(0) || first > rules.level().capacity()) {
                throw new IllegalArgumentException(
                        "vehicle at "
                                + charger.id()
                                + " cannot go on with runningW between leastWh and vehicleWh");
            }
        }
    }

    private static void requireReachable(Battery battery, Horizon horizon) {
        StoreRules store = StoreRules.of(battery, horizon);
        int broken = store.firstUnreachable();
        if (broken >= 0) {
            throw new IllegalArgumentException(
                    "battery "
                            + battery.id()
                            + " cannot keep its reserve and end with terminalWh "
                            + battery.store().terminalWh());
        }
    }

    private static void requireComfort(HeatPump pump, Horizon horizon) {
        Series[] series = {pump.copPermille(), pump.demandWatts()};
        for (Series each : series) {
            if (each.slots() != horizon.slots()) {
                throw new IllegalArgumentException(
                        "copPermille and demandW of "
                                + pump.id()
                                + " must have "
                                + horizon.slots()
                                + " values");
            }
        }
        int broken = StoreRules.of(pump, horizon).firstUnreachable();
        if (broken >= 0) {
            throw new IllegalArgumentException(
                    "heat pump "
                            + pump.id()
                            + " cannot hold its comfort band: at full power the"
                            + " store runs empty in slot "
                            + broken);
        }
    }

    private static void requireRoom(Appliance appliance, Horizon horizon) {
        int lowest = horizon.firstRunning() || !horizon.rest().isWhole() ? 1 : 0;
        Checks.range(
                "length of cycleW of " + appliance.id(),
                appliance.cycleWatts().slots(),
                1,
                horizon.slots() - lowest);
        Checks.range(
                "earliestSlot of " + appliance.id(),
                appliance.start().earliestSlot(),
                lowest,
                horizon.slots());
        Checks.range(
                "latestSlot of " + appliance.id(),
                appliance.start().latestSlot(),
                lowest,
                horizon.slots() - appliance.cycleWatts().slots());
    }
}
