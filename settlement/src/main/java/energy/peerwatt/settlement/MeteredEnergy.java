package energy.peerwatt.settlement;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.unit.Energy;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** What a participant's meters counted in an interval, all its metering points together. */
public record MeteredEnergy(ParticipantId participant, Energy imported, Energy exported) {

    /** Of the positions that an interval is settled from, in ascending order of participant. */
    public static List<MeteredEnergy> of(List<MeteredPosition> positions) {
        TreeMap<ParticipantId, MeteredEnergy> all =
                new TreeMap<>(Comparator.comparingLong(ParticipantId::value));
        for (MeteredPosition one : positions) {
            all.merge(
                    one.participant(),
                    new MeteredEnergy(one.participant(), one.imported(), one.exported()),
                    MeteredEnergy::plus);
        }
        return List.copyOf(all.values());
    }

    private MeteredEnergy plus(MeteredEnergy other) {
        return new MeteredEnergy(
                participant, imported.plus(other.imported), exported.plus(other.exported));
    }
}
