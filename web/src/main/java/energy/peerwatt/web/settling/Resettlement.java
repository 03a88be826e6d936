package energy.peerwatt.web.settling;

import energy.peerwatt.market.AreaId;
import java.time.Instant;
import java.util.Optional;

/**
 * A settled interval whose values have changed since.
 *
 * @param start of the interval
 * @param causes of the new versions of values, separated by commas
 * @param firstAt market time at which the first change was seen
 * @param lastAt market time at which the last change was seen
 * @param doneAt when it was settled again or found to be the same; empty while due
 * @param version of the settlement that took the new values; empty while due or if nothing changed
 * @param problem why it could not be settled again
 * @param decided what an operator wanted done about the problem
 */
public record Resettlement(
        long id,
        AreaId area,
        Instant start,
        String causes,
        Instant firstAt,
        Instant lastAt,
        Optional<Instant> doneAt,
        Optional<Integer> version,
        Optional<String> problem,
        Optional<Decision> decided) {

    /**
     * That it was to be tried once more, or left as it was settled last.
     *
     * @param by login
     */
    public record Decision(String by, String reason) {}
}
