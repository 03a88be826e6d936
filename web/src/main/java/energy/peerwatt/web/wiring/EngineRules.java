package energy.peerwatt.web.wiring;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.EngineCommand.ConfigureArea;
import energy.peerwatt.matching.cluster.EngineReply;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.unit.Price;
import energy.peerwatt.web.parts.Parts;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.registry.store.TariffRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Tells the engine each area's rules, and ahead of time what fees hold from an interval on. May be
 * repeated from the start at any time; of one thread.
 */
@Singleton
final class EngineRules {

    private static final Duration DATABASE_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration ENGINE_TIMEOUT = Duration.ofSeconds(15);

    /** How far beyond the last interval that can be traded the engine is told. */
    private static final Duration AHEAD = TariffRegistry.EARLIEST.dividedBy(2);

    private final Registry registry;
    private final Parts parts;
    private final MarketClock clock;

    /** The last interval of each area that the engine was told of. */
    private final Map<AreaId, DeliveryInterval> told = new HashMap<>();

    EngineRules(Registry registry, Parts parts, MarketClock clock) {
        this.registry = registry;
        this.parts = parts;
        this.clock = clock;
    }

    /** False while the engine does not answer. */
    boolean advance() throws InterruptedException, ExecutionException, TimeoutException {
        for (Area area : registry.areas().await().atMost(DATABASE_TIMEOUT)) {
            if (!advance(area)) {
                return false;
            }
        }
        return true;
    }

    private boolean advance(Area area)
            throws InterruptedException, ExecutionException, TimeoutException {
        AreaId id = area.rules().area();
        Instant now = clock.now();
        DeliveryInterval known = told.get(id);
        if (known == null) {
            DeliveryInterval first = area.nextOpen(now);
            if (!send(area, new ConfigureArea(area.rulesAt(first.start())))) {
                return false;
            }
            known = first;
        }
        DeliveryInterval last =
                DeliveryInterval.containing(
                        now.plus(area.rules().horizon()).plus(AHEAD),
                        area.rules().intervalLength());
        for (ConfigureArea change : changes(area, known, last)) {
            if (!send(area, change)) {
                return false;
            }
        }
        told.put(id, last.compareTo(known) > 0 ? last : known);
        return true;
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

    private boolean send(Area area, ConfigureArea command)
            throws InterruptedException, ExecutionException, TimeoutException {
        EngineReply reply =
                parts.engine()
                        .client()
                        .send(command)
                        .toCompletableFuture()
                        .get(ENGINE_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        return switch (reply) {
            case EngineReply.Done _ -> true;
            case EngineReply.Unknown _ -> false;
            case EngineReply.Refused _, EngineReply.Answered _ ->
                    throw new IllegalStateException("rules of " + area.name() + ": " + reply);
        };
    }
}
