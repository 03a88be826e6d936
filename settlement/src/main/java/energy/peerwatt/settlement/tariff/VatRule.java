package energy.peerwatt.settlement.tariff;

/**
 * How a supply is treated while the rule holds.
 *
 * @param role of the supplier; for {@link VatTreatment#REVERSE_CHARGE} that of the recipient
 * @param ratePermille 200 is 20 %; from 0 to 999, and 0 unless VAT is charged
 * @param legalBasis shown on documents that charge none
 */
public record VatRule(
        VatRole role,
        VatTreatment treatment,
        int ratePermille,
        Validity validity,
        String legalBasis) {

    private static final int MOST_PERMILLE = 999;

    public VatRule {
        DatedPrice.requireText("legalBasis", legalBasis);
        if (ratePermille < 0 || ratePermille > MOST_PERMILLE) {
            throw new IllegalArgumentException(
                    "ratePermille: " + ratePermille + " is out of range");
        }
        if (treatment != VatTreatment.CHARGED && ratePermille != 0) {
            throw new IllegalArgumentException(
                    "ratePermille: " + ratePermille + " where no VAT is charged");
        }
    }
}
