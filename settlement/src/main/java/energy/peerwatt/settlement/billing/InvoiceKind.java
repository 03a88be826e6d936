package energy.peerwatt.settlement.billing;

/** What a document is. */
public enum InvoiceKind {
    /** The member pays for what it bought. */
    INVOICE,
    /** The member is paid for what it sold; made out by the community on the member's behalf. */
    SELF_BILLED,
    /** Takes back an invoice; the community pays. */
    INVOICE_REVERSAL,
    /** Takes back a self-billed invoice; the member pays. */
    SELF_BILLED_REVERSAL,
    /** Whoever read a member's values by a consent pays for it. */
    DATA_ACCESS,
    /** Takes back one for data; the community pays. */
    DATA_ACCESS_REVERSAL;

    /** What takes a document of this kind back. */
    InvoiceKind reversal() {
        return switch (this) {
            case INVOICE -> INVOICE_REVERSAL;
            case SELF_BILLED -> SELF_BILLED_REVERSAL;
            case DATA_ACCESS -> DATA_ACCESS_REVERSAL;
            case INVOICE_REVERSAL, SELF_BILLED_REVERSAL, DATA_ACCESS_REVERSAL ->
                    throw new IllegalArgumentException("a credit note is not taken back: " + this);
        };
    }

    /** Whether it takes back another document. */
    public boolean isReversal() {
        return this == INVOICE_REVERSAL
                || this == SELF_BILLED_REVERSAL
                || this == DATA_ACCESS_REVERSAL;
    }
}
