package energy.peerwatt.balancer.solver;

import energy.peerwatt.balancer.model.Appliance;
import energy.peerwatt.balancer.model.Battery;
import energy.peerwatt.balancer.model.Charger;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.HeatPump;
import energy.peerwatt.balancer.model.Horizon;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.balancer.model.StoreRules;

/** What one device does now, to be changed slot by slot. */
abstract sealed class DeviceState permits StoreState, ChargerState, ApplianceState, BreakerState {

    final int index;

    final Site site;

    /** Quarter-nano for each W moved in a slot. */
    final int wearMicro;

    /** Quarter-nano that each W over a slot is worth, if the device may miss some; 0 if not. */
    final int worth;

    final int[] watts;

    DeviceState(int index, Site site, int wearMicro, int slots) {
        this(index, site, wearMicro, 0, slots);
    }

    DeviceState(int index, Site site, int wearMicro, int worth, int slots) {
        this.index = index;
        this.site = site;
        this.wearMicro = wearMicro;
        this.worth = worth;
        this.watts = new int[slots];
    }

    /** Another view of {@code same}, with the same power. */
    DeviceState(DeviceState same) {
        index = same.index;
        site = same.site;
        wearMicro = same.wearMicro;
        worth = same.worth;
        watts = same.watts;
    }

    static DeviceState of(int index, Site site, Device device, DeviceRules rules) {
        Horizon horizon = rules.horizon();
        int worth = rules.worth(device);
        return switch (device) {
            case Battery battery -> new StoreState(index, site, rules.of(battery));
            case HeatPump pump -> new StoreState(index, site, StoreRules.of(pump, horizon));
            case Charger charger -> of(index, site, charger, worth, horizon);
            case Appliance appliance -> new ApplianceState(index, site, appliance, worth, horizon);
        };
    }

    private static DeviceState of(
            int index, Site site, Charger charger, int worth, Horizon horizon) {
        return charger.toHome()
                .<DeviceState>map(toHome ->
                        new StoreState(index, site, StoreRules.of(charger, toHome, horizon)))
                .orElseGet(() -> new ChargerState(index, site, charger, worth, horizon));
    }

    /** W over slots that it is to have in all, if it may miss some. */
    long need() {
        return 0;
    }

    /** A profile that keeps the device's rules, to begin with. */
    abstract Series firstProfile();

    /** A profile near {@code wanted}, one W for each slot, that keeps the device's rules. */
    abstract int[] nearest(int[] wanted);

    /** Whether a profile keeps the device's rules. */
    abstract boolean keeps(int[] profile);

    /** Quarter-nano for each W moved in {@code slot}. */
    int wear(int slot) {
        return wearMicro;
    }

    void set(int slot, int power) {
        watts[slot] = power;
        changed();
    }

    /** The profile as a whole is no longer what it was. */
    abstract void changed();

    Series profile() {
        return Series.of(watts);
    }
}
