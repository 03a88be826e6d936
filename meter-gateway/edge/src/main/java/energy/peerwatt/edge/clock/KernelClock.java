package energy.peerwatt.edge.clock;

import energy.peerwatt.metering.protocol.ClockState;
import energy.peerwatt.metering.protocol.ClockState.Deviation;
import energy.peerwatt.metering.protocol.ClockState.Source;
import energy.peerwatt.metering.protocol.ClockState.Sync;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * What the kernel's time discipline says, as every NTP or PTP service sets it: {@code adjtimex(2)},
 * read only. Linux on 64 bits.
 */
final class KernelClock {

    /** Fields of struct timex that are read, by their place on 64 bits. */
    private static final int TIMEX_BYTES = 208;

    private static final int OFFSET_AT = 8;
    private static final int MAX_ERROR_AT = 24;
    private static final int STATUS_AT = 40;

    private static final int STA_UNSYNC = 0x0040;
    private static final int STA_NANO = 0x2000;
    private static final int MICROS_IN_MILLI = 1_000;
    private static final int NANOS_IN_MILLI = 1_000_000;

    private KernelClock() {}

    /** Asks the kernel; empty if it is another kind of system. */
    @SuppressWarnings("restricted")
    static Optional<ClockState> ask() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return Optional.empty();
        }
        try (Arena arena = Arena.ofConfined()) {
            Linker linker = Linker.nativeLinker();
            MethodHandle adjtimex =
                    linker.downcallHandle(
                            linker.defaultLookup().find("adjtimex").orElseThrow(),
                            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
            MemorySegment timex = arena.allocate(TIMEX_BYTES, Long.BYTES);
            int result = (int) adjtimex.invokeExact(timex);
            return result < 0 ? Optional.empty() : Optional.of(state(timex));
        } catch (Throwable e) {
            // Whatever keeps the kernel from telling: the clock is unknown then.
            return Optional.empty();
        }
    }

    private static ClockState state(MemorySegment timex) {
        return state(
                timex.get(ValueLayout.JAVA_INT, STATUS_AT),
                timex.get(ValueLayout.JAVA_LONG, OFFSET_AT),
                timex.get(ValueLayout.JAVA_LONG, MAX_ERROR_AT));
    }

    /**
     * The state that the kernel's numbers mean.
     *
     * @param offset left to correct, in microseconds or, by the status, in nanoseconds
     * @param maxErrorMicros bound of the clock's error
     */
    static ClockState state(int status, long offset, long maxErrorMicros) {
        if ((status & STA_UNSYNC) != 0) {
            return new ClockState(Source.KERNEL, Sync.NEVER, Optional.empty());
        }
        long perMilli = (status & STA_NANO) != 0 ? NANOS_IN_MILLI : MICROS_IN_MILLI;
        // What is left to correct is what the clock shows too little.
        long offsetMillis = -offset / perMilli;
        long uncertainty = Math.ceilDiv(maxErrorMicros, MICROS_IN_MILLI) + 1;
        Deviation deviation = new Deviation(clamp(offsetMillis), clamp(uncertainty));
        return new ClockState(Source.KERNEL, Sync.SYNCHRONISED, Optional.of(deviation));
    }

    private static int clamp(long millis) {
        return Math.clamp(millis, -Integer.MAX_VALUE, Integer.MAX_VALUE);
    }
}
