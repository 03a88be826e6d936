package energy.peerwatt.settlement;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.unit.Energy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The last look at a settlement: its lines must add up to the meters again. */
final class MeterCheck {

    private MeterCheck() {}

    /**
     * Checks that each member's import is what it bought plus its residual supply, and its export
     * what it sold plus its residual feed-in.
     *
     * @throws IllegalStateException naming the first member for which it is not so
     */
    static void requireMetered(List<MeteredPosition> positions, List<SettlementLine> lines) {
        Map<ParticipantId, Energy> imports = energyOf(lines, Direction.BOUGHT);
        Map<ParticipantId, Energy> exports = energyOf(lines, Direction.SOLD);
        for (MeteredPosition member : positions) {
            Energy imported = imports.getOrDefault(member.participant(), Energy.ZERO);
            Energy exported = exports.getOrDefault(member.participant(), Energy.ZERO);
            if (!imported.equals(member.imported()) || !exported.equals(member.exported())) {
                throw new IllegalStateException(
                        "lines of %s add up to %s imported, %s exported; metered were %s, %s"
                                .formatted(
                                        member.participant(),
                                        imported,
                                        exported,
                                        member.imported(),
                                        member.exported()));
            }
        }
    }

    /**
     * Checks that what each member bought less what it sold is its import less its export.
     *
     * @throws IllegalStateException naming the first member for which it is not so
     */
    static void requireNetMetered(List<MeteredPosition> positions, List<SettlementLine> lines) {
        Map<ParticipantId, Energy> bought = energyOf(lines, Direction.BOUGHT);
        Map<ParticipantId, Energy> sold = energyOf(lines, Direction.SOLD);
        for (MeteredPosition member : positions) {
            Energy in = bought.getOrDefault(member.participant(), Energy.ZERO);
            Energy out = sold.getOrDefault(member.participant(), Energy.ZERO);
            if (!in.plus(member.exported()).equals(out.plus(member.imported()))) {
                throw new IllegalStateException(
                        "lines of %s add up to %s bought, %s sold; metered were %s, %s"
                                .formatted(
                                        member.participant(),
                                        in,
                                        out,
                                        member.imported(),
                                        member.exported()));
            }
        }
    }

    private static Map<ParticipantId, Energy> energyOf(
            List<SettlementLine> lines, Direction direction) {
        Map<ParticipantId, Energy> energy = new HashMap<>();
        for (SettlementLine line : lines) {
            if (line.direction() == direction) {
                energy.merge(line.participant(), line.energy(), Energy::plus);
            }
        }
        return energy;
    }
}
