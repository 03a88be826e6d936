package energy.peerwatt.web.settling;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.settlement.chain.ChainBatch;
import energy.peerwatt.settlement.chain.ChainGateway;
import energy.peerwatt.settlement.chain.Digest;
import energy.peerwatt.settlement.chain.SettlementBatch;
import energy.peerwatt.settlement.store.SettlementStore;
import energy.peerwatt.settlement.store.SettlementSummary;
import energy.peerwatt.settlement.store.StoredSettlement;
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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/**
 * Brings every settlement to the chain: submits those that are not yet in the outbox, in order, and
 * pumps the outbox. Belongs to the thread of its {@link Stage}; can be killed at any point.
 */
@Singleton
public final class ChainStage implements Stage.Step {

    private static final Logger LOG = Logger.getLogger(ChainStage.class);

    private static final int FIRST_VERSION = 1;
    private static final int STEP = 50;
    private static final Duration DATABASE_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration WAITING = Duration.ofMillis(100);
    private static final Duration NEXT_LOOK = Duration.ofMillis(300);

    private final Parts parts;
    private final Registry registry;
    private final SettlementStore settlements;
    private final Batches batches;

    /** Start of the last interval of each area that is in the outbox; begins anew at each start. */
    private final Map<AreaId, Instant> cursors = new HashMap<>();

    /** The last later version of each area that was dealt with; begins anew at each start. */
    private final Map<AreaId, SettlementSummary> corrections = new HashMap<>();

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
        return step(this::submitDue, () -> gateway.pump().waiting());
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
    private boolean submitDue() {
        boolean more = false;
        RuntimeException failure = null;
        List<BooleanSupplier> works = new ArrayList<>();
        for (Area area : await(registry.areas())) {
            works.add(() -> submitNext(area));
            works.add(() -> submitCorrections(area.rules().area()));
        }
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
        return batches.of(new SettlementKey(area, interval, FIRST_VERSION))
                .map(batch -> parts.chain().gateway().submit(batch).isPresent())
                // Without energy there are no lines and nothing to prove.
                .orElse(true);
    }

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
        if (!haveLines(summary)) {
            staysOff(summary, "one up to it has no lines");
            return true;
        }
        return switch (turnOf(keys, known)) {
            case REFUSED -> {
                staysOff(summary, "one before it was refused, see the outbox");
                yield true;
            }
            case WAITS -> false;
            case DUE ->
                    gateway.submit(batches.of(key(summary, summary.version())).orElseThrow())
                            .isPresent();
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

    /** Whether this version and all before it can be on the chain. */
    private boolean haveLines(SettlementSummary summary) {
        return IntStream.rangeClosed(1, summary.version())
                .mapToObj(version -> find(key(summary, version)))
                .noneMatch(stored -> stored.settlement().settlement().lines().isEmpty());
    }

    private static SettlementKey key(SettlementSummary summary, int version) {
        return new SettlementKey(summary.area(), summary.interval(), version);
    }

    private StoredSettlement find(SettlementKey key) {
        return await(settlements.find(key.area(), key.interval(), key.version())).orElseThrow();
    }

    private static <T> T await(Uni<T> answer) {
        return answer.await().atMost(DATABASE_TIMEOUT);
    }
}
