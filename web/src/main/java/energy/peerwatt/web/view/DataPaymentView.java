package energy.peerwatt.web.view;

import energy.peerwatt.web.consent.DataPayment;
import java.time.Instant;
import java.time.LocalDate;

/**
 * What an account pays a member for a local day of its values.
 *
 * @param amount credited to the member
 * @param paidAt when the day was read first
 */
public record DataPaymentView(
        long grantId,
        String grantee,
        String purpose,
        LocalDate day,
        String amount,
        Instant paidAt) {

    /** The view. */
    public static DataPaymentView of(DataPayment payment) {
        return new DataPaymentView(
                payment.grant(),
                payment.grantee(),
                payment.purpose(),
                payment.day(),
                payment.amount().toDecimalString(),
                payment.paidAt());
    }
}
