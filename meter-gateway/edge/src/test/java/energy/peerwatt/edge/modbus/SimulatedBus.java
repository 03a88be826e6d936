package energy.peerwatt.edge.modbus;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Units whose every register changes with every request. Four registers from a multiple of four on
 * tell, in one word each: version of the truth (two words), unit, and their place.
 */
final class SimulatedBus {

    static final int WORDS = 4;

    private final AtomicLong version = new AtomicLong();
    private final boolean allowsMore;

    /**
     * A bus.
     *
     * @param allowsMore false if only {@link #WORDS} registers at a time exist
     */
    SimulatedBus(boolean allowsMore) {
        this.allowsMore = allowsMore;
    }

    /** The truth as of now. */
    long version() {
        return version.get();
    }

    /** Function code and data of the answer. */
    byte[] answer(int unit, byte[] pdu) {
        int address = (pdu[1] & 0xFF) << 8 | (pdu[2] & 0xFF);
        int count = (pdu[3] & 0xFF) << 8 | (pdu[4] & 0xFF);
        if (!allowsMore && count != WORDS) {
            return new byte[] {(byte) (pdu[0] | 0x80), 2};
        }
        long now = version.incrementAndGet();
        byte[] answer = new byte[2 + 2 * count];
        answer[0] = pdu[0];
        answer[1] = (byte) (2 * count);
        for (int i = 0; i < count; i++) {
            int at = address + i;
            int word =
                    switch (at % WORDS) {
                        case 0 -> (int) (now >>> 16);
                        case 1 -> (int) now;
                        case 2 -> unit;
                        default -> at / WORDS;
                    };
            answer[2 + 2 * i] = (byte) (word >>> 8);
            answer[3 + 2 * i] = (byte) word;
        }
        return answer;
    }
}
