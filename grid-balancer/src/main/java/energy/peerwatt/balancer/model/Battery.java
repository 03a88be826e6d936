package energy.peerwatt.balancer.model;

import java.util.OptionalInt;

/**
 * A battery. Taking {@code p} W over a slot stores {@code p x chargePermille} mWq; giving {@code p}
 * W takes {@code p x 1,000,000 / dischargePermille} mWq out of it, rounded up.
 *
 * @param wearMicro what moving a kWh through its terminals, either way, wears it, micro-currency
 * @param running what it does in slot 0, W, if that slot has begun
 */
public record Battery(
        String id,
        Connection connection,
        Store store,
        Converter converter,
        int wearMicro,
        OptionalInt running)
        implements Device {

    /**
     * How much it holds, Wh.
     *
     * @param capacityWh at most
     * @param reserveWh never less than this
     * @param initialWh at the start of slot 0, from reserve to capacity
     * @param terminalWh at least this at the end of the horizon, from reserve to capacity
     */
    public record Store(int capacityWh, int reserveWh, int initialWh, int terminalWh) {

        public Store {
            Checks.range("capacityWh", capacityWh, 1, Checks.LARGEST);
            Checks.range("reserveWh", reserveWh, 0, capacityWh);
            Checks.range("initialWh", initialWh, reserveWh, capacityWh);
            Checks.range("terminalWh", terminalWh, reserveWh, capacityWh);
        }
    }

    /**
     * How fast and how well it charges and discharges.
     *
     * @param maxChargeW most it takes, W
     * @param maxDischargeW most it gives, W
     * @param chargePermille part of what is taken that is stored, 1 to 1000
     * @param dischargePermille part of what leaves the store that is given, 1 to 1000
     */
    public record Converter(
            int maxChargeW, int maxDischargeW, int chargePermille, int dischargePermille) {

        public Converter {
            Checks.range("maxChargeW", maxChargeW, 0, Checks.LARGEST);
            Checks.range("maxDischargeW", maxDischargeW, 0, Checks.LARGEST);
            Checks.range("chargePermille", chargePermille, 1, 1000);
            Checks.range("dischargePermille", dischargePermille, 1, 1000);
        }
    }

    public Battery {
        Checks.name("id", id);
        Checks.range("wearMicro", wearMicro, 0, Checks.LARGEST);
        running.ifPresent(watts ->
                Checks.range(
                        "runningW", watts, -converter.maxDischargeW(), converter.maxChargeW()));
    }

    /**
     * Wh it can store above its own reserve for a plan to keep there; less the last one: whole W
     * reach what is below it, but need not reach the capacity.
     */
    public long usableWh() {
        return Math.max(0, (long) store.capacityWh() - store.reserveWh() - 1);
    }

    /** Wh at its terminals from there down to its own reserve. */
    public long mostGivenWh() {
        return usableWh() * converter.dischargePermille() / 1000;
    }
}
