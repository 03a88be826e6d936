package energy.peerwatt.settlement;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Quality;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;

/**
 * What one member's meter counted in an interval. Import and export are never netted: within a
 * quarter-hour both registers may move.
 *
 * @param participant a member, not one of the market's own accounts
 * @param quality the worse of the two registers
 */
public record MeteredPosition(
        ParticipantId participant,
        Energy imported,
        Energy exported,
        Quality quality,
        Tariff tariff) {

    public MeteredPosition {
        if (participant.value() < ParticipantId.FIRST_MEMBER) {
            throw new IllegalArgumentException("not a member: " + participant);
        }
    }

    /** What the supplier alone would credit (debit, if negative) for this interval. */
    public Money gridOnly() {
        return tariff.gridOnly(imported, exported);
    }
}
