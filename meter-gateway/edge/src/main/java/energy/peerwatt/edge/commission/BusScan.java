package energy.peerwatt.edge.commission;

import energy.peerwatt.edge.modbus.Framing;
import energy.peerwatt.edge.modbus.ModbusAnswer;
import energy.peerwatt.edge.modbus.ModbusEndpoint;
import energy.peerwatt.edge.modbus.Pace;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import java.io.EOFException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds what answers behind a host and port: framing, units, and what they are. Reads only, one
 * request in flight, and waits no longer for a unit than the slowest answer so far suggests.
 */
final class BusScan {

    /** Units that devices use as delivered; the others are asked after them. */
    private static final List<Integer> LIKELY =
            List.of(1, 2, 3, 126, 71, 200, 201, 240, 247, 16, 0);

    private static final Pace USUAL = Pace.of(Duration.ofSeconds(1));

    /** Some inverters want a second of silence after connecting and answer within seconds. */
    private static final Pace PATIENT =
            new Pace(Duration.ofSeconds(4), Duration.ofMillis(1_500), Duration.ofMillis(500));

    private static final Duration SHORTEST = Duration.ofMillis(200);
    private static final Duration MOST_TIME_FOR_DECLINERS = Duration.ofSeconds(20);
    private static final int ENOUGH_ALIKE = 3;
    private static final int ANSWER_TIMES = 4;
    private static final int FIRST_UNITS = 6;
    private static final int PATIENT_UNITS = 3;

    /** Answered by nearly all devices, if only by "no such register". */
    private static final List<Question> QUESTIONS =
            List.of(new Question(4, 0), new Question(3, 40_000), new Question(3, 0));

    private record Question(int function, int address) {}

    /** How a unit reacts. */
    enum Reaction {
        /** With registers. */
        ANSWERS,
        /** With an exception to everything it was asked; some gateways do so for absent units. */
        DECLINES,
        /** Its gateway says that it is not there. */
        ABSENT,
        /** With bytes that are no answer to the question. */
        NONSENSE,
        /** Not at all. */
        SILENT
    }

    /**
     * What was found.
     *
     * @param framing empty if nothing answered in any
     * @param units how each unit reacted, by unit id
     * @param identities of the units that answer
     * @param slowestMillis the longest that an answer took
     */
    record Result(
            Optional<Framing> framing,
            Map<Integer, Reaction> units,
            Map<Integer, Identity> identities,
            long slowestMillis) {

        /** Units that reacted so, ascending. */
        List<Integer> units(Reaction reaction) {
            return units.entrySet().stream()
                    .filter(unit -> unit.getValue() == reaction)
                    .map(Map.Entry::getKey)
                    .toList();
        }
    }

    private final Target.Bus bus;
    private final BusOptions options;
    private final Consumer<String> progress;
    private final Map<Integer, Reaction> reactions = new TreeMap<>();
    private long slowestNanos;

    /**
     * Does not connect yet.
     *
     * @param progress told what is being asked
     */
    BusScan(Target.Bus bus, BusOptions options, Consumer<String> progress) {
        this.bus = bus;
        this.options = options;
        this.progress = progress;
    }

    /**
     * Scans.
     *
     * @param units to ask
     * @param framings to try, the likeliest first
     * @throws MarketException {@code DEVICE_UNREACHABLE} if nobody listens at the host and port
     */
    Result scan(SortedSet<Integer> units, List<Framing> framings) {
        List<Integer> order = order(units);
        for (Pace pace : List.of(USUAL, PATIENT)) {
            List<Integer> first =
                    order.stream().limit(pace.equals(USUAL) ? FIRST_UNITS : PATIENT_UNITS).toList();
            Optional<Framing> framing = firstThatIsSpoken(framings, pace, first);
            if (framing.isPresent()) {
                return result(framing.get(), pace, order);
            }
        }
        for (Framing framing : framings) {
            reactions.clear();
            ask(framing, Pace.of(SHORTEST), order, 1);
            if (isSpoken()) {
                return result(framing, Pace.of(SHORTEST), order);
            }
        }
        return new Result(Optional.empty(), Map.copyOf(reactions), Map.of(), 0);
    }

    private static List<Integer> order(Collection<Integer> units) {
        List<Integer> order = new ArrayList<>(LIKELY);
        order.retainAll(units);
        for (int unit : new TreeSet<>(units)) {
            if (!order.contains(unit)) {
                order.add(unit);
            }
        }
        return order;
    }

    private Optional<Framing> firstThatIsSpoken(
            List<Framing> framings, Pace pace, List<Integer> units) {
        for (Framing framing : framings) {
            reactions.clear();
            ask(framing, pace, units, QUESTIONS.size());
            if (isSpoken()) {
                return Optional.of(framing);
            }
        }
        return Optional.empty();
    }

    private boolean isSpoken() {
        return reactions.values().stream()
                .anyMatch(reaction -> reaction != Reaction.SILENT && reaction != Reaction.NONSENSE);
    }

    private Result result(Framing framing, Pace pace, List<Integer> order) {
        ask(framing, learned(pace), order, 1);
        Map<Integer, Identity> identities = identities(framing, pace);
        identities.keySet().forEach(unit -> reactions.put(unit, Reaction.ANSWERS));
        return new Result(
                Optional.of(framing),
                new TreeMap<>(reactions),
                identities,
                Duration.ofNanos(slowestNanos).toMillis());
    }

    /** First of those that answer; one that declined may yet have registers elsewhere. */
    private Map<Integer, Identity> identities(Framing framing, Pace pace) {
        Map<Integer, Identity> identities = new TreeMap<>();
        long start = System.nanoTime();
        try (ModbusEndpoint endpoint = new ModbusEndpoint(bus.host(), bus.port(), framing, pace)) {
            for (int unit : units(Reaction.ANSWERS)) {
                identities.put(
                        unit, sameForAll(identities).orElseGet(() -> identity(endpoint, unit)));
            }
            for (int unit : units(Reaction.DECLINES)) {
                if (System.nanoTime() - start < MOST_TIME_FOR_DECLINERS.toNanos()) {
                    Identity identity = identity(endpoint, unit);
                    if (identity.isKnown()) {
                        identities.put(unit, identity);
                    }
                }
            }
        }
        return identities;
    }

    /** Many devices answer under every id: then it is enough to have looked at a few. */
    private static Optional<Identity> sameForAll(Map<Integer, Identity> known) {
        Set<Identity> different = Set.copyOf(known.values());
        return known.size() >= ENOUGH_ALIKE && different.size() == 1
                ? different.stream().filter(Identity::isKnown).findFirst()
                : Optional.empty();
    }

    private List<Integer> units(Reaction reaction) {
        return reactions.entrySet().stream()
                .filter(unit -> unit.getValue() == reaction)
                .map(Map.Entry::getKey)
                .toList();
    }

    private Identity identity(ModbusEndpoint endpoint, int unit) {
        progress.accept("unit " + unit + ": what is it?");
        try {
            return Identity.of(endpoint.unit(unit), options);
        } catch (MarketException e) {
            return Identity.UNKNOWN;
        }
    }

    /** Four times the slowest answer so far, at least 200 ms; never more than before. */
    private Pace learned(Pace pace) {
        Duration wait = Duration.ofNanos(ANSWER_TIMES * slowestNanos);
        Duration least = wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait;
        return new Pace(
                least.compareTo(pace.timeout()) < 0 ? least : pace.timeout(),
                pace.connectDelay(),
                pace.requestDelay());
    }

    /** Asks the units that have not reacted yet. */
    private void ask(Framing framing, Pace pace, List<Integer> units, int questions) {
        try (ModbusEndpoint endpoint = new ModbusEndpoint(bus.host(), bus.port(), framing, pace)) {
            for (int unit : units) {
                if (!reactions.containsKey(unit)) {
                    progress.accept("unit " + unit + ", " + framing.label());
                    reactions.put(unit, ask(endpoint, unit, questions));
                }
            }
        }
    }

    private Reaction ask(ModbusEndpoint endpoint, int unit, int questions) {
        Reaction reaction = Reaction.SILENT;
        for (Question question : QUESTIONS) {
            boolean isFurther = !question.equals(QUESTIONS.getFirst());
            if (isFurther && (reaction == Reaction.ABSENT || reaction == Reaction.ANSWERS)) {
                break;
            }
            if (isFurther && reaction != Reaction.DECLINES && questions == 1) {
                break;
            }
            Reaction next = ask(endpoint, unit, question);
            reaction = next.compareTo(reaction) < 0 ? next : reaction;
        }
        return reaction;
    }

    private Reaction ask(ModbusEndpoint endpoint, int unit, Question question) {
        long asked = System.nanoTime();
        try {
            ModbusAnswer answer =
                    endpoint.unit(unit).read(question.function(), question.address(), 2);
            slowestNanos = Math.max(slowestNanos, System.nanoTime() - asked);
            return switch (answer) {
                case ModbusAnswer.Registers _ -> Reaction.ANSWERS;
                // 10 and 11: gateway path unavailable, gateway target failed to respond.
                case ModbusAnswer.Declined(int code) ->
                        code == 10 || code == 11 ? Reaction.ABSENT : Reaction.DECLINES;
            };
        } catch (MarketException e) {
            return failed(e);
        }
    }

    private static Reaction failed(MarketException failure) {
        if (failure.code() == ErrorCode.DEVICE_ANSWER_REFUSED) {
            return Reaction.NONSENSE;
        }
        if (PatientSource.isSilence(failure) || isClosed(failure.getCause())) {
            return Reaction.SILENT;
        }
        throw failure;
    }

    /** The device closed the connection rather than answer: it speaks otherwise. */
    private static boolean isClosed(@Nullable Throwable cause) {
        return cause instanceof EOFException || cause instanceof SocketException;
    }
}
