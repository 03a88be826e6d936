package energy.peerwatt.web.settling;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.settlement.chain.ChainBatch;
import energy.peerwatt.settlement.chain.ChainGateway;
import energy.peerwatt.settlement.chain.ChainGateway.Refusal;
import energy.peerwatt.settlement.chain.ChainGateway.Subject;
import energy.peerwatt.settlement.chain.SettlementBatch;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.web.parts.Parts;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.store.Registry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/**
 * Writes settlements again that the vault refused, once a person has mended the cause. Of each
 * interval the lowest refused version: what it held back follows by itself. Blocks.
 */
@Singleton
public final class SettleAgain {

    private static final Logger LOG = Logger.getLogger(SettleAgain.class);

    private static final Duration DATABASE_TIMEOUT = Duration.ofSeconds(20);

    /** More than that at a time are left for the next call. */
    private static final int MOST = 1_000;

    private final Parts parts;
    private final Registry registry;
    private final Batches batches;

    public SettleAgain(Parts parts, Registry registry, Batches batches) {
        this.parts = parts;
        this.registry = registry;
        this.batches = batches;
    }

    /**
     * What became of a refused version.
     *
     * @param problem why it was not written again; empty if it was
     */
    public record Outcome(SettlementKey key, Optional<String> problem) {}

    /**
     * Writes again the lowest refused version of an interval.
     *
     * @return empty if no version of it was refused
     */
    public Optional<Outcome> interval(AreaId area, Instant start) {
        return refused().stream()
                .filter(one -> one.area().equals(area) && one.start().equals(start))
                .findFirst()
                .map(one -> new Outcome(again(one), Optional.empty()));
    }

    /** Writes again all that was refused, the oldest first, and opens refused accounts again. */
    public List<Outcome> all() {
        parts.chain().gateway().openAccountsAgain();
        return refused().stream().map(this::outcomeOf).toList();
    }

    /** One that fails holds up no other, unless the chain or the database is away. */
    private Outcome outcomeOf(Subject refused) {
        try {
            return new Outcome(again(refused), Optional.empty());
        } catch (MarketException e) {
            if (e.code() != ErrorCode.CHAIN_WOULD_REFUSE
                    && e.code() != ErrorCode.CHAIN_LACKS_CASH) {
                throw e;
            }
            LOG.warnf("%s is not settled again: %s", refused, e.getMessage());
            return new Outcome(keyOf(refused), Optional.of(String.valueOf(e.getMessage())));
        }
    }

    /** The lowest refused version of each interval, in order of time. */
    private List<Subject> refused() {
        Map<Instant, Map<AreaId, Subject>> lowest = new TreeMap<>();
        for (Refusal refusal : parts.chain().gateway().reverted(MOST)) {
            refusal.subject()
                    .ifPresent(one ->
                            lowest.computeIfAbsent(
                                            one.start(),
                                            _ ->
                                                    new TreeMap<>(
                                                            Comparator.comparingInt(AreaId::value)))
                                    .merge(
                                            one.area(),
                                            one,
                                            (a, b) -> a.version() < b.version() ? a : b));
        }
        List<Subject> ordered = new ArrayList<>();
        lowest.values().forEach(areas -> ordered.addAll(areas.values()));
        return ordered;
    }

    private SettlementKey keyOf(Subject refused) {
        Area area = registry.area(refused.area()).await().atMost(DATABASE_TIMEOUT).orElseThrow();
        DeliveryInterval interval = area.intervalAt(refused.start());
        return new SettlementKey(refused.area(), interval, refused.version());
    }

    private SettlementKey again(Subject refused) {
        SettlementKey key = keyOf(refused);
        SettlementBatch batch = batches.of(key).orElseThrow();
        ChainGateway gateway = parts.chain().gateway();
        Optional<ChainBatch> written = gateway.settleAgain(batch);
        LOG.infof("%s is settled again: %s", key, written.map(ChainBatch::state));
        return key;
    }
}
