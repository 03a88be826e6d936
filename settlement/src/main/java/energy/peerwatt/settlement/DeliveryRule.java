package energy.peerwatt.settlement;

/** How what was metered is divided among trades that sold or bought more than that. */
public enum DeliveryRule {
    /** Each trade is cut by the same factor. */
    PRO_RATA,
    /** Trades are delivered in the order in which they were made, the last ones are cut. */
    FIFO
}
