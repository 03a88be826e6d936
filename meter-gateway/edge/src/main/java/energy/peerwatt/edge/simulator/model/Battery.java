package energy.peerwatt.edge.simulator.model;

/**
 * A home battery that stores the roof's surplus and serves the home from it.
 *
 * <p>All energies are watt-seconds inside the battery; powers are at the AC side. Conversion loses
 * a twentieth each way and what is lost is part of neither register.
 *
 * @param capacityWh usable energy, 0 for a home without a battery
 * @param maxW limit of charging and discharging
 */
record Battery(int capacityWh, int maxW) {

    private static final long EFFICIENCY_PERMILLE = 950;
    static final int RESERVE_PERMILLE = 50;

    static Battery of(int capacityWh) {
        return new Battery(capacityWh, capacityWh / 2);
    }

    /**
     * Power for the coming slice, as near to the wanted one as the battery can.
     *
     * @param surplusW solar minus consumption, or whatever else is wanted
     * @param reservePermille state of charge below which it does not discharge
     * @return positive when charging, negative when discharging
     */
    int power(int surplusW, long storedWs, int reservePermille) {
        if (surplusW >= 0) {
            long room = (capacityWs() - storedWs) * 1_000;
            return (int) Math.min(limit(surplusW), room / (EFFICIENCY_PERMILLE * slice()));
        }
        long available = Math.max(0, storedWs - capacityWs() * reservePermille / 1_000);
        long possible = available * EFFICIENCY_PERMILLE / (1_000 * slice());
        return (int) -Math.min(limit(-surplusW), possible);
    }

    /** Stored energy after a slice at {@code watts}. */
    long after(long storedWs, int watts) {
        long energy = watts * slice();
        return watts >= 0
                ? storedWs + energy * EFFICIENCY_PERMILLE / 1_000
                : storedWs - Math.ceilDiv(-energy * 1_000, EFFICIENCY_PERMILLE);
    }

    int stateOfChargePermille(long storedWs) {
        return capacityWh == 0 ? 0 : (int) (storedWs * 1_000 / capacityWs());
    }

    long capacityWs() {
        return capacityWh * 3_600L;
    }

    private long limit(int watts) {
        return Math.min(watts, maxW);
    }

    private static long slice() {
        return Village.SLICE_SECONDS;
    }
}
