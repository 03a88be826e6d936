package energy.peerwatt.balancer.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How the community runs, and stays ready to run, without the grid.
 *
 * @param outage when the connection is open in this horizon, if at all
 * @param shedding what can be switched off, and how fast it comes back
 * @param reserve energy that batteries keep for an outage
 * @param forming who holds voltage and frequency
 * @param missedMicro what a kWh costs that a vehicle or an appliance whose time touches the outage
 *     does not get, micro-currency, at least 1: such needs are not strict
 */
public record Island(
        Optional<Outage> outage,
        Shedding shedding,
        Reserve reserve,
        Forming forming,
        int missedMicro) {

    /**
     * Loads that can be switched off. In every slot of an outage lower tiers are off before higher
     * ones, and within a tier blocks are in the order of the list. Otherwise a block that is off
     * comes back as soon as its time off and {@code pickupW} allow, higher tiers first.
     *
     * @param blocks load in none of them is served like tier 1
     * @param pickupW most load of blocks switched on in one slot after reconnection, W, though
     *     always one block; no bound if not stated
     */
    public record Shedding(List<ShedBlock> blocks, OptionalInt pickupW) {

        public static final Shedding NONE = new Shedding(List.of(), OptionalInt.empty());

        public Shedding {
            blocks = List.copyOf(blocks);
            pickupW.ifPresent(watts -> Checks.range("pickupW", watts, 0, Checks.LARGEST));
        }
    }

    /**
     * Energy that the batteries jointly keep until an outage, in which it may be used. Each keeps,
     * on top of its own reserve, the larger of its shares: that of critical load by the power it
     * can give, and that of a black start, if it forms the grid, likewise. Where a battery begins
     * with less, what it keeps rises at a quarter of its power.
     *
     * @param criticalSlots slots for which the load of tier 1 must last, at its highest, at least 0
     * @param blackStartWh energy that starting from nothing takes, Wh, at least 0
     */
    public record Reserve(int criticalSlots, int blackStartWh) {

        public static final Reserve NONE = new Reserve(0, 0);

        public Reserve {
            Checks.range("criticalSlots", criticalSlots, 0, Horizon.LONGEST);
            Checks.range("blackStartWh", blackStartWh, 0, Checks.LARGEST);
        }
    }

    /**
     * The batteries that form the grid. Together they could give and take, in each slot of an
     * outage, so much more than they do: the most of what is stated here and of the largest block.
     * No more load than that is switched on at once.
     *
     * @param units ids of batteries
     * @param leastW at least this, for instance the largest unit that may fail, W
     * @param loadPermille this part of all load
     * @param pvDropPermille to give: this part of what panels can give, for a cloud
     */
    public record Forming(List<String> units, int leastW, int loadPermille, int pvDropPermille) {

        public static final Forming NONE = new Forming(List.of(), 0, 0, 0);

        public Forming {
            units = List.copyOf(units);
            Checks.range("leastW", leastW, 0, Checks.LARGEST);
            Checks.range("loadPermille", loadPermille, 0, 1000);
            Checks.range("pvDropPermille", pvDropPermille, 0, 1000);
        }
    }

    public Island {
        Checks.range("missedMicro", missedMicro, 1, Checks.LARGEST);
    }

    /** This island with another outage, or none. */
    public Island withOutage(Optional<Outage> other) {
        return new Island(other, shedding, reserve, forming, missedMicro);
    }

    /** This island with other blocks, for instance with their states now. */
    public Island withBlocks(List<ShedBlock> blocks) {
        Shedding other = new Shedding(blocks, shedding.pickupW());
        return new Island(outage, other, reserve, forming, missedMicro);
    }

    /** Whether the connection is open in {@code slot}. */
    public boolean isOpen(int slot) {
        return outage.isPresent() && outage.get().window().has(slot);
    }

    /**
     * Whether the vehicle's stay touches the outage, so that it may miss energy. One that gives
     * back to the home leaves with what it needs all the same.
     */
    public boolean touches(Charger charger) {
        return charger.toHome().isEmpty()
                && touches(charger.stay().arrivalSlot(), charger.stay().departureSlot());
    }

    /** Whether the appliance's time touches the outage, so that it may not run. */
    public boolean touches(Appliance appliance) {
        int until = appliance.start().latestSlot() + appliance.cycleWatts().slots();
        return touches(appliance.start().earliestSlot(), until);
    }

    private boolean touches(int from, int until) {
        return outage.isPresent()
                && outage.get().window().from() < until
                && outage.get().window().until() > from;
    }
}
