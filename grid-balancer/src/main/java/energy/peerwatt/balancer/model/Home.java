package energy.peerwatt.balancer.model;

import java.util.List;

/**
 * A home behind the community's connection.
 *
 * @param id unique in the community
 * @param loadWatts what it takes besides its planned devices, each slot, W, at least 0
 * @param solar what its panels could give
 */
public record Home(
        String id, Connection connection, Series loadWatts, Solar solar, List<Device> devices) {

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
}
