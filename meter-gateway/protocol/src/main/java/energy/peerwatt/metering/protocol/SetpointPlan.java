package energy.peerwatt.metering.protocol;

import energy.peerwatt.metering.protocol.SetpointTarget.Device;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * What one device shall do for a while. Replaces every earlier plan of the same target as a whole;
 * a plan without steps revokes it. Where no step is due, the device is left to itself.
 *
 * <p>All times are market time in whole seconds.
 *
 * @param sequence grows with every plan of a target, at least 1; only the highest counts
 * @param expiresAt from then on nothing of this plan holds, at most {@link #LONGEST} after {@code
 *     issuedAt}
 * @param floor what the household keeps whatever the steps say
 * @param steps at most {@value #MAX_STEPS}, ascending, without overlap, none beyond the expiry
 */
public record SetpointPlan(
        SetpointTarget target,
        long sequence,
        Instant issuedAt,
        Instant expiresAt,
        Floor floor,
        List<Step> steps) {

    /** Most steps of one plan: two for each quarter-hour of two days. */
    public static final int MAX_STEPS = 400;

    /** Longest time from issue to expiry. */
    public static final Duration LONGEST = Duration.ofDays(3);

    static final long MAX_WATTS = 10_000_000;
    static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    /** What a device shall do, seen from its own terminals, not from the house's. */
    public enum Kind {
        /** A battery or heat pump takes this power; an appliance is let start. */
        CHARGE,
        /** A battery gives this power. */
        DISCHARGE,
        /** The device gives at most this power. */
        LIMIT_EXPORT,
        /** The device takes at most this power. */
        LIMIT_IMPORT,
        /** The device neither takes nor gives; an appliance that runs already runs on. */
        IDLE
    }

    /**
     * Half-open: from {@code from}, and no more at {@code until}.
     *
     * @param watts 0 to 10 MW, its direction is that of {@code kind}; 0 for {@link Kind#IDLE}
     */
    public record Step(Instant from, Instant until, Kind kind, long watts) {

        public Step {
            requireSecond(from);
            requireSecond(until);
            if (!from.isBefore(until)) {
                throw new IllegalArgumentException("step from " + from + " until " + until);
            }
            if (watts < 0 || watts > MAX_WATTS || (kind == Kind.IDLE && watts != 0)) {
                throw new IllegalArgumentException(kind + " of " + watts + " W");
            }
        }

        /** Whether this step is due then. */
        public boolean covers(Instant at) {
            return !at.isBefore(from) && at.isBefore(until);
        }
    }

    /**
     * What no step may take from the household.
     *
     * @param chargePermille a battery is not discharged below this state of charge, 0 to 1000
     * @param importWatts no limit of taking power is below this
     * @param exportWatts no limit of giving power is below this
     */
    public record Floor(int chargePermille, long importWatts, long exportWatts) {

        /** Keeps nothing. */
        public static final Floor NONE = new Floor(0, 0, 0);

        public Floor {
            if (chargePermille < 0
                    || chargePermille > 1_000
                    || importWatts < 0
                    || importWatts > MAX_WATTS
                    || exportWatts < 0
                    || exportWatts > MAX_WATTS) {
                throw new IllegalArgumentException(
                        "floor %d permille, %d W, %d W"
                                .formatted(chargePermille, importWatts, exportWatts));
            }
        }

        /** The higher of both, each by itself. */
        public Floor and(Floor other) {
            return new Floor(
                    Math.max(chargePermille, other.chargePermille),
                    Math.max(importWatts, other.importWatts),
                    Math.max(exportWatts, other.exportWatts));
        }
    }

    /**
     * Checks everything that does not depend on the time of arrival.
     *
     * @throws IllegalArgumentException naming what contradicts itself
     */
    public SetpointPlan {
        requireSecond(issuedAt);
        requireSecond(expiresAt);
        steps = List.copyOf(steps);
        if (sequence < 1) {
            throw new IllegalArgumentException("sequence must be at least 1: " + sequence);
        }
        if (!issuedAt.isBefore(expiresAt)
                || Duration.between(issuedAt, expiresAt).compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("issued " + issuedAt + ", expires " + expiresAt);
        }
        if (steps.size() > MAX_STEPS) {
            throw new IllegalArgumentException(steps.size() + " steps");
        }
        Instant free = Instant.EPOCH;
        for (Step step : steps) {
            if (step.from().isBefore(free) || step.until().isAfter(expiresAt)) {
                throw new IllegalArgumentException(
                        "step from " + step.from() + " overlaps or outlasts the plan");
            }
            requireFitting(target.device(), floor, step);
            free = step.until();
        }
    }

    /** The step that is due then; empty if none is or the plan has expired. */
    public Optional<Step> stepAt(Instant at) {
        return steps.stream().filter(step -> step.covers(at)).findFirst();
    }

    /** The bytes that are signed, for keeping; see the module's README. */
    public byte[] encoded() {
        return SetpointCodec.encode(this);
    }

    /**
     * Reads what {@link #encoded} gave.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public static SetpointPlan decode(byte[] encoded) {
        try {
            return SetpointCodec.decodePlan(encoded);
        } catch (MalformedBlockException e) {
            throw new IllegalArgumentException("not a plan", e);
        }
    }

    /** Whether this plan only takes back the earlier one. */
    public boolean isRevocation() {
        return steps.isEmpty();
    }

    private static void requireFitting(Device device, Floor floor, Step step) {
        boolean fits =
                switch (step.kind()) {
                    case CHARGE ->
                            device == Device.BATTERY
                                    || device == Device.HEAT_PUMP
                                    || device == Device.APPLIANCE;
                    case DISCHARGE -> device == Device.BATTERY;
                    case LIMIT_IMPORT ->
                            (device == Device.BATTERY || device == Device.CHARGER)
                                    && step.watts() >= floor.importWatts();
                    case LIMIT_EXPORT ->
                            (device == Device.BATTERY || device == Device.INVERTER)
                                    && step.watts() >= floor.exportWatts();
                    case IDLE ->
                            switch (device) {
                                case BATTERY, HEAT_PUMP, APPLIANCE -> true;
                                case INVERTER -> floor.exportWatts() == 0;
                                case CHARGER -> floor.importWatts() == 0;
                            };
                };
        if (!fits) {
            throw new IllegalArgumentException(
                    "%s of %d W for a %s with %s"
                            .formatted(step.kind(), step.watts(), device, floor));
        }
    }

    static void requireSecond(Instant at) {
        if (at.isBefore(Instant.EPOCH)
                || at.isAfter(LATEST)
                || !at.equals(at.truncatedTo(ChronoUnit.SECONDS))) {
            throw new IllegalArgumentException("not a whole second in 1970 to 9999: " + at);
        }
    }
}
