package energy.peerwatt.web.wiring;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.EngineCommand;
import energy.peerwatt.market.EngineCommand.ConfigureArea;
import energy.peerwatt.market.EngineCommand.SetFeederLimit;
import energy.peerwatt.market.RejectReason;
import energy.peerwatt.matching.cluster.EngineReply;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.unit.Price;
import energy.peerwatt.web.parts.Parts;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.Notice;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.trading.ToldRules;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Tells the engine each area's rules, and ahead of time what fees hold from an interval on. Rules
 * that the engine was told of replace all that begin later, so none are told twice: {@link
 * ToldRules} says what it knows. May be killed at any time; of one thread.
 */
@Singleton
final class EngineRules {

    private static final Duration DATABASE_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration ENGINE_TIMEOUT = Duration.ofSeconds(15);

    /** The gate of an interval that lies so far back has closed by any clock. */
    private static final int LONG_CLOSED = -8;

    private final Registry registry;
    private final ToldRules ledger;
    private final Function<EngineCommand, CompletionStage<EngineReply>> engine;
    private final MarketClock clock;

    /** The last interval of each area that the engine was told of. */
    private final Map<AreaId, DeliveryInterval> told = new HashMap<>();

    @Inject
    EngineRules(Registry registry, ToldRules ledger, Parts parts, MarketClock clock) {
        this(registry, ledger, command -> parts.engine().client().send(command), clock);
    }

    EngineRules(
            Registry registry,
            ToldRules ledger,
            Function<EngineCommand, CompletionStage<EngineReply>> engine,
            MarketClock clock) {
        this.registry = registry;
        this.ledger = ledger;
        this.engine = engine;
        this.clock = clock;
    }

    /** False while the engine does not answer. */
    boolean advance() {
        for (Area area : registry.areas().await().atMost(DATABASE_TIMEOUT)) {
            if (!advance(area)) {
                return false;
            }
        }
        return true;
    }

    /** False if the engine did not answer. */
    boolean advance(Area area) {
        AreaId id = area.rules().area();
        DeliveryInterval last = lastToTell(area, clock);
        DeliveryInterval known = told.get(id);
        if (known != null && last.compareTo(known) <= 0) {
            return true;
        }
        try {
            if (known == null && !isKnownToEngine(area)) {
                ledger.forget(id).await().atMost(DATABASE_TIMEOUT);
            }
            ledger.tell(id, last.start(), changed -> tell(area, changed, last))
                    .await()
                    .atMost(ENGINE_TIMEOUT);
        } catch (NoAnswerException e) {
            return false;
        }
        told.put(id, last);
        return true;
    }

    /** Half the notice beyond what can be traded, so that changes are told before their time. */
    static DeliveryInterval lastToTell(Area area, MarketClock clock) {
        Duration ahead = Notice.of(clock).dividedBy(2);
        return DeliveryInterval.containing(
                clock.now().plus(area.rules().horizon()).plus(ahead),
                area.rules().intervalLength());
    }

    /** What the engine is to be told, in this order, and from when the last of it holds. */
    private Uni<Instant> tell(Area area, Optional<Instant> changed, DeliveryInterval last) {
        DeliveryInterval known = changed.map(area::intervalAt).orElse(area.nextOpen(clock.now()));
        Uni<Instant> telling = Uni.createFrom().item(known.start());
        if (changed.isEmpty()) {
            telling =
                    send(area, new ConfigureArea(area.rulesAt(known.start())))
                            .replaceWith(known.start());
        }
        for (ConfigureArea change : changes(area, known, last)) {
            telling = telling.chain(() -> send(area, change)).replaceWith(change.validFrom());
        }
        return telling;
    }

    /**
     * The rules of the intervals from which on fees change.
     *
     * @param after the engine knows what holds for this interval
     * @param last the last interval to look at
     */
    static List<ConfigureArea> changes(Area area, DeliveryInterval after, DeliveryInterval last) {
        List<ConfigureArea> changes = new ArrayList<>();
        DeliveryInterval interval = after;
        while (interval.compareTo(last) < 0) {
            Price before = feesAt(area, interval);
            interval = interval.next();
            if (!feesAt(area, interval).equals(before)) {
                changes.add(new ConfigureArea(area.rulesAt(interval.start()), interval.start()));
            }
        }
        return changes;
    }

    private static Price feesAt(Area area, DeliveryInterval interval) {
        return area.charges().at(interval.start()).total();
    }

    /** Asks by taking back a bound of an interval that is closed, which changes nothing. */
    private boolean isKnownToEngine(Area area) {
        SetFeederLimit nothing =
                new SetFeederLimit(
                        area.rules().area(),
                        area.nextOpen(clock.now()).plus(LONG_CLOSED),
                        /* sold= */ null,
                        /* bought= */ null);
        EngineReply reply = answered(nothing).await().atMost(ENGINE_TIMEOUT);
        return !reply.equals(new EngineReply.Refused(RejectReason.UNKNOWN_AREA));
    }

    private Uni<Void> send(Area area, ConfigureArea command) {
        return answered(command)
                .invoke(reply -> {
                    if (!(reply instanceof EngineReply.Done)) {
                        throw new IllegalStateException("rules of " + area.name() + ": " + reply);
                    }
                })
                .replaceWithVoid();
    }

    private Uni<EngineReply> answered(EngineCommand command) {
        return Uni.createFrom()
                .completionStage(() -> engine.apply(command))
                .invoke(reply -> {
                    if (reply instanceof EngineReply.Unknown(String why)) {
                        throw new NoAnswerException(why);
                    }
                });
    }

    /** The engine did not answer; to be told again. */
    private static final class NoAnswerException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NoAnswerException(String why) {
            super(why);
        }
    }
}
