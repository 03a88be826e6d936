package energy.peerwatt.balancer.model;

/**
 * An appliance that runs once, without a pause, when the plan says: a washing machine.
 *
 * @param cycleWatts W in each slot of its run, from its start
 * @param start when it may start
 */
public record Appliance(String id, Connection connection, Series cycleWatts, Start start)
        implements Device {

    /**
     * The slots in which it may start, both inclusive.
     *
     * @param earliestSlot at least 0
     * @param latestSlot at least the earliest
     */
    public record Start(int earliestSlot, int latestSlot) {

        public Start {
            Checks.range("earliestSlot", earliestSlot, 0, Horizon.LONGEST);
            Checks.range("latestSlot", latestSlot, earliestSlot, Horizon.LONGEST);
        }
    }

    public Appliance {
        Checks.name("id", id);
        Checks.range("cycleW length", cycleWatts.slots(), 1, Horizon.LONGEST);
        Checks.each("cycleW", cycleWatts, 0, Checks.LARGEST);
    }
}
