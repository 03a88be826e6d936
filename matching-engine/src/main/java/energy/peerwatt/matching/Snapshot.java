package energy.peerwatt.matching;

import energy.peerwatt.market.AreaRules;
import energy.peerwatt.market.EngineCommand.ConfigureArea;
import java.util.ArrayList;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Writes and reads the market's state in a canonical form: everything is in the order of numbers or
 * times, nothing in that of a hash table.
 */
final class Snapshot {

    /** Of this form; another one is not read. */
    private static final int VERSION = 5;

    private final Market market;
    private final Blocks blocks;
    private final SnapshotOrders orders;
    private final MutableDirectBuffer encoded = new ExpandableArrayBuffer();

    Snapshot(Market market, Blocks blocks) {
        this.market = market;
        this.blocks = blocks;
        this.orders = new SnapshotOrders(market);
    }

    void write(StateWriter out) {
        out.int32(VERSION).int32(market.journal.log().bound()).int64(market.lastOrder);
        market.clock.write(out);
        market.journal.write(out);
        writeParticipants(out);
        out.int32(market.areas.all().size());
        for (Area area : market.areas.all()) {
            writeArea(area, out);
        }
        for (Area area : market.areas.all()) {
            Network.write(area, out);
        }
        writePositions(out);
        orders.write(out);
        market.changed.write(out);
    }

    void read(WireReader in) {
        int version = in.int32();
        if (version != VERSION) {
            throw new IllegalArgumentException("snapshot of unknown version " + version);
        }
        int bound = in.int32();
        if (bound != market.journal.log().bound()) {
            throw new IllegalArgumentException(
                    "snapshot of an engine that retains %d events, not %d"
                            .formatted(bound, market.journal.log().bound()));
        }
        market.lastOrder = in.int64();
        market.clock.read(in);
        market.journal.read(in);
        readParticipants(in);
        int count = in.int32();
        for (int i = 0; i < count; i++) {
            readArea(in);
        }
        for (Area area : market.areas.all()) {
            Network.read(area, market.areas, in);
        }
        readPositions(in);
        orders.read(in, blocks);
        int changed = in.int32();
        for (int i = 0; i < changed; i++) {
            market.changed.add(interval(in));
        }
    }

    private void writeParticipants(StateWriter out) {
        market.participants.write(out);
        for (int number = 0; number < market.participants.count(); number++) {
            out.int64(market.limits.mostExposure(number))
                    .int64(market.limits.mostSold(number))
                    .int64(market.limits.exposure(number));
        }
    }

    private void readParticipants(WireReader in) {
        market.participants.read(in);
        for (int number = 0; number < market.participants.count(); number++) {
            market.limits.limit(number, in.int64(), in.int64());
            market.limits.restore(number, in.int64());
        }
    }

    private void writeArea(Area area, StateWriter out) {
        DatedRules[] rules = area.allRules();
        out.int32(rules.length);
        for (DatedRules dated : rules) {
            writeRules(dated.from, dated.rules, out);
        }
        List<OpenInterval> intervals = area.intervals();
        out.int64(area.nextToClose()).int32(intervals.size());
        for (OpenInterval interval : intervals) {
            out.int64(interval.index)
                    .int64(interval.sellLimit)
                    .int64(interval.buyLimit)
                    .int64(interval.sold)
                    .int64(interval.bought)
                    .int64(interval.triedLast)
                    .flag(interval.keepsDesign());
            if (interval.keepsDesign()) {
                writeRules(DatedRules.ALWAYS, interval.design().rules, out);
            }
        }
    }

    private void readArea(WireReader in) {
        DatedRules[] rules = new DatedRules[in.int32()];
        for (int i = 0; i < rules.length; i++) {
            rules[i] = readRules(in);
        }
        Area area = new Area(rules, in.int64());
        market.areas.add(area);
        int count = in.int32();
        for (int i = 0; i < count; i++) {
            OpenInterval interval = market.interval(area, in.int64());
            interval.sellLimit = in.int64();
            interval.buyLimit = in.int64();
            interval.sold = in.int64();
            interval.bought = in.int64();
            interval.triedLast = in.int64();
            if (in.flag()) {
                interval.keepDesign(readRules(in));
            }
        }
    }

    /** Rules have the form of the command that set them. */
    private void writeRules(long from, AreaRules rules, StateWriter out) {
        int length = EngineCodec.encode(new ConfigureArea(rules), encoded, 0);
        out.int64(from).int32(length).bytes(encoded, 0, length);
    }

    private DatedRules readRules(WireReader in) {
        long from = in.int64();
        int length = in.int32();
        in.bytes(encoded, 0, length);
        ConfigureArea command = (ConfigureArea) EngineCodec.decodeCommand(encoded, 0, length);
        AreaRules rules = command.rules();
        return new DatedRules(from, rules);
    }

    /** What participants paid, sold or offered, by delivery period; by area, each period once. */
    private void writePositions(StateWriter out) {
        List<OpenInterval> firsts = firstOfEachPeriod();
        for (OpenInterval interval : firsts) {
            int[] participants = market.limits.participants(interval.period);
            out.int32(participants.length);
            for (int participant : participants) {
                out.int32(participant)
                        .int64(market.limits.cost(participant, interval.period))
                        .int64(market.limits.sold(participant, interval.period));
            }
        }
    }

    private void readPositions(WireReader in) {
        for (OpenInterval interval : firstOfEachPeriod()) {
            int count = in.int32();
            for (int i = 0; i < count; i++) {
                market.limits.restore(in.int32(), interval.period, in.int64(), in.int64());
            }
        }
    }

    private List<OpenInterval> firstOfEachPeriod() {
        List<OpenInterval> firsts = new ArrayList<>();
        boolean[] seen = new boolean[market.periods.bound()];
        for (Area area : market.areas.all()) {
            for (OpenInterval interval : area.intervals()) {
                if (!seen[interval.period]) {
                    seen[interval.period] = true;
                    firsts.add(interval);
                }
            }
        }
        return firsts;
    }

    private OpenInterval interval(WireReader in) {
        Area area = market.areas.get(in.int32());
        return market.interval(area, in.int64());
    }
}
