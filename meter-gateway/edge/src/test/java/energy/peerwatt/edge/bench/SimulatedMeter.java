package energy.peerwatt.edge.bench;

import java.time.Instant;
import java.time.InstantSource;

/**
 * A meter whose energy registers grow by 1 Wh with every answer that holds them. No two meters and
 * no two answers share a value, so a value says where and when it was read. Thread-safe.
 */
final class SimulatedMeter {

    /** A 32-bit float of kWh below this is exact to the Wh. */
    private static final long HIGHEST_WATT_HOURS = 16_000_000;

    private static final int[] SUNS = {0x5375, 0x6E53, 1, 66};

    /** How registers are laid out, as the makers publish it; addresses count from 0. */
    enum Kind {
        /** Eastron SDM630: floats of kWh, read with function 4. */
        SDM630("eastron-sdm630", 72) {
            @Override
            int word(SimulatedMeter meter, int address) {
                return switch (address & ~1) {
                    case 52 -> half(address, Float.floatToIntBits(meter.watts()));
                    case 72 -> half(address, Float.floatToIntBits(meter.imported() / 1_000f));
                    case 74 -> half(address, Float.floatToIntBits(meter.exported() / 1_000f));
                    default -> 0;
                };
            }

            private static int half(int address, int bits) {
                return address % 2 == 0 ? bits >>> 16 : bits;
            }
        },
        /** Schneider iEM3155: 64-bit Wh far from the power, so each poll takes two requests. */
        IEM3155("schneider-iem3155", 3_203) {
            @Override
            int word(SimulatedMeter meter, int address) {
                if (address >= 3_059 && address < 3_061) {
                    int bits = Float.floatToIntBits(meter.watts() / 1_000f);
                    return bits >>> (16 * (3_060 - address));
                }
                if (address >= 3_203 && address < 3_207) {
                    return (int) (meter.imported() >>> (16 * (3_206 - address)));
                }
                return address >= 3_207 && address < 3_211
                        ? (int) (meter.exported() >>> (16 * (3_210 - address)))
                        : 0;
            }
        },
        /** SunSpec model 203 behind a common block. */
        SUNSPEC("sunspec", MODEL + 38) {
            @Override
            int word(SimulatedMeter meter, int address) {
                if (address < MODEL) {
                    int at = address - SUNSPEC_BASE;
                    return at >= 0 && at < SUNS.length ? SUNS[at] : 0;
                }
                return switch (address - MODEL) {
                    case 0 -> 203;
                    case 1 -> 105;
                    case 18 -> (int) meter.watts();
                    case 38 -> (int) (meter.exported() >>> 16);
                    case 39 -> (int) meter.exported();
                    case 46 -> (int) (meter.imported() >>> 16);
                    case 47 -> (int) meter.imported();
                    case 107 -> 0xFFFF;
                    default -> 0;
                };
            }
        };

        private final String driver;
        private final int firstEnergyRegister;

        Kind(String driver, int firstEnergyRegister) {
            this.driver = driver;
            this.firstEnergyRegister = firstEnergyRegister;
        }

        String driver() {
            return driver;
        }

        /** The lowest 16 bits count. */
        abstract int word(SimulatedMeter meter, int address);
    }

    private static final int SUNSPEC_BASE = 40_000;
    private static final int MODEL = SUNSPEC_BASE + 70;

    private final Kind kind;
    private final int number;
    private final long[] answeredMillis;
    private int answers;

    /**
     * A meter that was never asked.
     *
     * @param number from 0
     * @param meters how many there are
     */
    SimulatedMeter(Kind kind, int number, int meters) {
        this.kind = kind;
        this.number = number;
        answeredMillis = new long[(int) (HIGHEST_WATT_HOURS / (2L * meters))];
    }

    Kind kind() {
        return kind;
    }

    String meteringPoint() {
        return "AT-" + number;
    }

    /** Registers from an address on, and when they were said. */
    synchronized short[] read(int address, int count, Instant now) {
        int energy = kind.firstEnergyRegister;
        if (address <= energy && energy < address + count) {
            answeredMillis[++answers] = now.toEpochMilli();
        }
        short[] words = new short[count];
        for (int i = 0; i < count; i++) {
            words[i] = (short) kind.word(this, address + i);
        }
        return words;
    }

    /**
     * Which answer had a value.
     *
     * @return 0 if none had
     */
    synchronized int answerWith(long wattHours, boolean imported) {
        long answer = wattHours - first(imported);
        return answer >= 1 && answer <= answers ? (int) answer : 0;
    }

    /** When an answer was given, wall time. */
    synchronized Instant answeredAt(int answer) {
        return Instant.ofEpochMilli(answeredMillis[answer]);
    }

    /** How many answers held energy so far. */
    synchronized int answers() {
        return answers;
    }

    private long imported() {
        return first(true) + answers;
    }

    private long exported() {
        return first(false) + answers;
    }

    private long first(boolean imported) {
        return (2L * number + (imported ? 0 : 1)) * answeredMillis.length;
    }

    private short watts() {
        return (short) (100 + number % 5_000);
    }

    /** The wall clock of the whole benchmark. */
    static Instant now() {
        return InstantSource.system().instant();
    }
}
