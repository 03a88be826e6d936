package energy.peerwatt.settlement;

import energy.peerwatt.settlement.allocation.Carry;

/**
 * What came of settling an interval.
 *
 * @param carried to the next interval by the key
 */
public record Settled(IntervalSettlement settlement, Carry carried) {}
