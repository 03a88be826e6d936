package energy.peerwatt.edge.modbus;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Tells answers on a serial bus apart. Such an answer names neither its request nor its registers,
 * only unit, function and length: a late one passes for the answer to any later request of the same
 * length. So each request asks for up to seven registers more than wanted, in the number that was
 * asked for longest ago; where a unit does not allow that, its connection is used once.
 *
 * <p>Used under the endpoint's lock.
 */
final class AnswerLengths {

    private static final int LENGTHS = 8;
    private static final int ENOUGH_FAILURES = 3;

    private record Shape(int unit, int function, int count) {}

    private final Map<Shape, Long> lastAsked = new HashMap<>();
    private final Set<ModbusRead> exact = new HashSet<>();
    private final Set<ModbusRead> longer = new HashSet<>();
    private final Map<ModbusRead, Integer> failures = new HashMap<>();
    private long asked;

    /** Whether the unit allows no register more than this. */
    boolean isExact(ModbusRead read) {
        return exact.contains(read)
                || read.count() + LENGTHS > ModbusRead.MAX_COUNT
                || read.address() + read.count() + LENGTHS > 0xFFFF;
    }

    /** The unit answers this but nothing longer. */
    void allowsNoMore(ModbusRead read) {
        exact.add(read);
    }

    /**
     * Whether longer reads failed again and again and none ever succeeded: some units say nothing
     * when asked for registers that they do not have, or send fewer.
     */
    boolean isInDoubt(ModbusRead read) {
        return failures.getOrDefault(read, 0) >= ENOUGH_FAILURES;
    }

    void answered(ModbusRead read, ModbusRead sent) {
        if (sent.count() > read.count()) {
            longer.add(read);
            failures.remove(read);
        }
    }

    void failed(ModbusRead read, ModbusRead sent) {
        if (sent.count() > read.count() && !longer.contains(read)) {
            failures.merge(read, 1, Integer::sum);
        }
    }

    /** The doubt is being settled; whatever failed before counts no more. */
    void settle(ModbusRead read) {
        failures.remove(read);
    }

    /** The read to send instead of one that is not exact: the same registers, and maybe more. */
    ModbusRead vary(ModbusRead read) {
        ModbusRead oldest = read;
        long oldestAsked = Long.MAX_VALUE;
        for (int more = 0; more < LENGTHS; more++) {
            Shape shape = new Shape(read.unit(), read.function(), read.count() + more);
            long when = lastAsked.getOrDefault(shape, -1L);
            if (when < oldestAsked) {
                oldestAsked = when;
                oldest =
                        new ModbusRead(
                                read.unit(), read.function(), read.address(), read.count() + more);
            }
        }
        lastAsked.put(new Shape(oldest.unit(), oldest.function(), oldest.count()), asked++);
        return oldest;
    }
}
