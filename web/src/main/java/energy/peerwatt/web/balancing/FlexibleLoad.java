package energy.peerwatt.web.balancing;

import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.time.DeliveryInterval;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * An appliance or a heat pump. It is planned if the member lets the market control devices, and its
 * gateway, its household or its energy manager runs it by the plan.
 *
 * @param name unique at the metering point
 */
public record FlexibleLoad(MeteringPointId point, String name, Use use) {

    /** No appliance takes more, W: what a socket gives. */
    public static final int LARGEST_RUN_W = 4_000;

    /** No heat pump takes more, W. */
    public static final int LARGEST_HEATING_W = 20_000;

    /** No store holds more, Wh. */
    public static final int LARGEST_WH = 1_000_000;

    /** A run has at most so many quarter-hours, and must be over within a day. */
    public static final int LONGEST_RUN = 48;

    private static final Duration SLOT = Duration.ofMinutes(15);
    private static final int PERMILLE = 1_000;

    /** What it does. */
    public sealed interface Use {}

    /**
     * An appliance that runs once, without a pause.
     *
     * @param cycleW W in each quarter-hour of its run; the first is not 0
     * @param from not before
     * @param readyBy over by then
     */
    public record Run(List<Integer> cycleW, Instant from, Instant readyBy) implements Use {

        public Run {
            cycleW = List.copyOf(cycleW);
            require(
                    "cycleW",
                    !cycleW.isEmpty() && cycleW.size() <= LONGEST_RUN,
                    "has 1 to 48 values");
            require("cycleW", cycleW.getFirst() > 0, "begins with more than 0");
            cycleW.forEach(watts -> requireRange("cycleW", watts, 0, LARGEST_RUN_W));
            require(
                    "readyBy",
                    !readyBy.isBefore(from.plus(SLOT.multipliedBy(cycleW.size()))),
                    "is a whole run after from");
        }

        /**
         * When it is over if it begins as early as it can: with a quarter-hour, not the running
         * one.
         */
        public Instant earliestEnd(Instant now) {
            DeliveryInterval next = DeliveryInterval.containing(now, SLOT).next();
            DeliveryInterval in = DeliveryInterval.containing(from, SLOT);
            Instant start = in.start().equals(from) ? from : in.end();
            Instant earliest = start.isBefore(next.start()) ? next.start() : start;
            return earliest.plus(SLOT.multipliedBy(cycleW.size()));
        }
    }

    /**
     * A heat pump that heats a building or a tank: heat stored between the ends of its comfort
     * band.
     *
     * @param maxW most electric power, any power from 0 to it is possible
     * @param copPermille heat per electricity
     * @param capacityWh heat between the ends of the band
     * @param demandW heat that is lost or used, at present; no more than full power gives
     * @param storedWh heat above the lower end of the band at {@code at}
     * @param at when that was so, market time
     */
    public record Heating(
            int maxW, int copPermille, int capacityWh, int demandW, int storedWh, Instant at)
            implements Use {

        public Heating {
            requireRange("maxW", maxW, 1, LARGEST_HEATING_W);
            requireRange("copPermille", copPermille, PERMILLE, 10 * PERMILLE);
            requireRange("capacityWh", capacityWh, 1, LARGEST_WH);
            requireRange("demandW", demandW, 0, (long) maxW * copPermille / PERMILLE);
            requireRange("storedWh", storedWh, 0, capacityWh);
        }

        /** Mean electric power that covers the demand, W. */
        int meanW() {
            return (int) ((long) demandW * PERMILLE / copPermille);
        }
    }

    public FlexibleLoad {
        require(
                "name",
                name.matches("[a-z0-9-]{1,32}"),
                "has 1 to 32 small letters, digits, dashes");
    }

    /** Its id in communities and plans; devices of gateways are named in capitals. */
    public String id() {
        return point.value() + "/" + name;
    }

    /** What of it is a reason to plan anew; how warm it is changes all the time. */
    FlexibleLoad withoutState() {
        return switch (use) {
            case Run _ -> this;
            case Heating now ->
                    new FlexibleLoad(
                            point,
                            name,
                            new Heating(
                                    now.maxW(),
                                    now.copPermille(),
                                    now.capacityWh(),
                                    now.demandW(),
                                    0,
                                    Instant.EPOCH));
        };
    }

    private static void requireRange(String field, long value, long least, long most) {
        require(field, value >= least && value <= most, "is from " + least + " to " + most);
    }

    /** Names the field before a colon. */
    private static void require(String field, boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(field + ": does not fit; it " + rule);
        }
    }
}
