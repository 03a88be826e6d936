package energy.peerwatt.matching.cluster;

import energy.peerwatt.matching.WireReader;
import energy.peerwatt.matching.WireWriter;
import org.agrona.collections.LongArrayList;

/** The part of a snapshot that is the service's own, before the engine's. Service thread. */
final class ServiceState {

    /** Which state machine the log is for from here on, see {@link StateMachineVersion}. */
    int version;

    /** Number of requests in the log up to here. */
    long sequenced;

    /** Sessions that follow the events, in the order in which they began to. */
    private final LongArrayList followers = new LongArrayList();

    /** Adds a session to those that follow the events; no effect if it does already. */
    void follow(long session) {
        if (!followers.containsLong(session)) {
            followers.addLong(session);
        }
    }

    /** Takes a session out of those that follow the events. */
    void unfollow(long session) {
        followers.removeLong(session);
    }

    int followers() {
        return followers.size();
    }

    long follower(int index) {
        return followers.getLong(index);
    }

    void write(WireWriter out) {
        out.int32(version).int64(sequenced).int32(followers.size());
        for (int i = 0; i < followers.size(); i++) {
            out.int64(followers.getLong(i));
        }
    }

    void read(WireReader in) {
        version = in.int32();
        sequenced = in.int64();
        int count = in.int32();
        for (int i = 0; i < count; i++) {
            followers.addLong(in.int64());
        }
    }
}
