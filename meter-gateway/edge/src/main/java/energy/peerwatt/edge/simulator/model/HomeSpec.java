package energy.peerwatt.edge.simulator.model;

import energy.peerwatt.market.MeteringPointId;
import java.util.Locale;

/**
 * One home as the outside knows it.
 *
 * @param number 1 for the first home of the village
 * @param name what neighbours read
 */
public record HomeSpec(int number, String name, Meter meter, Equipment equipment, Tariff tariff) {

    private static final int FIRST_PARTICIPANT = 100;
    private static final int METERING_POINT_OFFSET = 100;

    public HomeSpec {
        if (number < 1) {
            throw new IllegalArgumentException("home number must be at least 1: " + number);
        }
    }

    public long participantId() {
        return FIRST_PARTICIPANT + number - 1L;
    }

    /** Login and topic name, such as {@code home-01}. */
    public String login() {
        return String.format(Locale.ROOT, "home-%02d", number);
    }

    public MeteringPointId meteringPoint() {
        int digits = METERING_POINT_OFFSET + number;
        return new MeteringPointId(String.format(Locale.ROOT, "AT-SIM-%026d", digits));
    }
}
