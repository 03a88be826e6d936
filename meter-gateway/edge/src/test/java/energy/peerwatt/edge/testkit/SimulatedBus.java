package energy.peerwatt.edge.testkit;

import java.util.concurrent.atomic.AtomicLong;

/** Units whose truth changes with every request. */
public final class SimulatedBus {

    /** What a unit's registers hold. */
    @FunctionalInterface
    public interface Registers {

        /** One 16-bit register; only the lowest bits count. */
        long word(long version, int unit, int address);
    }

    private final AtomicLong version = new AtomicLong();
    private final Registers registers;
    private final int onlyCount;

    private SimulatedBus(Registers registers, int onlyCount) {
        this.registers = registers;
        this.onlyCount = onlyCount;
    }

    /** A bus whose units answer any read. */
    public static SimulatedBus of(Registers registers) {
        return new SimulatedBus(registers, 0);
    }

    /** A bus whose units decline reads of another number of registers. */
    public static SimulatedBus ofReadsOf(int onlyCount, Registers registers) {
        return new SimulatedBus(registers, onlyCount);
    }

    /** The truth as of now; it grows by one with every answer. */
    public long version() {
        return version.get();
    }

    /** Function code and data of the answer. */
    byte[] answer(int unit, byte[] pdu) {
        int address = (pdu[1] & 0xFF) << 8 | (pdu[2] & 0xFF);
        int count = (pdu[3] & 0xFF) << 8 | (pdu[4] & 0xFF);
        if (onlyCount > 0 && count != onlyCount) {
            return new byte[] {(byte) (pdu[0] | 0x80), 2};
        }
        long now = version.incrementAndGet();
        byte[] answer = new byte[2 + 2 * count];
        answer[0] = pdu[0];
        answer[1] = (byte) (2 * count);
        for (int i = 0; i < count; i++) {
            long word = registers.word(now, unit, address + i);
            answer[2 + 2 * i] = (byte) (word >>> 8);
            answer[3 + 2 * i] = (byte) word;
        }
        return answer;
    }
}
