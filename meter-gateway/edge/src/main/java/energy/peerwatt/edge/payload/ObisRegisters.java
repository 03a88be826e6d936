package energy.peerwatt.edge.payload;

import energy.peerwatt.edge.device.RegisterValue;
import energy.peerwatt.edge.format.Amount;
import energy.peerwatt.edge.format.Obis;
import energy.peerwatt.edge.format.Refusal;
import energy.peerwatt.edge.format.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the registers and the power of a meter by their codes. */
final class ObisRegisters {

    private static final int IMPORTED = 1;
    private static final int EXPORTED = 2;
    private static final int BALANCE = 16;
    private static final int TARIFFS = 4;

    /** Where the amounts come from. */
    @FunctionalInterface
    interface Source {

        /** The amount with this code; empty if there is none. */
        Optional<Amount> amount(Obis code) throws RefusedException;
    }

    private ObisRegisters() {}

    /**
     * Puts what the source has into the sample.
     *
     * @param stepMilliWh of the registers; 0 for the last digit written
     */
    static void read(Source source, int stepMilliWh, Sample sample) throws RefusedException {
        Optional<RegisterValue> imported = register(source, IMPORTED, stepMilliWh);
        Optional<RegisterValue> exported = register(source, EXPORTED, stepMilliWh);
        imported.ifPresent(sample::imported);
        exported.ifPresent(sample::exported);
        Optional<Long> power = power(source);
        power.ifPresent(sample::power);
        if (imported.isEmpty() && exported.isEmpty() && power.isEmpty()) {
            throw new RefusedException(Refusal.NO_MEASUREMENT);
        }
    }

    /** The total; else the sum of the tariffs that the meter has. */
    private static Optional<RegisterValue> register(Source source, int c, int stepMilliWh)
            throws RefusedException {
        List<Amount> parts = new ArrayList<>();
        Optional<Amount> total = source.amount(Obis.electricity(c, 8, 0));
        total.ifPresent(parts::add);
        for (int tariff = 1; total.isEmpty() && tariff <= TARIFFS; tariff++) {
            source.amount(Obis.electricity(c, 8, tariff)).ifPresent(parts::add);
        }
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(stepMilliWh == 0 ? Amount.sum(parts) : Amount.sum(parts, stepMilliWh));
    }

    private static Optional<Long> power(Source source) throws RefusedException {
        Optional<Amount> balance = source.amount(Obis.electricity(BALANCE, 7, 0));
        if (balance.isPresent()) {
            return Optional.of(balance.get().milliwatts());
        }
        Optional<Amount> taken = source.amount(Obis.electricity(IMPORTED, 7, 0));
        if (taken.isEmpty()) {
            return Optional.empty();
        }
        Optional<Amount> given = source.amount(Obis.electricity(EXPORTED, 7, 0));
        long out = given.isPresent() ? given.get().milliwatts() : 0;
        return Optional.of(taken.get().milliwatts() - out);
    }
}
