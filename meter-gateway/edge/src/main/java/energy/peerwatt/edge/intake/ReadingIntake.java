package energy.peerwatt.edge.intake;

import energy.peerwatt.edge.device.DeviceSample;
import energy.peerwatt.edge.device.RegisterValue;
import energy.peerwatt.edge.device.SampleSink;
import energy.peerwatt.edge.spool.Measurement;
import energy.peerwatt.edge.spool.Spool;
import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.protocol.ClockState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Turns samples into readings. A register that goes backwards or jumps is kept out, with a warning,
 * until it is plausible again; energy is never negative.
 */
public final class ReadingIntake implements SampleSink, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ReadingIntake.class);
    private static final long SAVE_NANOS = Duration.ofSeconds(10).toNanos();

    private final Spool spool;
    private final LiveBoard live;
    private final Supplier<ClockState> clock;
    private final RegisterMemory memory;
    private final Beside beside = new Beside();
    private final Set<String> quarantined = new HashSet<>();
    private long savedNanos = System.nanoTime();

    /**
     * Feeds a spool and a board.
     *
     * @param clock state of the clock that samples are timed with
     * @param memoryFile remembers the last registers across restarts
     */
    public ReadingIntake(Spool spool, LiveBoard live, Supplier<ClockState> clock, Path memoryFile) {
        this.spool = spool;
        this.live = live;
        this.clock = clock;
        memory = RegisterMemory.load(memoryFile);
    }

    @Override
    public synchronized void accept(
            MeteringPointId point, Instant at, boolean boundary, DeviceSample sample) {
        live.update(point, sample.live());
        Map<Channel, RegisterState> states = plausible(point, at, sample);
        if (states.isEmpty()) {
            return;
        }
        List<Measurement> measurements = new ArrayList<>();
        states.forEach((channel, state) ->
                measurements.add(
                        new Measurement(
                                point,
                                channel,
                                at,
                                state.registerWh(),
                                resolution(sample, channel),
                                boundary,
                                clock.get(),
                                beside.of(point, channel, at, boundary, sample))));
        spool.append(measurements);
        states.forEach((channel, state) -> memory.remember(point, channel, state));
        saveSometimes();
    }

    /** Writes what is remembered. The spool is closed by its owner. */
    @Override
    public synchronized void close() {
        memory.save();
    }

    private Map<Channel, RegisterState> plausible(
            MeteringPointId point, Instant at, DeviceSample sample) {
        Map<Channel, RegisterState> states = new EnumMap<>(Channel.class);
        sample.registers()
                .forEach((channel, value) ->
                        judge(point, channel, value, at)
                                .ifPresent(state -> states.put(channel, state)));
        return states;
    }

    private Optional<RegisterState> judge(
            MeteringPointId point, Channel channel, RegisterValue value, Instant at) {
        Optional<RegisterState> last = memory.last(point, channel);
        if (last.isEmpty()) {
            return Optional.of(RegisterState.first(value, at));
        }
        String register = point + " " + channel;
        return switch (last.get().judge(value, at)) {
            case RegisterVerdict.Plausible(RegisterState state) -> {
                if (quarantined.remove(register)) {
                    LOG.infof("%s: plausible again", register);
                }
                yield Optional.of(state);
            }
            case RegisterVerdict.Quarantined(RegisterVerdict.Reason reason, long change) -> {
                if (quarantined.add(register)) {
                    LOG.warnf(
                            "%s: kept out, %s by %d mWh since %s",
                            register, reason, change, last.get().at());
                }
                yield Optional.empty();
            }
        };
    }

    private static int resolution(DeviceSample sample, Channel channel) {
        RegisterValue value = sample.registers().get(channel);
        return value == null ? 1 : value.resolutionMilliWh();
    }

    private void saveSometimes() {
        long now = System.nanoTime();
        if (now - savedNanos > SAVE_NANOS) {
            savedNanos = now;
            memory.save();
        }
    }
}
