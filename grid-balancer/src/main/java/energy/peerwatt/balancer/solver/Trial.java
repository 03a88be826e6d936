package energy.peerwatt.balancer.solver;

import java.util.Arrays;
import java.util.List;

/** Changes devices and the street together, and takes changes back. */
final class Trial {

    final Street street;
    final DeviceState[] devices;

    /** Wear, and what devices miss. */
    private long wear;

    private int[] device = new int[256];
    private int[] slot = new int[256];
    private int[] before = new int[256];
    private int size;

    /** Devices without any power yet. */
    Trial(Street street, List<DeviceState> devices) {
        this.street = street;
        this.devices = devices.toArray(DeviceState[]::new);
        for (DeviceState state : devices) {
            wear += state.worth * state.need();
        }
    }

    /** Sets the power of one device in one slot. */
    void set(DeviceState state, int at, int watts) {
        int old = state.watts[at];
        if (old == watts) {
            return;
        }
        if (size == device.length) {
            device = Arrays.copyOf(device, 2 * size);
            slot = Arrays.copyOf(slot, 2 * size);
            before = Arrays.copyOf(before, 2 * size);
        }
        device[size] = state.index;
        slot[size] = at;
        before[size++] = old;
        apply(state, at, watts);
    }

    private void apply(DeviceState state, int at, int watts) {
        int old = state.watts[at];
        if (state instanceof BreakerState) {
            street.switchOff(at, watts);
        } else {
            street.add(at, state.site, watts - old);
        }
        wear += (long) state.wear(at) * (Math.abs(watts) - Math.abs(old));
        wear -= (long) state.worth * (watts - old);
        state.set(at, watts);
    }

    /** Takes over a profile slot by slot; cannot be taken back. */
    void load(DeviceState state, int[] watts) {
        for (int at = 0; at < watts.length; at++) {
            if (state.watts[at] != watts[at]) {
                apply(state, at, watts[at]);
            }
        }
    }

    int mark() {
        return size;
    }

    /** Takes back all changes since {@code mark}. */
    void rollback(int mark) {
        while (size > mark) {
            size--;
            apply(devices[device[size]], slot[size], before[size]);
        }
    }

    /** Forgets how to go back. */
    void forget() {
        size = 0;
    }

    /** The devices that were changed since {@code mark}, each once. */
    int[] changedSince(int mark) {
        return Arrays.stream(device, mark, size).distinct().toArray();
    }

    /** Quarter-nano, without penalty; load of an island that is not served weighs in. */
    long cost() {
        return street.cost() + wear;
    }

    /** Quarter-nano of the bill, with what devices miss. */
    long bill() {
        return cost() - street.unservedWeight();
    }

    /** Quarter-nano with penalty. */
    long penalised() {
        return street.penalised() + wear;
    }
}
