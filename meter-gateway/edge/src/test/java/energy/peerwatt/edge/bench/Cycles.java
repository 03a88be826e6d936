package energy.peerwatt.edge.bench;

import energy.peerwatt.market.Channel;
import energy.peerwatt.metering.protocol.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Compares what the head-end got with what the meters said.
 *
 * @param due one for each meter and second
 * @param missed seconds without a stored reading: 1.5 seconds and more from one to the next are
 *     one, 2.5 two
 * @param wrong readings with a value that the meter did not have at that time
 * @param lost answers of which a register is not stored
 * @param compared readings compared
 * @param boundary readings around the change of the quarter-hour
 */
record Cycles(long due, long missed, long wrong, long lost, long compared, long boundary) {

    private static final Duration HALF = Duration.ofMillis(500);
    private static final List<Channel> CHANNELS = List.of(Channel.IMPORT, Channel.EXPORT);

    /**
     * Counts the cycles of a time.
     *
     * @param ahead of market time to wall time
     */
    static Cycles count(
            Collection<SimulatedMeter> meters,
            Collection<Reading> readings,
            Instant from,
            Duration length,
            Duration ahead) {
        Map<String, SimulatedMeter> byPoint =
                meters.stream()
                        .collect(
                                Collectors.toMap(
                                        SimulatedMeter::meteringPoint, Function.identity()));
        Map<String, List<Reading>> read =
                readings.stream()
                        .collect(Collectors.groupingBy(one -> one.meteringPoint().value()));
        Cycles all = new Cycles(0, 0, 0, 0, 0, 0);
        for (Map.Entry<String, SimulatedMeter> one : byPoint.entrySet()) {
            Meter meter = new Meter(one.getValue(), from, length, ahead);
            for (Channel channel : CHANNELS) {
                List<Reading> own =
                        read.getOrDefault(one.getKey(), List.of()).stream()
                                .filter(reading -> reading.channel() == channel)
                                .toList();
                all = all.plus(meter.count(own, channel));
            }
        }
        return all;
    }

    private Cycles plus(Cycles other) {
        return new Cycles(
                due + other.due,
                missed + other.missed,
                wrong + other.wrong,
                lost + other.lost,
                compared + other.compared,
                boundary + other.boundary);
    }

    /** One meter in the time that counts. */
    private record Meter(SimulatedMeter meter, Instant from, Duration length, Duration ahead) {

        Cycles count(List<Reading> readings, Channel channel) {
            BitSet kept = new BitSet();
            List<Instant> times = new ArrayList<>();
            long wrong = 0;
            long boundary = 0;
            for (Reading reading : readings) {
                Instant at = reading.at().minus(ahead);
                int answer = meter.answerWith(reading.registerWh(), channel == Channel.IMPORT);
                if (answer == 0 || !isClose(at, meter.answeredAt(answer))) {
                    wrong++;
                    continue;
                }
                kept.set(answer);
                times.add(at);
                boundary += reading.boundary() ? 1 : 0;
            }
            // Both registers come with one answer: cycles are counted once.
            boolean counts = channel == Channel.IMPORT;
            return new Cycles(
                    counts ? length.toSeconds() : 0,
                    counts ? missed(times) : 0,
                    wrong,
                    lost(kept),
                    readings.size(),
                    boundary);
        }

        private long missed(List<Instant> ascending) {
            Instant to = from.plus(length);
            if (ascending.isEmpty()
                    || ascending.getFirst().isAfter(from)
                    || ascending.getLast().isBefore(to)) {
                return length.toSeconds();
            }
            long missed = 0;
            for (int i = 1; i < ascending.size(); i++) {
                Instant before = ascending.get(i - 1);
                Instant next = ascending.get(i);
                if (!next.isBefore(from) && before.isBefore(to)) {
                    long seconds = Duration.between(before, next).plus(HALF).toSeconds();
                    missed += Math.max(0, seconds - 1);
                }
            }
            return missed;
        }

        private long lost(BitSet kept) {
            long lost = 0;
            for (int answer = 1; answer <= meter.answers(); answer++) {
                Instant at = meter.answeredAt(answer);
                boolean counts = !at.isBefore(from) && at.isBefore(from.plus(length));
                lost += counts && !kept.get(answer) ? 1 : 0;
            }
            return lost;
        }

        private static boolean isClose(Instant one, Instant other) {
            return Duration.between(one, other).abs().compareTo(HALF) <= 0;
        }
    }
}
