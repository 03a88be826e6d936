package energy.peerwatt.settlement.tariff;

/** How far apart in the grid the two ends of shared energy are; the row of the grid fee matrix. */
public enum ZoneDistance {
    /** Behind one meter; no grid is used. */
    SAME_POINT,
    /** Below one transformer: the local tariff (AT: network levels 6 and 7). */
    SAME_TRANSFORMER,
    /** Below one medium-voltage busbar: the regional tariff (AT: up to network level 4). */
    SAME_FEEDER,
    /** In one distribution operator's area. */
    SAME_OPERATOR,
    /** Across operators' areas, where that is allowed at all. */
    OTHER_OPERATOR
}
