package energy.peerwatt.metering.headend;

import energy.peerwatt.market.Quality;
import java.time.Instant;

/**
 * From one moment on a register counts from elsewhere. The energy so far is what it shows plus
 * {@code offsetWh}.
 *
 * @param from time of the first reading that counts so
 * @param offsetWh added to the register from then on, until the next change; may be negative
 * @param reason ROLLOVER, RESET or EXCHANGE
 * @param uncertaintyWh the energy across the change is at most this many Wh away; 0 is exact
 */
public record RegisterChange(Instant from, long offsetWh, ValueReason reason, long uncertaintyWh) {

    public RegisterChange {
        if (uncertaintyWh < 0) {
            throw new IllegalArgumentException("uncertainty " + uncertaintyWh + " Wh");
        }
    }

    /** Quality of energy across the change. */
    public Quality quality() {
        return uncertaintyWh == 0 ? Quality.ACTUAL : Quality.ESTIMATED;
    }
}
