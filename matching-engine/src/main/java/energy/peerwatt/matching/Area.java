package energy.peerwatt.matching;

import energy.peerwatt.market.AreaRules;
import energy.peerwatt.time.DeliveryInterval;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One area: its rules, its open books and which gate closes next. */
final class Area {

    private final NavigableMap<DeliveryInterval, IntervalBook> books = new TreeMap<>();
    private AreaRules rules;

    /** The earliest interval whose gate has not been closed. */
    private DeliveryInterval nextToClose;

    /** An area that opens with the first interval whose gate is still open at {@code now}. */
    Area(AreaRules rules, Instant now) {
        this.rules = rules;
        this.nextToClose =
                DeliveryInterval.containing(now.plus(rules.gateLead()), rules.intervalLength())
                        .next();
    }

    private Area(AreaRules rules, DeliveryInterval nextToClose) {
        this.rules = rules;
        this.nextToClose = nextToClose;
    }

    AreaRules rules() {
        return rules;
    }

    void change(AreaRules newRules) {
        rules = newRules;
    }

    DeliveryInterval nextToClose() {
        return nextToClose;
    }

    /** Market time at which the next gate closes. */
    Instant nextGate() {
        return nextToClose.start().minus(rules.gateLead());
    }

    boolean isClosed(DeliveryInterval interval, Instant now) {
        return interval.compareTo(nextToClose) < 0
                || !now.plus(rules.gateLead()).isBefore(interval.start());
    }

    IntervalBook open(DeliveryInterval interval) {
        return books.computeIfAbsent(interval, _ -> new IntervalBook());
    }

    /** Closes the next gate; returns its book, null if no order was ever accepted. */
    @Nullable IntervalBook closeNext() {
        IntervalBook closed = books.remove(nextToClose);
        nextToClose = nextToClose.next();
        return closed;
    }

    Iterable<IntervalBook> books() {
        return books.values();
    }

    void write(WireWriter out) {
        EngineCodec.writeRules(out, rules);
        out.interval(nextToClose).int32(books.size());
        books.forEach((interval, book) -> book.write(out.interval(interval)));
    }

    static Area read(WireReader in) {
        Area area = new Area(EngineCodec.readRules(in), in.interval());
        int count = in.int32();
        for (int i = 0; i < count; i++) {
            area.open(in.interval()).read(in);
        }
        return area;
    }
}
