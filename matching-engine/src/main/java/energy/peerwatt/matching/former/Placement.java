package energy.peerwatt.matching.former;

import energy.peerwatt.unit.Energy;
import java.util.List;

/**
 * What became of an incoming order; fills, resting and cancelled add up to its quantity.
 *
 * @param fills in the order they were made: best price first, then oldest
 * @param resting what is now in the book
 * @param cancelled what left because the next match would have been with the same participant; the
 *     older order stays
 */
public record Placement(List<Fill> fills, Energy resting, Energy cancelled) {

    public Placement {
        fills = List.copyOf(fills);
    }
}
