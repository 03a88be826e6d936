package energy.peerwatt.balancer.model;

import java.util.List;
import java.util.Optional;

/**
 * A home behind the community's connection.
 *
 * @param id unique in the community
 * @param loadWatts what it takes besides its planned devices, each slot, W, at least 0
 * @param solar what its panels could give
 * @param spread how far load and panels may be off, if anybody knows
 */
public record Home(
        String id,
        Connection connection,
        Series loadWatts,
        Solar solar,
        List<Device> devices,
        Optional<Spread> spread) {

    /**
     * Quantiles of what a home will take and what its panels could give, of each slot, W.
     *
     * @param loadLow is not reached in one case of ten
     * @param loadHigh is exceeded in one of ten, at least the low
     * @param solarLow is not reached in one case of ten
     * @param solarHigh is exceeded in one of ten, at least the low
     */
    public record Spread(Series loadLow, Series loadHigh, Series solarLow, Series solarHigh) {

        public Spread {
            requireOrder("loadHighW", loadLow, loadHigh);
            requireOrder("pvHighW", solarLow, solarHigh);
        }

        private static void requireOrder(String name, Series low, Series high) {
            for (int slot = 0; slot < Math.min(low.slots(), high.slots()); slot++) {
                Checks.range("a low quantile", low.at(slot), 0, Checks.LARGEST);
                Checks.range(name + "[" + slot + "]", high.at(slot), low.at(slot), Checks.LARGEST);
            }
        }
    }

    /** A home of which nobody knows how far load and panels may be off. */
    public Home(
            String id, Connection connection, Series loadWatts, Solar solar, List<Device> devices) {
        this(id, connection, loadWatts, solar, devices, Optional.empty());
    }

    /**
     * A home's panels.
     *
     * @param watts what they can give in each slot, W, at least 0
     * @param curtailable whether the plan may let them give less
     */
    public record Solar(Series watts, boolean curtailable) {

        public Solar {
            Checks.each("pvW", watts, 0, Checks.LARGEST);
        }
    }

    public Home {
        Checks.name("id", id);
        Checks.each("loadW", loadWatts, 0, Checks.LARGEST);
        devices = List.copyOf(devices);
        for (Device device : devices) {
            if (!device.connection().fits(connection)) {
                throw new IllegalArgumentException(
                        "device "
                                + device.id()
                                + " is on "
                                + device.connection()
                                + ", its home on "
                                + connection);
            }
        }
    }

    /** This home as it may turn out: with another load and other panels. */
    public Home with(Series load, Series solarWatts) {
        Solar other = new Solar(solarWatts, solar.curtailable());
        return new Home(id, connection, load, other, devices, spread);
    }
}
