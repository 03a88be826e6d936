package energy.peerwatt.settlement.tariff;

/** Who owes the VAT of a supply, if anybody. */
public enum VatTreatment {
    /** The supplier adds it to the price. */
    CHARGED,
    /** Nobody, by the small-business exemption. */
    EXEMPT,
    /** The recipient; the document says so and adds none. */
    REVERSE_CHARGE,
    /** Nobody: the supplier is no business. */
    OUTSIDE_SCOPE
}
