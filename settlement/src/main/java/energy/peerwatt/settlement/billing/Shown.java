package energy.peerwatt.settlement.billing;

import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;

/** Numbers as people read them on paper; with a point, the same in every country. */
public final class Shown {

    private static final long WH_PER_HUNDREDTH = 10;
    private static final long HUNDREDTHS = 100;
    private static final long MICRO_PER_HUNDREDTH_CENT = 100;

    private Shown() {}

    /** kWh with two decimals, rounded half up. */
    public static String kilowattHours(Energy energy) {
        long hundredths =
                Math.addExact(energy.wattHours(), WH_PER_HUNDREDTH / 2) / WH_PER_HUNDREDTH;
        return decimal(hundredths);
    }

    /** Cents per kWh with two decimals, rounded half up; a dash without energy. */
    public static String centsPerKwh(Money amount, Energy energy) {
        if (energy.isZero()) {
            return "–";
        }
        // Nano per Wh is micro per kWh.
        long micro =
                Math.floorDiv(
                        Math.addExact(
                                Math.multiplyExact(2, Math.absExact(amount.nano())),
                                energy.wattHours()),
                        Math.multiplyExact(2, energy.wattHours()));
        return decimal(
                Math.addExact(micro, MICRO_PER_HUNDREDTH_CENT / 2) / MICRO_PER_HUNDREDTH_CENT);
    }

    private static String decimal(long hundredths) {
        long rest = hundredths % HUNDREDTHS;
        return hundredths / HUNDREDTHS + (rest < 10 ? ".0" : ".") + rest;
    }
}
