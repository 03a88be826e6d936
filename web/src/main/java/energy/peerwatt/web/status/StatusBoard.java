package energy.peerwatt.web.status;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.metering.headend.store.ReadingStore;
import energy.peerwatt.settlement.store.ChainOutbox;
import energy.peerwatt.settlement.store.OutboxEntry;
import energy.peerwatt.settlement.store.SettlementStore;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.parts.Parts;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.settling.SettlementProblems;
import energy.peerwatt.web.stage.Stage;
import energy.peerwatt.web.trading.Position;
import energy.peerwatt.web.trading.store.EventStore;
import energy.peerwatt.web.view.BalancingProblemView;
import energy.peerwatt.web.view.BalancingStatusView;
import energy.peerwatt.web.view.ChainWaitView;
import energy.peerwatt.web.view.SettlementProblemView;
import energy.peerwatt.web.view.StatusView;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * The market's numbers, counted anew twice a second, so that asking for them costs nothing.
 *
 * <p>{@link #run} belongs to one {@link Stage}; everything else may be asked from any thread.
 */
@Singleton
public final class StatusBoard implements Stage.Step {

    private static final Duration PERIOD = Duration.ofMillis(500);
    private static final Duration DATABASE_TIMEOUT = Duration.ofSeconds(5);

    private static final Set<OutboxEntry.State> UNDER_WAY =
            EnumSet.of(OutboxEntry.State.PREPARED, OutboxEntry.State.SENT, OutboxEntry.State.MINED);

    private record Counts(
            long readings,
            Position trading,
            long confirmed,
            long refused,
            long height,
            Optional<ChainWaitView> chainWait,
            int homes,
            List<SettlementProblemView> standstills,
            List<BalancingProblemView> unplanned,
            List<BalancingStatusView> balancing) {}

    private final EventStore events;
    private final ReadingStore readings;
    private final ChainOutbox outbox;
    private final Registry registry;
    private final BalancingFigures balancing;
    private final SettlementProblems problems;
    private final SettlementStore settlements;
    private final Parts parts;
    private final MarketClock clock;
    private volatile Counts counts =
            new Counts(
                    0,
                    new Position(0, 0, 0),
                    0,
                    0,
                    0,
                    Optional.empty(),
                    0,
                    List.of(),
                    List.of(),
                    List.of());
    private volatile boolean ready;

    public StatusBoard(
            EventStore events,
            ReadingStore readings,
            ChainOutbox outbox,
            Registry registry,
            BalancingFigures balancing,
            SettlementProblems problems,
            SettlementStore settlements,
            Parts parts,
            MarketClock clock,
            MeterRegistry metrics) {
        this.events = events;
        this.readings = readings;
        this.outbox = outbox;
        this.registry = registry;
        this.balancing = balancing;
        this.problems = problems;
        this.settlements = settlements;
        this.parts = parts;
        this.clock = clock;
        count(metrics, "market.readings", "readings committed", Counts::readings);
        count(metrics, "market.orders.accepted", "orders", c -> c.trading().orders());
        count(metrics, "market.trades", "trades", c -> c.trading().trades());
        count(metrics, "market.intervals.settled", "confirmed on the chain", Counts::confirmed);
        Gauge.builder("market.chain.refused", this, board -> board.counts.refused())
                .description("batches that the contract refused; each needs a person")
                .register(metrics);
        Gauge.builder("market.chain.silent", this, b -> b.counts.chainWait().isPresent() ? 1 : 0)
                .description("1 while the chain does not answer")
                .register(metrics);
        Gauge.builder("market.settlement.standstills", this, b -> b.counts.standstills().size())
                .description("areas whose settlement stands still; each needs a person")
                .register(metrics);
        Gauge.builder("market.balancing.unplanned", this, b -> b.counts.unplanned().size())
                .description("areas that are not planned although they should be")
                .register(metrics);
        Gauge.builder("market.chain.height", this, board -> board.counts.height())
                .description("number of the newest durable block")
                .register(metrics);
    }

    private void count(
            MeterRegistry metrics, String name, String what, ToLongFunction<Counts> value) {
        FunctionCounter.builder(name, this, board -> value.applyAsLong(board.counts))
                .description(what)
                .register(metrics);
    }

    @Override
    public Duration run() {
        Map<OutboxEntry.State, Long> entries = await(outbox.counts());
        Optional<Long> height = height();
        counts =
                new Counts(
                        await(readings.readingCount()),
                        await(events.position()),
                        await(outbox.confirmed()),
                        entries.getOrDefault(OutboxEntry.State.REVERTED, 0L),
                        height.orElse(counts.height()),
                        height.isPresent() ? Optional.empty() : Optional.of(waiting(entries)),
                        Math.toIntExact(await(registry.meteringPointCount())),
                        await(problems.all()).stream().map(SettlementProblemView::outline).toList(),
                        await(balancing.problems()),
                        await(balancing.at(clock.now())));
        return PERIOD;
    }

    /** Number of the newest block; empty while the chain does not answer. */
    private Optional<Long> height() {
        try {
            return Optional.of(parts.chain().gateway().chainHeight());
        } catch (MarketException e) {
            if (e.code() != ErrorCode.CHAIN_UNAVAILABLE) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private ChainWaitView waiting(Map<OutboxEntry.State, Long> entries) {
        Instant since = counts.chainWait().map(ChainWaitView::since).orElseGet(clock::now);
        long underWay =
                UNDER_WAY.stream().mapToLong(state -> entries.getOrDefault(state, 0L)).sum();
        return new ChainWaitView(since, underWay, await(settlements.madeSince(since)));
    }

    private static <T> T await(Uni<T> answer) {
        return answer.await().atMost(DATABASE_TIMEOUT);
    }

    /** From now on the market can be used. */
    public void becomeReady() {
        ready = true;
    }

    public boolean isReady() {
        return ready;
    }

    /**
     * The numbers, those of balancing of one area.
     *
     * @param area empty for the first that has a limit
     */
    public StatusView view(Optional<AreaId> area) {
        Counts current = counts;
        return new StatusView(
                ready,
                current.readings(),
                current.trading().orders(),
                current.trading().trades(),
                current.confirmed(),
                current.refused(),
                current.height(),
                current.chainWait().orElse(null),
                clock.now(),
                clock.speed(),
                current.homes(),
                current.standstills(),
                current.unplanned(),
                current.balancing().stream()
                        .filter(one -> area.isEmpty() || area.get().value() == one.areaId())
                        .findFirst()
                        .orElse(null));
    }
}
