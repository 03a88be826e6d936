package energy.peerwatt.web.registry;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * A price sheet that holds once another person than its author has published it.
 *
 * @param number of the draft; 0 while it is not kept yet
 * @param decided who published or withdrew it; empty while nobody did
 */
public record TariffDraft(
        long number, Sheet sheet, State state, Act drafted, Optional<Act> decided) {

    /** Most prices of one sheet, those of each member counted. */
    private static final int MOST_PRICES = 5_000;

    /** What became of it. */
    public enum State {
        DRAFT,
        PUBLISHED,
        WITHDRAWN
    }

    /** Who did something, as a login, and when. */
    public record Act(String by, Instant at) {}

    /**
     * Prices that begin on one day.
     *
     * @param changes of one area, at least one
     */
    public record Sheet(List<TariffChange> changes) {

        public Sheet {
            changes = List.copyOf(changes);
            if (changes.isEmpty() || changes.size() > MOST_PRICES) {
                throw new IllegalArgumentException(
                        "prices: must be from 1 to " + MOST_PRICES + ", each member's counted");
            }
        }

        /** First local day on which its prices hold. */
        public LocalDate validFrom() {
            return changes.getFirst().price().validity().from();
        }

        /** Why they hold, for people. */
        public String legalBasis() {
            return changes.getFirst().price().legalBasis();
        }
    }

    /** What came of an attempt to publish or to withdraw a draft. */
    public sealed interface Outcome {

        /** It is done. */
        record Done(TariffDraft draft) implements Outcome {}

        /** The area has no such draft. */
        record Unknown() implements Outcome {}

        /** It was published or withdrawn before. */
        record Decided(TariffDraft draft) implements Outcome {}

        /** Who drafted it may not publish it. */
        record SamePerson() implements Outcome {}
    }
}
