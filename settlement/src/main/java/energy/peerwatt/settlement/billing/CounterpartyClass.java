package energy.peerwatt.settlement.billing;

/** What the other side of a statement's line is. */
public enum CounterpartyClass {
    SELF,
    NEIGHBOUR,
    COMMUNITY,
    OWN_SUPPLIER
}
