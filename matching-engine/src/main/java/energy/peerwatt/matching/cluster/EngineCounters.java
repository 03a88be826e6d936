package energy.peerwatt.matching.cluster;

import io.aeron.Aeron;
import io.aeron.Counter;
import org.agrona.CloseHelper;
import org.agrona.concurrent.status.CountersReader;

/**
 * What the engine's service shows of itself to this machine's other processes: counters of the
 * node's media driver. Written by the service's thread only.
 */
final class EngineCounters implements AutoCloseable {

    /** The numbers below 1,000 are Aeron's own. */
    private static final int COMMANDS = 7001;

    private static final int HASHED_COMMANDS = 7002;
    private static final int STATE_HASH = 7003;
    private static final int SNAPSHOT_COMMANDS = 7004;

    /** While the hash and its place are being changed. */
    private static final long CHANGING = -1;

    private final Counter commands;
    private final Counter hashedCommands;
    private final Counter stateHash;
    private final Counter snapshotCommands;

    EngineCounters(Aeron aeron) {
        commands = aeron.addCounter(COMMANDS, "engine commands sequenced");
        hashedCommands = aeron.addCounter(HASHED_COMMANDS, "engine commands when hashed");
        stateHash = aeron.addCounter(STATE_HASH, "engine state hash");
        snapshotCommands = aeron.addCounter(SNAPSHOT_COMMANDS, "engine commands at snapshot");
    }

    /** Sets the number of commands in the log up to here. */
    void commands(long count) {
        commands.setRelease(count);
    }

    /** Shows the hash of the state after the first {@code count} commands. */
    void stateHash(long count, long hash) {
        hashedCommands.setRelease(CHANGING);
        stateHash.setRelease(hash);
        hashedCommands.setRelease(count);
    }

    /** A snapshot was taken or read after the first {@code count} commands. */
    void snapshot(long count) {
        commands(count);
        snapshotCommands.setRelease(count);
    }

    @Override
    public void close() {
        CloseHelper.closeAll(commands, hashedCommands, stateHash, snapshotCommands);
    }

    /** A state's hash and the number of commands that led to it. */
    record StateHash(long commands, long hash) {}

    /** Number of commands in the log up to where the service is; 0 if unknown. */
    static long commands(CountersReader counters) {
        return value(counters, COMMANDS);
    }

    /** Number of commands in the log since the latest snapshot. */
    static long commandsSinceSnapshot(CountersReader counters) {
        return value(counters, COMMANDS) - value(counters, SNAPSHOT_COMMANDS);
    }

    /** The latest state hash; of 0 commands if none was taken yet. */
    static StateHash stateHash(CountersReader counters) {
        while (true) {
            long before = value(counters, HASHED_COMMANDS);
            long hash = value(counters, STATE_HASH);
            if (before != CHANGING && before == value(counters, HASHED_COMMANDS)) {
                return new StateHash(before, hash);
            }
            Thread.onSpinWait();
        }
    }

    private static long value(CountersReader counters, int type) {
        for (int id = 0; id <= counters.maxCounterId(); id++) {
            int state = counters.getCounterState(id);
            if (state == CountersReader.RECORD_UNUSED) {
                return 0;
            }
            if (state == CountersReader.RECORD_ALLOCATED && counters.getCounterTypeId(id) == type) {
                return counters.getCounterValue(id);
            }
        }
        return 0;
    }
}
