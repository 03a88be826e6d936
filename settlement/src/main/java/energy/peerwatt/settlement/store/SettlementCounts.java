package energy.peerwatt.settlement.store;

/**
 * How much was settled, in all areas.
 *
 * @param intervals intervals with at least one version
 * @param versions settlements, corrections included
 * @param lines lines of all versions
 */
public record SettlementCounts(long intervals, long versions, long lines) {}
