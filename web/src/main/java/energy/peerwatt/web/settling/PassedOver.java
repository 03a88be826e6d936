package energy.peerwatt.web.settling;

import energy.peerwatt.market.AreaId;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * Settlements that a member lacks cash for, each area's in turns: to ask whether one can go on asks
 * the chain much. For one thread.
 */
final class PassedOver {

    private final Duration pause;
    private final Map<AreaId, SequencedSet<SettlementKey>> waiting = new HashMap<>();

    /** When one of an area was given out last, in nanoseconds, unless that went through. */
    private final Map<AreaId, Long> triedAt = new HashMap<>();

    /**
     * @param pause between two of an area, while none goes through
     */
    PassedOver(Duration pause) {
        this.pause = pause;
    }

    /** As the last of its area, also if it was in before. */
    void add(SettlementKey key) {
        waiting.computeIfAbsent(key.area(), _ -> new LinkedHashSet<>()).addLast(key);
    }

    boolean contains(SettlementKey key) {
        return waiting.getOrDefault(key.area(), new LinkedHashSet<>()).contains(key);
    }

    /**
     * The one whose turn it is, which becomes the last; empty if there is none or it is too early.
     *
     * @param nanos of a clock that only goes on
     */
    Optional<SettlementKey> next(AreaId area, long nanos) {
        SequencedSet<SettlementKey> all = waiting.getOrDefault(area, new LinkedHashSet<>());
        Long tried = triedAt.get(area);
        if (all.isEmpty() || (tried != null && nanos - tried < pause.toNanos())) {
            return Optional.empty();
        }
        SettlementKey next = all.getFirst();
        all.addLast(next);
        triedAt.put(area, nanos);
        return Optional.of(next);
    }

    /** It went through: the next one is due at once. */
    void remove(SettlementKey key) {
        waiting.getOrDefault(key.area(), new LinkedHashSet<>()).remove(key);
        triedAt.remove(key.area());
    }
}
