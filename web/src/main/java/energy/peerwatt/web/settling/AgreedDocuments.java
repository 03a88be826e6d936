package energy.peerwatt.web.settling;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.settlement.chain.Digest;
import energy.peerwatt.time.DeliveryInterval;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The documents that communities have agreed to, asked of the chain ahead and remembered as far as
 * no decision can change them any more: so settlement goes on while the chain does not answer. By
 * any threads; what is remembered begins anew at each start.
 */
final class AgreedDocuments {

    /** How far behind the interval that is settled next is asked. */
    static final Duration AHEAD = Duration.ofDays(2);

    /** Asked at one look, so that a look does not take long. */
    private static final int AT_ONCE = 8;

    /** The chain, or what stands for it. */
    interface Source {

        /** As {@link energy.peerwatt.settlement.chain.AgreedRules#documentAt}. */
        Optional<Digest> documentAt(AreaId area, Instant start);

        /** As {@link energy.peerwatt.settlement.chain.AgreedRules#isFixed}. */
        boolean isFixed(Instant start);
    }

    private final Source source;
    private final Map<AreaId, DeliveryInterval> next = new ConcurrentHashMap<>();
    private final Map<AreaId, NavigableMap<Instant, Digest>> known = new ConcurrentHashMap<>();

    AgreedDocuments(Source source) {
        this.source = source;
    }

    /**
     * The document that was agreed on for the interval that is settled next.
     *
     * @throws energy.peerwatt.market.MarketException as the source, unless it is remembered
     */
    Optional<Digest> at(AreaId area, DeliveryInterval interval) {
        next.put(area, interval);
        NavigableMap<Instant, Digest> ofArea = ofArea(area);
        ofArea.headMap(interval.start()).clear();
        Optional<Digest> before = Optional.ofNullable(ofArea.get(interval.start()));
        return before.isPresent() ? before : ask(area, interval.start());
    }

    /**
     * Asks for some of the intervals to come that are not known.
     *
     * @return whether there are more to ask for
     */
    boolean lookAhead(AreaId area) {
        DeliveryInterval interval = next.get(area);
        if (interval == null) {
            return false;
        }
        Instant end = interval.start().plus(AHEAD);
        NavigableMap<Instant, Digest> ofArea = ofArea(area);
        for (int asked = 0; interval.start().isBefore(end); interval = interval.next()) {
            if (ofArea.containsKey(interval.start())) {
                continue;
            }
            if (asked == AT_ONCE) {
                return true;
            }
            if (!source.isFixed(interval.start()) || ask(area, interval.start()).isEmpty()) {
                return false;
            }
            asked++;
        }
        return false;
    }

    private Optional<Digest> ask(AreaId area, Instant start) {
        // Before the answer, so that time passing does not make of a changeable one a fixed one.
        boolean fixed = source.isFixed(start);
        Optional<Digest> document = source.documentAt(area, start);
        if (fixed) {
            document.ifPresent(found -> ofArea(area).put(start, found));
        }
        return document;
    }

    private NavigableMap<Instant, Digest> ofArea(AreaId area) {
        return known.computeIfAbsent(area, _ -> new ConcurrentSkipListMap<>());
    }
}
