package energy.peerwatt.matching;

import energy.peerwatt.book.MatchScope;
import java.util.Arrays;
import java.util.Comparator;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What flows between two areas, interval by interval, and what may. Trades one way make room for
 * the other way.
 */
final class Border {

    static final Comparator<Border> BY_AREAS =
            Comparator.<Border>comparingInt(border -> border.first.id)
                    .thenComparingInt(border -> border.second.id);

    /** The area with the smaller number. */
    final Area first;

    final Area second;

    private final Long2ObjectHashMap<Flow> flows = new Long2ObjectHashMap<>();

    private static final class Flow {

        /** Wh from the first to the second, less those the other way. */
        long net;

        /** Wh that may flow from the first to the second, net. */
        long forth = MatchScope.UNLIMITED;

        /** Wh that may flow from the second to the first, net. */
        long back = MatchScope.UNLIMITED;
    }

    Border(Area first, Area second) {
        this.first = first;
        this.second = second;
    }

    /** Wh that may still be sold from an area to the other. */
    long room(Area from, long index) {
        Flow flow = flows.get(index);
        if (flow == null) {
            return MatchScope.UNLIMITED;
        }
        long capacity = from == first ? flow.forth : flow.back;
        if (capacity == MatchScope.UNLIMITED) {
            return capacity;
        }
        long used = from == first ? flow.net : -flow.net;
        return Math.max(0, MarketTime.minus(capacity, used));
    }

    void capacity(Area from, long index, long wattHours) {
        Flow flow = flow(index);
        if (from == first) {
            flow.forth = wattHours;
        } else {
            flow.back = wattHours;
        }
    }

    void sold(Area from, long index, long wattHours) {
        flow(index).net += from == first ? wattHours : -wattHours;
    }

    void forget(long index) {
        flows.remove(index);
    }

    private Flow flow(long index) {
        Flow flow = flows.get(index);
        if (flow == null) {
            flow = new Flow();
            flows.put(index, flow);
        }
        return flow;
    }

    void write(StateWriter out) {
        long[] indices = new long[flows.size()];
        int count = 0;
        for (@Nullable Long index : flows.keySet()) {
            indices[count++] = index == null ? 0 : index;
        }
        Arrays.sort(indices);
        out.int32(count);
        for (long index : indices) {
            Flow flow = flow(index);
            out.int64(index).int64(flow.net).int64(flow.forth).int64(flow.back);
        }
    }

    void read(WireReader in) {
        int count = in.int32();
        for (int i = 0; i < count; i++) {
            Flow flow = flow(in.int64());
            flow.net = in.int64();
            flow.forth = in.int64();
            flow.back = in.int64();
        }
    }
}
