package energy.peerwatt.settlement.tariff;

/** What a party is to the VAT, as supplier or recipient. */
public enum VatRole {
    /** Charges VAT at the rate of electricity. */
    STANDARD,
    /** A taxable person below the turnover of the small-business exemption. */
    SMALL_BUSINESS,
    /** A farmer under the flat-rate scheme, who adds the flat rate. */
    FLAT_RATE_FARMER,
    /** Acts as no business; its supplies are outside of VAT. */
    PRIVATE,
    /**
     * A taxable dealer who buys electricity to sell it on; owes the VAT itself where that is law.
     */
    RESELLER
}
