package energy.peerwatt.matching.cluster;

import energy.peerwatt.matching.WireReader;
import energy.peerwatt.matching.WireWriter;
import java.util.TreeSet;

/** The part of a snapshot that is the service's own, before the engine's. Service thread. */
final class ServiceState {

    /** Number of requests in the log up to here. */
    long sequenced;

    /** Sessions that follow the events, in the order of their numbers. */
    final TreeSet<Long> followers = new TreeSet<>();

    void write(WireWriter out) {
        out.int64(sequenced).int32(followers.size());
        followers.forEach(out::int64);
    }

    void read(WireReader in) {
        sequenced = in.int64();
        int count = in.int32();
        for (int i = 0; i < count; i++) {
            followers.add(in.int64());
        }
    }
}
