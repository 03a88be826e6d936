package energy.peerwatt.web.balancing;

import energy.peerwatt.balancer.model.Connection;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Limit.Scope;
import energy.peerwatt.balancer.network.FeederRoom.Room;
import energy.peerwatt.balancer.network.FeederRoom.Rooms;
import energy.peerwatt.time.DeliveryInterval;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What homes may take, or give, on top of a plan in a quarter-hour, whichever of them do, until a
 * cable, a voltage or a limit of a phase binds.
 *
 * @param taken null if nothing of these binds, or one is broken
 * @param given likewise
 * @param isBroken whether the plan alone breaks one, so that not even the plan is carried
 */
public record GridRoom(@Nullable More taken, @Nullable More given, boolean isBroken) {

    private static final GridRoom UNBOUND = new GridRoom(null, null, false);
    private static final GridRoom BROKEN = new GridRoom(null, null, true);
    private static final List<Scope> PHASES = List.of(Scope.L1, Scope.L2, Scope.L3);

    /** What binds. */
    public enum Cause {
        CABLE,
        VOLTAGE,
        PHASE_LIMIT
    }

    /**
     * So much more.
     *
     * @param watts at least 0
     * @param at the end of the cable, the home's node, or the limit's id
     * @param phase 1 to 3
     */
    public record More(int watts, Cause cause, String at, int phase) {}

    /** Of a quarter-hour of a plan; nothing binds in plans of before it was kept. */
    static GridRoom of(PlanContent content, int slot) {
        GridUse grid = content.grid();
        return grid == null || grid.room().isEmpty() ? UNBOUND : grid.room().get(slot);
    }

    /**
     * Of each quarter-hour.
     *
     * @param phases net W of L1, L2 and L3 under the plan
     * @param feeder the room that the feeder leaves; empty if nobody knows the feeder
     */
    static List<GridRoom> of(Scene scene, List<List<Integer>> phases, List<Rooms> feeder) {
        List<GridRoom> rooms = new ArrayList<>();
        for (int slot = 0; slot < scene.community().slots(); slot++) {
            Rooms here =
                    feeder.isEmpty()
                            ? new Rooms(Optional.empty(), Optional.empty(), false)
                            : feeder.get(slot);
            More taken = least(more(here.taken()), phase(scene, phases, slot, 1));
            More given = least(more(here.given()), phase(scene, phases, slot, -1));
            boolean isBroken = here.isBroken() || isOver(taken) || isOver(given);
            rooms.add(isBroken ? BROKEN : new GridRoom(taken, given, false));
        }
        return rooms;
    }

    private static boolean isOver(@Nullable More more) {
        return more != null && more.watts() < 0;
    }

    private static @Nullable More more(Optional<Room> room) {
        return room.map(one ->
                        new More(
                                one.watts(),
                                one.isVoltage() ? Cause.VOLTAGE : Cause.CABLE,
                                one.at().node(),
                                one.at().phase() + 1))
                .orElse(null);
    }

    private static @Nullable More least(@Nullable More one, @Nullable More other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return other.watts() < one.watts() ? other : one;
    }

    /**
     * Until a limit of a phase binds, if all of it were at homes that have most of their power on
     * it.
     *
     * @param sign 1 for taking, -1 for giving
     */
    private static @Nullable More phase(
            Scene scene, List<List<Integer>> phases, int slot, int sign) {
        BiFunction<AreaLimit, DeliveryInterval, OptionalInt> side =
                sign > 0 ? AreaLimit::importW : AreaLimit::exportW;
        More least = null;
        for (AreaLimit limit : scene.limits()) {
            int phase = PHASES.indexOf(limit.scope());
            int thirds = phase < 0 ? 0 : mostOn(scene, phase);
            OptionalInt watts = side.apply(limit, scene.first().plus(slot));
            if (thirds > 0 && watts.isPresent()) {
                long room = watts.getAsInt() - (long) sign * phases.get(phase).get(slot);
                int more = Math.clamp(room * 3 / thirds, -1, AreaLimit.LARGEST_W);
                least = least(least, new More(more, Cause.PHASE_LIMIT, limit.id(), phase + 1));
            }
        }
        return least;
    }

    /** The most thirds of its power that a home has on a phase. */
    private static int mostOn(Scene scene, int phase) {
        return scene.community().homes().stream()
                .map(Home::connection)
                .mapToInt((Connection connection) -> connection.thirdsOn(phase))
                .max()
                .orElse(0);
    }
}
