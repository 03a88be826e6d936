package energy.peerwatt.balancer.solver;

/** Amounts of power at which the cost of a slot bends: at no net power, at limits, at the peak. */
final class Bends {

    private Bends() {}

    /**
     * Writes amounts in W from 1 to {@code most} to {@code into} from {@code count} on; returns the
     * new count.
     *
     * @param direction 1 if the device takes more, -1 if it takes less
     */
    static int find(
            Street street,
            DeviceState device,
            int slot,
            int direction,
            int most,
            int[] into,
            int count) {
        int end = count;
        int total = street.total[slot] * direction;
        int metered = street.metered(slot) * direction;
        end = add(-metered - total, most, into, end);
        int limit = direction > 0 ? street.importLimit[slot] : street.exportLimit[slot];
        int other = direction > 0 ? street.exportLimit[slot] : street.importLimit[slot];
        end = add(limit - total, most, into, end);
        end = add(-other - total, most, into, end);
        if (street.peakPrice > 0) {
            end = add(street.wattsOf(slot, street.peak()) * direction - total, most, into, end);
        }
        if (street.curtailable[slot]) {
            end = add(curtailable(street, slot) * -direction - metered - total, most, into, end);
        }
        Ramps ramps = street.ramps;
        if (ramps != null) {
            int from = end;
            int until = ramps.bends(street.net, slot, direction, into, end);
            for (int i = from; i < until; i++) {
                end = add(into[i], most, into, end);
            }
        }
        end = add(-device.watts[slot] * direction, most, into, end);
        if (street.island != null && street.isOpen(slot)) {
            end = island(street.island, device.site, slot, direction, total, most, into, end);
        }
        HomeBounds homes = street.homes;
        if (homes != null && device.site.home != Site.NO_HOME) {
            end = home(homes, device.site.home, slot, direction, most, into, end);
        }
        for (int phase = 0; phase < 3; phase++) {
            int weight = device.site.thirdsOn(phase);
            if (weight > 0) {
                int flow = street.thirds[phase][slot] * direction;
                int more =
                        direction > 0
                                ? street.importThirds[phase][slot]
                                : street.exportThirds[phase][slot];
                int less =
                        direction > 0
                                ? street.exportThirds[phase][slot]
                                : street.importThirds[phase][slot];
                end = add(Math.floorDiv(more - flow, weight), most, into, end);
                end = add(Math.ceilDiv(-less - flow, weight), most, into, end);
            }
        }
        FeederLevels feeder = street.feeder;
        if (feeder != null) {
            for (int amount : feeder.bends(slot, device.site, direction)) {
                end = add(amount, most, into, end);
            }
        }
        return end;
    }

    private static int island(
            IslandSlots island,
            Site site,
            int slot,
            int direction,
            int total,
            int most,
            int[] into,
            int count) {
        int end = count;
        for (int i = 1; i + 1 < island.below[slot].length && island.anyPart(slot); i++) {
            end = add(island.below[slot][i] * direction - total, most, into, end);
        }
        if (site.forming) {
            int forming = island.forming[slot];
            end = add((island.highest[slot] - forming) * direction, most, into, end);
            end = add((island.lowest[slot] - forming) * direction, most, into, end);
        }
        return end;
    }

    private static int home(
            HomeBounds homes, int home, int slot, int direction, int most, int[] into, int count) {
        int more = homes.toImport(home, slot);
        int less = homes.toExport(home, slot);
        int panels = homes.panels(home, slot);
        int end = add(direction > 0 ? more : less, most, into, count);
        end = add(direction > 0 ? -less : -more, most, into, end);
        end = add(direction > 0 ? more - panels : less + panels, most, into, end);
        return add(direction > 0 ? -less - panels : panels - more, most, into, end);
    }

    private static int curtailable(Street street, int slot) {
        return street.pool[0][slot]
                + street.pool[1][slot]
                + street.pool[2][slot]
                + street.pool[3][slot];
    }

    private static int add(int amount, int most, int[] into, int count) {
        if (amount <= 0 || amount >= most) {
            return count;
        }
        into[count] = amount;
        return count + 1;
    }
}
