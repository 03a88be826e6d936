package energy.peerwatt.web.balancing;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.balancing.BalancingState.State;
import energy.peerwatt.web.registry.Area;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Says of each area how it stands, and the same once only. Belongs to the balancer's thread. */
@Singleton
final class AreaReports {

    private static final Logger LOG = Logger.getLogger(AreaReports.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final BalancingLedger ledger;
    private final MarketClock clock;
    private final Map<AreaId, Said> said = new HashMap<>();

    /** What was said last before a failure. */
    private final Map<AreaId, Said> before = new HashMap<>();

    AreaReports(BalancingLedger ledger, MarketClock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * What people are told of an area.
     *
     * @param detail for operators
     * @param shown what of it everybody may read
     */
    record Said(State state, String detail, String shown) {

        /** Names no home and no device. */
        static Said toAll(State state, String detail) {
            return new Said(state, detail, detail);
        }

        private boolean isAlone() {
            return state == State.PAUSED || state == State.NO_LIMIT;
        }
    }

    /** Another process may have said something else. */
    void forget(AreaId area) {
        said.remove(area);
        before.remove(area);
    }

    /** Whether that was said last. */
    boolean isLast(AreaId area, Said now) {
        return now.equals(said.get(area));
    }

    /** From now on the area is not left alone. */
    void isLookedAfter(AreaId area) {
        said.computeIfPresent(area, (_, last) -> last.isAlone() ? null : last);
    }

    /** Says that, and that there is no problem. */
    void say(AreaHold hold, AreaId area, Said now) {
        if (!await(ledger.say(area, hold.term(), now.state(), now.detail(), now.shown()))) {
            throw new Fence.Lost("another process has it");
        }
        said.put(area, now);
        before.remove(area);
    }

    /** Says that, unless it was said last. */
    void sayOnce(AreaHold hold, Area area, Said now) {
        AreaId id = area.rules().area();
        if (!isLast(id, now)) {
            LOG.warnf("area %s: %s", id, now.detail());
            say(hold, id, now);
        }
    }

    /** An attempt to look after the area failed. */
    void failed(AreaHold hold, AreaId area, Said now) {
        Said last = before.getOrDefault(area, said.get(area));
        isStuck(hold, area, now);
        if (last != null) {
            before.put(area, last);
        }
    }

    /** An attempt came through; if it had nothing new to say, what was said before holds again. */
    void worked(AreaHold hold, AreaId area) {
        Said last = before.get(area);
        if (last != null) {
            say(hold, area, last);
        }
    }

    /** The area is not planned although it should be: counts attempts. */
    void isStuck(AreaHold hold, AreaId area, Said now) {
        Optional<BalancingProblem> known = await(ledger.problem(area));
        int attempts = known.map(BalancingProblem::attempts).orElse(0) + 1;
        BalancingProblem next =
                new BalancingProblem(
                        area,
                        known.map(BalancingProblem::since).orElseGet(clock::now),
                        attempts,
                        now.detail());
        if (!isLast(area, now)) {
            say(hold, area, now);
        }
        await(ledger.stuck(next, hold.term()).replaceWith(true));
    }

    private static <T> T await(Uni<T> answer) {
        return answer.await().atMost(TIMEOUT);
    }
}
