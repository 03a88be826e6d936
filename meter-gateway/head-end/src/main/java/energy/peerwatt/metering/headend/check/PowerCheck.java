package energy.peerwatt.metering.headend.check;

import java.time.Duration;
import java.util.Optional;

/** Whether a register counts what the power beside it says. Immutable. */
public record PowerCheck(CheckRules rules) {

    private static final int PERCENT = 100;

    /**
     * A register's readings with power, as far as they follow each other closely.
     *
     * @param covered time between them
     * @param powerWh what power in the register's direction makes in that time
     * @param registerWh what the register counted in that time
     */
    public record Day(Duration covered, long powerWh, long registerWh) {}

    /**
     * Compares a day. Source: reference 5.4, power and energy coherence.
     *
     * @return its figures if they do not fit; empty if they do, or if too little is known
     */
    public Optional<String> check(Day day) {
        CheckRules.Power limits = rules.power();
        if (day.covered().compareTo(limits.covered()) < 0) {
            return Optional.empty();
        }
        long difference = Math.abs(Math.subtractExact(day.powerWh(), day.registerWh()));
        long larger = Math.max(day.powerWh(), day.registerWh());
        boolean fits =
                difference <= limits.floorWh()
                        || Math.multiplyExact(difference, PERCENT)
                                <= Math.multiplyExact(larger, (long) limits.tolerancePercent());
        return fits
                ? Optional.empty()
                : Optional.of(
                        "power says %d Wh in %d minutes, the register %d Wh"
                                .formatted(
                                        day.powerWh(),
                                        day.covered().toMinutes(),
                                        day.registerWh()));
    }
}
