package energy.peerwatt.settlement.tariff;

import java.time.LocalDate;
import java.util.Optional;

/**
 * A document that figures of a country pack stand on.
 *
 * @param cites how the figures' legal bases name it, such as {@code UStG}
 * @param document its full name, with what amended or published it where that matters
 * @param sections those that are cited
 * @param comparedOn day on which the figures were last compared with its text; empty: that has to
 *     be done before they are relied on
 */
public record LegalSource(
        String cites, String document, String sections, Optional<LocalDate> comparedOn) {

    public LegalSource {
        if (cites.isBlank() || document.isBlank() || sections.isBlank()) {
            throw new IllegalArgumentException(
                    "document: a source has a short name, a full name and sections");
        }
    }

    /** Whether a legal basis names this document. */
    public boolean isCitedBy(String legalBasis) {
        return legalBasis.contains(cites);
    }
}
