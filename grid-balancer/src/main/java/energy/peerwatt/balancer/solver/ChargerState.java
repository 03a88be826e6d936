package energy.peerwatt.balancer.solver;

import energy.peerwatt.balancer.model.ChargeNeed;
import energy.peerwatt.balancer.model.Charger;
import energy.peerwatt.balancer.model.Horizon;
import energy.peerwatt.balancer.model.Series;
import java.util.Arrays;

/**
 * A charging point. Its units over the stay always add up to the need, or to no more than that if
 * it may miss some in an outage.
 */
final class ChargerState extends DeviceState {

    final int unit;
    final int minUnits;
    final int maxUnits;

    /** First slot that is planned and slot after the last. */
    final int from;

    final int until;

    /** Units to give in the slots that are planned, but for what slot 0 brings if only a part. */
    private final int wholeUnits;

    private final int fixedUnits;

    /** Units it may give in what is left of slot 0, or none if that is not to be chosen. */
    final int[] firstChoices;

    /** To each of them, what the planned slots after that add up to. */
    private final int[] after;

    ChargerState(int index, Site site, Charger charger, int worth, Horizon horizon) {
        super(index, site, 0, worth, horizon.slots());
        unit = charger.steps().unitWatts();
        minUnits = charger.steps().minUnits();
        maxUnits = charger.steps().maxUnits();
        until = charger.stay().departureSlot();
        boolean rest = ChargeNeed.hasRest(charger, horizon);
        from = Math.max(rest ? 1 : 0, ChargeNeed.firstFree(charger, horizon));
        firstChoices = rest ? ChargeNeed.firstUnits(charger, horizon) : new int[0];
        after =
                Arrays.stream(firstChoices)
                        .map(units -> ChargeNeed.unitsAfter(charger, horizon, units))
                        .toArray();
        fixedUnits = rest ? 0 : ChargeNeed.fixedUnits(charger, horizon);
        wholeUnits = rest ? 0 : ChargeNeed.of(charger, horizon).units() - fixedUnits;
    }

    /** Units to give in the slots that are planned, with what slot 0 brings now. */
    int freeUnits() {
        return freeUnits(units(0));
    }

    /** Likewise with {@code first} units in what is left of slot 0. */
    int freeUnits(int first) {
        int choice = Arrays.binarySearch(firstChoices, first);
        return choice < 0 ? wholeUnits : after[choice];
    }

    /** The choice for slot 0 that is next to {@code units}; 0 if there is nothing to choose. */
    private int firstNear(int units) {
        int near = firstChoices.length == 0 ? 0 : firstChoices[0];
        for (int choice : firstChoices) {
            near = Math.abs(choice - units) < Math.abs(near - units) ? choice : near;
        }
        return near;
    }

    @Override
    Series firstProfile() {
        int[] profile = new int[watts.length];
        if (fixedUnits > 0) {
            profile[0] = fixedUnits * unit;
        }
        int first = firstNear(maxUnits);
        if (first > 0) {
            profile[0] = first * unit;
        }
        int left = freeUnits(first);
        for (int slot = from; slot < until && left > 0; slot++) {
            int slots = Math.ceilDiv(left, maxUnits);
            int now = Math.min(maxUnits, left - (slots - 1) * minUnits);
            profile[slot] = now * unit;
            left -= now;
        }
        return Series.of(profile);
    }

    @Override
    int[] nearest(int[] wanted) {
        int[] near = new int[watts.length];
        int sum = 0;
        for (int slot = from; slot < until; slot++) {
            int units = Math.min(maxUnits, wanted[slot] / unit);
            near[slot] = units < minUnits ? 0 : units * unit;
            sum += near[slot] / unit;
        }
        int first = firstNear(wanted[0] / unit);
        int freeUnits = freeUnits(first);
        near[0] += (fixedUnits + first) * unit;
        for (int slot = until - 1; slot >= from && sum > freeUnits; slot--) {
            int units = near[slot] / unit;
            int less = Math.min(units, sum - freeUnits);
            int kept = units - less < minUnits ? 0 : units - less;
            near[slot] = kept * unit;
            sum -= units - kept;
        }
        for (int slot = from; slot < until && sum < freeUnits; slot++) {
            int units = near[slot] / unit;
            int more = Math.min(maxUnits - units, freeUnits - sum);
            int raised = allows(units + more) ? more : 0;
            near[slot] += raised * unit;
            sum += raised;
        }
        return keeps(near) ? near : firstProfile().toArray();
    }

    @Override
    boolean keeps(int[] profile) {
        int sum = 0;
        int first = firstChoices.length == 0 ? 0 : profile[0] / unit;
        if (firstChoices.length > 0 && Arrays.binarySearch(firstChoices, first) < 0) {
            return false;
        }
        int freeUnits = freeUnits(first);
        for (int slot = 0; slot < profile.length; slot++) {
            int units = profile[slot] / unit;
            boolean planned = slot >= from && slot < until;
            int fixed = slot == 0 ? fixedUnits + first : 0;
            if (profile[slot] % unit != 0 || (planned ? !allows(units) : units != fixed)) {
                return false;
            }
            sum += planned ? units : 0;
        }
        return worth > 0 ? sum <= freeUnits : sum == freeUnits;
    }

    @Override
    void changed() {}

    int units(int slot) {
        return watts[slot] / unit;
    }

    /** Whether a slot may give so many units. */
    boolean allows(int units) {
        return units == 0 || (units >= minUnits && units <= maxUnits);
    }

    /** Whether there is more than one way to charge. */
    boolean isFlexible() {
        int freeUnits = freeUnits();
        if (firstChoices.length > 1) {
            return true;
        }
        return freeUnits > 0 && (worth > 0 || freeUnits < (until - from) * maxUnits);
    }

    @Override
    long need() {
        return (long) (wholeUnits + fixedUnits) * unit;
    }

    /** Units given in the slots that are planned. */
    int givenUnits() {
        int sum = 0;
        for (int slot = from; slot < until; slot++) {
            sum += units(slot);
        }
        return sum;
    }
}
