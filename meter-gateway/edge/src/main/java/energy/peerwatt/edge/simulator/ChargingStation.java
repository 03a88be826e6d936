package energy.peerwatt.edge.simulator;

import energy.peerwatt.edge.simulator.model.ChargerOrders;
import energy.peerwatt.edge.simulator.model.HomeReading;
import energy.peerwatt.edge.simulator.model.HomeSpec;
import energy.peerwatt.edge.simulator.model.Mains;
import energy.peerwatt.edge.simulator.model.ParkedCar;
import energy.peerwatt.edge.simulator.model.Quantity;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Registers of a KEBA KeContact P40 charging station with a fixed cable, and what is written to
 * them. Each value is two words, the high one first, and is read alone.
 *
 * <p>Source: KEBA, KeContact P40 Modbus TCP Programmers Guide V1.02 (04/2025). Its failsafe timer
 * starts again with every current that is set; when it ends, the failsafe current holds until
 * another is set. It runs in market time. Thread-safe.
 */
final class ChargingStation {

    static final int UNIT = 255;

    private static final int SET_CURRENT = 5004;
    private static final int SET_FAILSAFE_CURRENT = 5016;
    private static final int SET_FAILSAFE_TIMEOUT = 5018;

    private static final int NOT_READY = 1;
    private static final int READY = 2;
    private static final int CHARGING = 3;
    private static final int SUSPENDED = 5;
    private static final int CABLE_AT_STATION = 1;
    private static final int CABLE_LOCKED_IN_CAR = 7;

    private static final int PHASES = 3;
    private static final int LEAST_MILLIAMPERES = 6_000;
    private static final int SHORTEST_TIMEOUT = 5;
    private static final int LONGEST_TIMEOUT = 600;
    private static final int RATED_MILLIAMPERES = 16_000;

    private final LongSupplier second;
    private int milliamperes = RATED_MILLIAMPERES;
    private int failsafeMilliamperes;
    private int failsafeSeconds;
    private long setAt;
    private boolean isChanged;

    /**
     * A station that nobody has written to.
     *
     * @param second market time now, epoch seconds
     */
    ChargingStation(LongSupplier second) {
        this.second = second;
    }

    /** What it shows of its home. */
    synchronized RegisterImage image(HomeReading reading) {
        Mains mains = Mains.at(reading);
        Optional<ParkedCar> car = reading.car();
        int watts = reading.flow().chargerW();
        long phaseMilliamperes = Math.round(watts * 1_000.0 / PHASES / mains.meanVolts());
        RegisterImage image =
                value(RegisterImage.EMPTY, 1000, state(watts, car.isPresent()))
                        .and(5004, new short[1])
                        .and(5016, new short[1])
                        .and(5018, new short[1]);
        image = value(image, 1004, car.isPresent() ? CABLE_LOCKED_IN_CAR : CABLE_AT_STATION);
        image = value(image, 1006, 0);
        for (int phase = 0; phase < PHASES; phase++) {
            image = value(image, 1008 + 2 * phase, phaseMilliamperes);
        }
        image = value(image, 1014, serial(reading.home()));
        image = value(image, 1020, watts * 1_000L);
        image = value(image, 1036, tenths(reading.wattHours(Quantity.CHARGER)));
        image = value(image, 1040, Math.round(mains.volts1()));
        image = value(image, 1042, Math.round(mains.volts2()));
        image = value(image, 1044, Math.round(mains.volts3()));
        image = value(image, 1110, RATED_MILLIAMPERES);
        image = value(image, 1502, tenths(car.map(ParkedCar::chargedWh).orElse(0L)));
        return settings(image);
    }

    private RegisterImage settings(RegisterImage image) {
        RegisterImage shown = value(image, 1100, allowed());
        shown = value(shown, 1600, failsafeMilliamperes);
        return value(shown, 1602, failsafeSeconds);
    }

    private int state(int watts, boolean isConnected) {
        if (!isConnected) {
            return NOT_READY;
        }
        if (allowed() < LEAST_MILLIAMPERES) {
            return SUSPENDED;
        }
        return watts > 0 ? CHARGING : READY;
    }

    private static long serial(HomeSpec home) {
        return 26_000_000L + home.number();
    }

    private static long tenths(long wattHours) {
        return wattHours * 10;
    }

    private static RegisterImage value(RegisterImage image, int address, long value) {
        short[] words = {(short) (value >>> 16), (short) value};
        return image.read(address, 2).isPresent()
                ? image.with(address, words)
                : image.and(address, words);
    }

    /** Takes one register; empty if it takes no writes, or not this value. */
    synchronized Optional<RegisterImage> write(RegisterImage image, int address, int word) {
        boolean isTaken =
                switch (address) {
                    case SET_CURRENT -> setCurrent(word);
                    case SET_FAILSAFE_CURRENT -> setFailsafeCurrent(word);
                    case SET_FAILSAFE_TIMEOUT -> setFailsafeTimeout(word);
                    default -> false;
                };
        isChanged |= isTaken;
        return isTaken ? Optional.of(settings(image)) : Optional.empty();
    }

    private boolean setCurrent(int word) {
        if (!isCurrent(word)) {
            return false;
        }
        milliamperes = Math.min(word, RATED_MILLIAMPERES);
        setAt = second.getAsLong();
        return true;
    }

    private boolean setFailsafeCurrent(int word) {
        if (!isCurrent(word)) {
            return false;
        }
        failsafeMilliamperes = Math.min(word, RATED_MILLIAMPERES);
        return true;
    }

    private boolean setFailsafeTimeout(int word) {
        if (word != 0 && (word < SHORTEST_TIMEOUT || word > LONGEST_TIMEOUT)) {
            return false;
        }
        milliamperes = allowed();
        failsafeSeconds = word;
        setAt = second.getAsLong();
        return true;
    }

    private static boolean isCurrent(int word) {
        return word == 0 || (word >= LEAST_MILLIAMPERES && word <= 32_000);
    }

    private int allowed() {
        return second.getAsLong() < until() ? milliamperes : failsafeMilliamperes;
    }

    private long until() {
        return failsafeSeconds == 0 ? Long.MAX_VALUE : setAt + failsafeSeconds;
    }

    /** What this means for the home; empty if nothing was written since the last time. */
    synchronized Optional<ChargerOrders> changed() {
        if (!isChanged) {
            return Optional.empty();
        }
        isChanged = false;
        return Optional.of(new ChargerOrders(milliamperes, until(), failsafeMilliamperes));
    }
}
