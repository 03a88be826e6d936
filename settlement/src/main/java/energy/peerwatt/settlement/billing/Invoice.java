package energy.peerwatt.settlement.billing;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ParticipantId;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Optional;

/**
 * An issued document; never changed.
 *
 * @param number of the issuer's series, from 1 without gaps
 * @param reverses number of the document that this one takes back
 * @param issuedAt market time
 * @param reason why it was issued, for people; at most 200 characters
 */
public record Invoice(
        Issuer issuer,
        long number,
        Subject subject,
        InvoiceDraft draft,
        Optional<Long> reverses,
        Instant issuedAt,
        String reason) {

    private static final int LONGEST_REASON = 200;

    public Invoice {
        if (number < 1) {
            throw new IllegalArgumentException("number must be at least 1: " + number);
        }
        if (reverses.isPresent() != draft.kind().isReversal()) {
            throw new IllegalArgumentException("a credit note takes back one document");
        }
        if (reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw new IllegalArgumentException("reason: is blank or too long");
        }
    }

    /** What is printed: the series and the number with at least six digits. */
    public String fullNumber() {
        return shownNumber(number);
    }

    /** What is printed for another number of the same series. */
    public String shownNumber(long other) {
        return issuer.series() + "-" + "%06d".formatted(other);
    }

    /**
     * Who issues, as printed.
     *
     * @param series prefix of its numbers, 1 to 20 capital letters, digits and dashes
     * @param name at most 200 characters
     * @param lines address, VAT number and whatever else is printed; at most 1000 characters
     */
    public record Issuer(String series, String name, String lines) {

        private static final int LONGEST_NAME = 200;
        private static final int LONGEST_LINES = 1_000;

        public Issuer {
            if (!series.matches("[A-Z0-9][A-Z0-9-]{0,19}")) {
                throw new IllegalArgumentException(
                        "series: " + series + " is not 1 to 20 capital letters, digits and dashes");
            }
            if (name.isBlank() || name.length() > LONGEST_NAME) {
                throw new IllegalArgumentException("name: is blank or too long");
            }
            if (lines.length() > LONGEST_LINES) {
                throw new IllegalArgumentException("lines: are too long");
            }
        }
    }

    /**
     * Whom and what it is about.
     *
     * @param participant the member; of a document for data the one whose values were read
     * @param memberName whom it is for
     * @param month local
     * @param currency ISO 4217
     * @param grant number of the consent that a document for data is about; 0 for all others
     */
    public record Subject(
            AreaId area,
            ParticipantId participant,
            String memberName,
            YearMonth month,
            String currency,
            long grant) {

        /** What a member bought or sold. */
        public Subject(
                AreaId area,
                ParticipantId participant,
                String memberName,
                YearMonth month,
                String currency) {
            this(area, participant, memberName, month, currency, 0);
        }
    }
}
