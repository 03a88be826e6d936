package energy.peerwatt.web.balancing;

import energy.peerwatt.balancer.model.Limit;
import energy.peerwatt.balancer.model.Limit.Direction;
import energy.peerwatt.balancer.model.Limit.Scope;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.web.registry.MeteringPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Limits of areas as slots of a horizon. */
final class ModelLimits {

    private static final int PERCENT = 100;
    private static final int PHASES = 3;

    private ModelLimits() {}

    /**
     * What homes of which nothing is known are taken to need of the limits, W.
     *
     * @param importW a usual evening of each
     * @param exportW the peak of their panels
     */
    record Reserve(int importW, int exportW) {

        static final Reserve NONE = new Reserve(0, 0);

        /** W that a home takes at a usual evening's peak, its share of a street's. */
        static final int USUAL_W = 1_000;

        Reserve plus(MeteringPoint unknown) {
            return new Reserve(
                    Math.addExact(importW, USUAL_W),
                    Math.addExact(exportW, unknown.equipment().solarWp()));
        }
    }

    /** As the solver takes them if something is known of every home. */
    static List<Limit> of(
            List<AreaLimit> limits, DeliveryInterval first, int slots, int marginPercent) {
        return of(limits, first, slots, marginPercent, Reserve.NONE);
    }

    /**
     * As the solver takes them.
     *
     * @param first quarter-hour of slot 0
     * @param marginPercent taken off each limit, because forecasts are not exact
     * @param reserve what is left of each limit to homes of which nothing is known
     */
    static List<Limit> of(
            List<AreaLimit> limits,
            DeliveryInterval first,
            int slots,
            int marginPercent,
            Reserve reserve) {
        List<Limit> found = new ArrayList<>();
        int kept = PERCENT - marginPercent;
        for (AreaLimit limit : limits) {
            int[] held =
                    IntStream.range(0, slots)
                            .filter(slot -> limit.holdsIn(first.plus(slot)))
                            .toArray();
            if (held.length > 0) {
                add(
                        found,
                        limit,
                        Direction.IMPORT,
                        limit.bounds().importW(),
                        held,
                        first,
                        part(limit.scope(), kept, reserve.importW()));
                add(
                        found,
                        limit,
                        Direction.EXPORT,
                        limit.bounds().exportW(),
                        held,
                        first,
                        part(limit.scope(), kept, reserve.exportW()));
            }
        }
        return found;
    }

    private static void add(
            List<Limit> found,
            AreaLimit limit,
            Direction direction,
            OptionalInt watts,
            int[] held,
            DeliveryInterval first,
            Part part) {
        if (watts.isEmpty()) {
            return;
        }
        int floor = Math.min(watts.getAsInt(), limit.bounds().floorW());
        Optional<Limit.Expiry> expiry =
                IntStream.of(held)
                        .filter(slot -> limit.hasExpiredIn(first.plus(slot)))
                        .mapToObj(slot -> new Limit.Expiry(slot, part.of(floor)))
                        .findFirst();
        found.add(
                new Limit(
                        id(limit, direction),
                        limit.source(),
                        limit.scope(),
                        direction,
                        part.of(watts.getAsInt()),
                        new Limit.Window(held[0], held[held.length - 1] + 1),
                        expiry));
    }

    /** Unknown homes are taken to be spread over the phases; what is kept free is kept whole. */
    private static Part part(Scope scope, int kept, int reserveW) {
        return switch (scope) {
            case TOTAL, HOME -> new Part(kept, reserveW);
            case L1, L2, L3 -> new Part(kept, Math.ceilDiv(reserveW, PHASES));
            case RAMP -> new Part(kept, 0);
            case RESERVE -> new Part(PERCENT, 0);
        };
    }

    /** Of a limit, what the plan may use. */
    private record Part(int percent, int reserveW) {

        int of(int watts) {
            return (int) Math.max(0, (long) watts * percent / PERCENT - reserveW);
        }
    }

    /** The limit's own id if it bounds one direction only. */
    private static String id(AreaLimit limit, Direction direction) {
        boolean both = limit.bounds().importW().isPresent() && limit.bounds().exportW().isPresent();
        return both ? limit.id() + "/" + direction : limit.id();
    }

    /** The lowest limit of the whole in each slot, W; null where there is none. */
    static List<@Nullable Integer> lowest(
            List<AreaLimit> limits,
            DeliveryInterval first,
            int slots,
            BiFunction<AreaLimit, DeliveryInterval, OptionalInt> watts) {
        List<@Nullable Integer> lowest = new ArrayList<>();
        for (int slot = 0; slot < slots; slot++) {
            DeliveryInterval interval = first.plus(slot);
            OptionalInt least =
                    limits.stream()
                            .filter(limit -> limit.scope() == Scope.TOTAL)
                            .map(limit -> watts.apply(limit, interval))
                            .flatMapToInt(OptionalInt::stream)
                            .min();
            lowest.add(least.isPresent() ? least.getAsInt() : null);
        }
        return lowest;
    }
}
