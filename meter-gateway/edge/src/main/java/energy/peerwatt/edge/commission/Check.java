package energy.peerwatt.edge.commission;

import java.util.Arrays;
import java.util.Locale;

/** What is judged before a device is commissioned. */
enum Check {
    /** Is it known which device it is? */
    IDENTITY,
    /** Does it show the energy registers that its role settles with? */
    REGISTERS,
    /** Is each voltage 0.8 to 1.15 of the nominal one? */
    VOLTAGE,
    /** Is the frequency 47 to 53 or 57 to 63 Hz? */
    FREQUENCY,
    /** Is the power factor between -1 and 1? */
    POWER_FACTOR,
    /** Is the power of the phases that of the connection? */
    PHASES,
    /** Do the registers rise as the power says, in the direction that the power says? */
    DIRECTION,
    /** Is the register what the display of the device shows? */
    DISPLAY;

    /** As in {@code --accept}. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The check that an installer calls so.
     *
     * @throws IllegalArgumentException if there is none
     */
    static Check of(String label) {
        return Arrays.stream(values())
                .filter(check -> check.label().equals(label.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no check " + label));
    }
}
