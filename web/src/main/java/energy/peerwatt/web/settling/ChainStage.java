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
import java.util.Collection;
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
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/**
 * Brings every settlement to the chain: submits those that are not yet in the outbox, in order,
 * carries out what members take out or use up, says who votes, asks which rules are agreed on for
 * intervals to come, and pumps the outbox. One that an account lacks cash for is passed over with
 * the later versions of its interval, and tried again in turns. Belongs to the thread of its {@link
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
    private final VoterRoll voters;
    private final RulesBinding binding;

    /** Start of the last interval of each area that is in the outbox; begins anew at each start. */
    private final Map<AreaId, Instant> cursors = new HashMap<>();

    /** The last later version of each area that was dealt with; begins anew at each start. */
    private final Map<AreaId, SettlementSummary> corrections = new HashMap<>();

    /** When areas were refused last ({@link System#nanoTime}): asking again asks the chain much. */
    private final Map<AreaId, Long> refusedAt = new HashMap<>();

    /** Begins anew at each start. */
    private final PassedOver passedOver = new PassedOver(NEXT_LOOK_AT_REFUSED);

    /** Shown to operators; read by other threads. */
    private final Map<SettlementKey, Wait> waits = new ConcurrentHashMap<>();

    /** How often something had been written again when corrections were looked at last. */
    private long writtenAgain;

    private boolean deployed;

    public ChainStage(
            Parts parts,
            Registry registry,
            SettlementStore settlements,
            Batches batches,
            VoterRoll voters,
            RulesBinding binding) {
        this.parts = parts;
        this.registry = registry;
        this.settlements = settlements;
        this.batches = batches;
        this.voters = voters;
        this.binding = binding;
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
            works.add(() -> tryPassedOver(area.rules().area()));
            works.add(() -> binding.lookAhead(area));
        }
        works.add(() -> {
            parts.chain().gateway().withdrawals().advance();
            return false;
        });
        works.add(() -> {
            parts.chain().gateway().certificates().advance();
            return false;
        });
        works.add(() -> {
            voters.advance();
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
        return goThrough(
                        intervals.values(),
                        interval -> {
                            SettlementKey key = new SettlementKey(id, interval, FIRST_VERSION);
                            return known.containsKey(key.batchKey()) ? done(key) : submit(key);
                        },
                        interval -> cursors.put(id, interval.start()))
                && starts.size() == STEP;
    }

    /**
     * Submits one after the other, up to the first that all others wait with; false if there is
     * one.
     *
     * @param cursor is told what has been dealt with
     */
    static <T> boolean goThrough(
            Collection<T> all, Function<? super T, Sent> submit, Consumer<? super T> cursor) {
        for (T one : all) {
            if (submit.apply(one) == Sent.LATER) {
                return false;
            }
            cursor.accept(one);
        }
        return true;
    }

    private Sent done(SettlementKey key) {
        waits.remove(key);
        return Sent.DONE;
    }

    /** What became of a version that is not in the outbox. */
    enum Sent {
        DONE,
        /** It waits, for accounts to be opened or for the vault's window, and all with it. */
        LATER,
        /** It waits for a member's cash, and nothing but later versions of it do with it. */
        PASSED_OVER
    }

    private Sent submit(SettlementKey key) {
        Long refusal = refusedAt.get(key.area());
        if (refusal != null && System.nanoTime() - refusal < NEXT_LOOK_AT_REFUSED.toNanos()) {
            return Sent.LATER;
        }
        SettlementBatch batch = batches.of(key).orElseThrow();
        try {
            boolean there = parts.chain().gateway().submit(batch).isPresent();
            refusedAt.remove(key.area());
            return there ? done(key) : Sent.LATER;
        } catch (MarketException e) {
            return sentAfter(key, e);
        }
    }

    private Sent sentAfter(SettlementKey key, MarketException e) {
        boolean lacks = e.code() == ErrorCode.CHAIN_LACKS_CASH;
        boolean refused = e.code() == ErrorCode.CHAIN_WOULD_REFUSE;
        if (lacks || refused || HELD_UP.contains(e.code())) {
            noteWait(new Wait(key, e.code(), String.valueOf(e.getMessage())));
        }
        if (lacks) {
            passedOver.add(key);
            return Sent.PASSED_OVER;
        }
        if (!refused) {
            throw e;
        }
        refusedAt.put(key.area(), System.nanoTime());
        return Sent.LATER;
    }

    /** One of an area at a time; the next at once if it went through. */
    private boolean tryPassedOver(AreaId area) {
        Optional<SettlementKey> due = passedOver.next(area, System.nanoTime());
        if (due.isEmpty() || submitVersion(due.get()) != Sent.DONE) {
            return false;
        }
        passedOver.remove(due.get());
        return true;
    }

    private void noteWait(Wait wait) {
        Wait before = waits.put(wait.key(), wait);
        if (!wait.equals(before)) {
            LOG.warnf("%s waits for the chain: %s", wait.key(), wait.problem());
        }
    }

    /** What waits, and why, by area and time; what waits for nothing but the chain is absent. */
    public List<Wait> waits() {
        return waits.values().stream()
                .sorted(
                        Comparator.comparing(
                                Wait::key,
                                Comparator.comparingInt((SettlementKey key) -> key.area().value())
                                        .thenComparing(key -> key.interval().start())
                                        .thenComparingInt(SettlementKey::version)))
                .toList();
    }

    /**
     * A settlement that is not written; later ones of its area wait with it unless it lacks cash.
     *
     * @param problem for operators
     */
    public record Wait(SettlementKey key, ErrorCode code, String problem) {}

    /** Whether there may be more later versions of an area to submit. */
    private boolean submitCorrections(AreaId area) {
        Optional<SettlementSummary> last = Optional.ofNullable(corrections.get(area));
        List<SettlementSummary> next = await(settlements.corrections(area, last, STEP));
        return goThrough(
                        next,
                        summary -> submitVersion(key(summary)),
                        summary -> corrections.put(area, summary))
                && next.size() == STEP;
    }

    /** Whatever is not in the outbox yet and may be by now. */
    private Sent submitVersion(SettlementKey key) {
        ChainGateway gateway = parts.chain().gateway();
        List<Digest> keys =
                IntStream.rangeClosed(FIRST_VERSION, key.version())
                        .mapToObj(version -> version(key, version).batchKey())
                        .toList();
        Map<Digest, ChainBatch> known = gateway.find(keys);
        if (known.containsKey(keys.getLast())) {
            return done(key);
        }
        return switch (turnOf(keys, known)) {
            case REFUSED -> {
                staysOff(key, "one before it was refused, see the outbox");
                yield done(key);
            }
            case WAITS -> waitsForOther(key);
            case DUE -> submit(key);
        };
    }

    private Sent waitsForOther(SettlementKey key) {
        boolean cash =
                IntStream.range(FIRST_VERSION, key.version())
                        .anyMatch(before -> passedOver.contains(version(key, before)));
        if (!cash) {
            return Sent.LATER;
        }
        passedOver.add(key);
        return Sent.PASSED_OVER;
    }

    private static void staysOff(SettlementKey key, String why) {
        LOG.warnf(
                "version %d of %s, area %s, stays off the chain: %s",
                key.version(), key.interval(), key.area(), why);
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

    private static SettlementKey key(SettlementSummary summary) {
        return new SettlementKey(summary.area(), summary.interval(), summary.version());
    }

    private static SettlementKey version(SettlementKey key, int version) {
        return new SettlementKey(key.area(), key.interval(), version);
    }

    private static <T> T await(Uni<T> answer) {
        return answer.await().atMost(DATABASE_TIMEOUT);
    }
}
