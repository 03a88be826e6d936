package energy.peerwatt.web.settling;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.settlement.chain.ChainBatch;
import energy.peerwatt.settlement.chain.ChainGateway;
import energy.peerwatt.settlement.chain.Digest;
import energy.peerwatt.settlement.chain.SettlementBatch;
import energy.peerwatt.settlement.store.SettlementStore;
import energy.peerwatt.settlement.store.SettlementSummary;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.web.parts.Parts;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.stage.Stage;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/**
 * Brings every settlement to the chain: submits those that are not yet in the outbox, in order,
 * carries out what members take out, and pumps the outbox. Belongs to the thread of its {@link
 * Stage}; can be killed at any point.
 */
@Singleton
public final class ChainStage implements Stage.Step {

    private static final Logger LOG = Logger.getLogger(ChainStage.class);

    private static final int FIRST_VERSION = 1;
    private static final int STEP = 50;

    /** Failures that do not pass by themselves. */
    private static final Set<ErrorCode> HELD_UP =
            Set.of(ErrorCode.CHAIN_REVERTED, ErrorCode.CHAIN_STATE_MISMATCH);

    private static final Duration DATABASE_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration WAITING = Duration.ofMillis(100);
    private static final Duration NEXT_LOOK = Duration.ofMillis(300);
    private static final Duration NEXT_LOOK_AT_REFUSED = Duration.ofSeconds(5);

    private final Parts parts;
    private final Registry registry;
    private final SettlementStore settlements;
    private final Batches batches;

    /** Start of the last interval of each area that is in the outbox; begins anew at each start. */
    private final Map<AreaId, Instant> cursors = new HashMap<>();

    /** The last later version of each area that was dealt with; begins anew at each start. */
    private final Map<AreaId, SettlementSummary> corrections = new HashMap<>();

    /** When areas were refused last ({@link System#nanoTime}): asking again asks the chain much. */
    private final Map<AreaId, Long> refusedAt = new HashMap<>();

    /** Shown to operators; read by other threads. */
    private final Map<AreaId, Wait> waits = new ConcurrentHashMap<>();

    /** How often something had been written again when corrections were looked at last. */
    private long writtenAgain;

    private boolean deployed;

    public ChainStage(
            Parts parts, Registry registry, SettlementStore settlements, Batches batches) {
        this.parts = parts;
        this.registry = registry;
        this.settlements = settlements;
        this.batches = batches;
    }

    @Override
    public Duration run() {
        ChainGateway gateway = parts.chain().gateway();
        if (!deployed) {
            gateway.ensureDeployed();
            deployed = true;
        }
        return step(this::workDue, () -> gateway.pump().waiting());
    }

    /**
     * Submits, then pumps, even if what is new cannot be submitted: what is in the outbox needs no
     * key any more.
     *
     * @param submit whether there may be more to submit
     * @param pump number of entries that still wait
     */
    static Duration step(BooleanSupplier submit, IntSupplier pump) {
        boolean more;
        try {
            more = submit.getAsBoolean();
        } catch (RuntimeException e) {
            pumpAfter(e, pump);
            throw e;
        }
        boolean waiting = pump.getAsInt() > 0;
        return more ? Duration.ZERO : waiting ? WAITING : NEXT_LOOK;
    }

    private static void pumpAfter(RuntimeException failure, IntSupplier pump) {
        try {
            LOG.debugf("%d batches wait for the chain", pump.getAsInt());
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /** An area that cannot be submitted holds up no other; its failure is thrown in the end. */
    private boolean workDue() {
        lookAgainAfterRefusals();
        List<BooleanSupplier> works = new ArrayList<>();
        for (Area area : await(registry.areas())) {
            works.add(() -> submitNext(area));
            works.add(() -> submitCorrections(area.rules().area()));
        }
        works.add(() -> {
            parts.chain().gateway().withdrawals().advance();
            return false;
        });
        return doAll(works);
    }

    /** What a refused version held back follows once that is settled after all. */
    private void lookAgainAfterRefusals() {
        long now = parts.chain().gateway().writtenAgain();
        if (now != writtenAgain) {
            corrections.clear();
            writtenAgain = now;
        }
    }

    private static boolean doAll(List<BooleanSupplier> works) {
        boolean more = false;
        RuntimeException failure = null;
        for (BooleanSupplier work : works) {
            try {
                more |= work.getAsBoolean();
            } catch (RuntimeException e) {
                if (failure != null) {
                    e.addSuppressed(failure);
                }
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
        return more;
    }

    /** Whether there may be more to submit now. */
    private boolean submitNext(Area area) {
        AreaId id = area.rules().area();
        Instant cursor = cursors.getOrDefault(id, Instant.EPOCH);
        List<Instant> starts = await(settlements.settledStartsAfter(id, cursor, STEP));
        Map<Digest, DeliveryInterval> intervals = new LinkedHashMap<>();
        for (Instant start : starts) {
            DeliveryInterval interval = area.intervalAt(start);
            intervals.put(SettlementBatch.keyOf(id, interval, FIRST_VERSION), interval);
        }
        var known = parts.chain().gateway().find(intervals.keySet());
        for (Map.Entry<Digest, DeliveryInterval> one : intervals.entrySet()) {
            if (!known.containsKey(one.getKey()) && !submit(id, one.getValue())) {
                return false;
            }
            cursors.put(id, one.getValue().start());
        }
        return starts.size() == STEP;
    }

    /** False while accounts are being opened; the vault needs them all. */
    private boolean submit(AreaId area, DeliveryInterval interval) {
        return submit(new SettlementKey(area, interval, FIRST_VERSION));
    }

    /** False while it must wait: for accounts to be opened, for money, or for the window. */
    private boolean submit(SettlementKey key) {
        Long refusal = refusedAt.get(key.area());
        if (refusal != null && System.nanoTime() - refusal < NEXT_LOOK_AT_REFUSED.toNanos()) {
            return false;
        }
        SettlementBatch batch = batches.of(key).orElseThrow();
        try {
            boolean there = parts.chain().gateway().submit(batch).isPresent();
            waits.remove(key.area());
            refusedAt.remove(key.area());
            return there;
        } catch (MarketException e) {
            boolean refused = e.code() == ErrorCode.CHAIN_WOULD_REFUSE;
            if (refused || HELD_UP.contains(e.code())) {
                noteWait(new Wait(key, e.code(), String.valueOf(e.getMessage())));
            }
            if (!refused) {
                throw e;
            }
            refusedAt.put(key.area(), System.nanoTime());
            return false;
        }
    }

    private void noteWait(Wait wait) {
        Wait before = waits.put(wait.key().area(), wait);
        if (!wait.equals(before)) {
            LOG.warnf("%s waits for the chain: %s", wait.key(), wait.problem());
        }
    }

    /** What each area waits with, and why; areas that wait for nothing but the chain are absent. */
    public List<Wait> waits() {
        return waits.values().stream()
                .sorted(Comparator.comparingInt(wait -> wait.key().area().value()))
                .toList();
    }

    /**
     * A settlement that is not written, and all later ones of its area with it.
     *
     * @param problem for operators
     */
    public record Wait(SettlementKey key, ErrorCode code, String problem) {}

    /** Whether there may be more later versions of an area to submit. */
    private boolean submitCorrections(AreaId area) {
        Optional<SettlementSummary> last = Optional.ofNullable(corrections.get(area));
        List<SettlementSummary> next = await(settlements.corrections(area, last, STEP));
        for (SettlementSummary summary : next) {
            if (!submitCorrection(summary)) {
                return false;
            }
            corrections.put(area, summary);
        }
        return next.size() == STEP;
    }

    /** False if it must wait. */
    private boolean submitCorrection(SettlementSummary summary) {
        ChainGateway gateway = parts.chain().gateway();
        List<Digest> keys =
                IntStream.rangeClosed(FIRST_VERSION, summary.version())
                        .mapToObj(version -> key(summary, version).batchKey())
                        .toList();
        Map<Digest, ChainBatch> known = gateway.find(keys);
        if (known.containsKey(keys.getLast())) {
            return true;
        }
        return switch (turnOf(keys, known)) {
            case REFUSED -> {
                staysOff(summary, "one before it was refused, see the outbox");
                yield true;
            }
            case WAITS -> false;
            case DUE -> submit(key(summary, summary.version()));
        };
    }

    private static void staysOff(SettlementSummary summary, String why) {
        LOG.warnf(
                "version %d of %s, area %s, stays off the chain: %s",
                summary.version(), summary.interval(), summary.area(), why);
    }

    /** Whether a later version may go to the chain. */
    enum Turn {
        DUE,
        WAITS,
        REFUSED
    }

    /**
     * The vault takes a version only after the one before it; what follows a refused one would be
     * refused as well, and a report of it would keep the refused one out for good.
     *
     * @param keys of all versions of an interval up to the one in question, from the first
     * @param known where those stand that are in the outbox
     */
    static Turn turnOf(List<Digest> keys, Map<Digest, ChainBatch> known) {
        List<ChainBatch> before =
                keys.subList(0, keys.size() - 1).stream()
                        .map(known::get)
                        .filter(Objects::nonNull)
                        .toList();
        if (before.stream().anyMatch(batch -> batch.state() instanceof ChainBatch.Reverted)) {
            return Turn.REFUSED;
        }
        boolean confirmed =
                before.stream()
                                .filter(batch -> batch.state() instanceof ChainBatch.Confirmed)
                                .count()
                        == keys.size() - 1;
        return confirmed ? Turn.DUE : Turn.WAITS;
    }

    private static SettlementKey key(SettlementSummary summary, int version) {
        return new SettlementKey(summary.area(), summary.interval(), version);
    }

    private static <T> T await(Uni<T> answer) {
        return answer.await().atMost(DATABASE_TIMEOUT);
    }
}
