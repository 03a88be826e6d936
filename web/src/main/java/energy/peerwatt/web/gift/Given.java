package energy.peerwatt.web.gift;

import energy.peerwatt.unit.Price;
import java.time.Instant;

/**
 * What the newest settlement of an interval shared from one home with another beside their trades.
 *
 * @param start of the interval
 * @param energyWh positive
 */
public record Given(Instant start, long energyWh, Price price) {}
