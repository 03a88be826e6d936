package energy.peerwatt.book;

import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;

/**
 * All resting orders of one side at one limit, as the public sees them.
 *
 * @param limit all-in for buyers, net for sellers
 * @param quantity the sum of what they display, positive
 * @param orders their number, at least 1
 */
public record Level(Price limit, Energy quantity, int orders) {}
