package energy.peerwatt.settlement;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.allocation.Community;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What of each member's metered energy is not yet settled, in Wh, by index in order of participant.
 * Mutable; used by one thread during one settlement.
 */
final class OpenPositions {

    /** Energy that went from one member to another. */
    record Transfer(MeteredPosition seller, MeteredPosition buyer, Energy energy) {}

    /** Takes what is left of a member's metered energy at the end. */
    @FunctionalInterface
    interface RestVisitor {
        void visit(MeteredPosition member, Energy imported, Energy exported);
    }

    private final List<MeteredPosition> members;
    private final Map<ParticipantId, Integer> indexes;
    private final long[] exports;
    private final long[] imports;

    OpenPositions(List<MeteredPosition> members) {
        this.members = members;
        indexes = HashMap.newHashMap(members.size());
        exports = new long[members.size()];
        imports = new long[members.size()];
        for (int i = 0; i < members.size(); i++) {
            MeteredPosition member = members.get(i);
            indexes.put(member.participant(), i);
            exports[i] = member.exported().wattHours();
            imports[i] = member.imported().wattHours();
        }
    }

    int size() {
        return members.size();
    }

    MeteredPosition member(int index) {
        return members.get(index);
    }

    boolean has(ParticipantId participant) {
        return indexes.containsKey(participant);
    }

    int indexOf(ParticipantId participant) {
        Integer index = indexes.get(participant);
        if (index == null) {
            throw new IllegalArgumentException("no metered position of participant " + participant);
        }
        return index;
    }

    long exported(int index) {
        return exports[index];
    }

    long imported(int index) {
        return imports[index];
    }

    /** What is open as a community whose members are these. */
    Community community(DeliveryInterval interval) {
        return new Community(
                interval,
                members.stream().map(MeteredPosition::participant).toList(),
                exports,
                imports);
    }

    long[] imports() {
        return imports.clone();
    }

    /** Settles {@code wattHours} of the seller's export against the buyer's import. */
    Transfer transfer(int seller, int buyer, long wattHours) {
        if (wattHours > exports[seller] || wattHours > imports[buyer]) {
            throw new IllegalStateException(
                    "%d Wh from %s to %s is more than was metered"
                            .formatted(
                                    wattHours,
                                    member(seller).participant(),
                                    member(buyer).participant()));
        }
        exports[seller] -= wattHours;
        imports[buyer] -= wattHours;
        return new Transfer(member(seller), member(buyer), Energy.ofWattHours(wattHours));
    }

    /** Settles {@code wattHours} of a member's export against its own import. */
    void useOwn(int member, long wattHours) {
        exports[member] -= wattHours;
        imports[member] -= wattHours;
    }

    void forEachRest(RestVisitor visitor) {
        for (int i = 0; i < members.size(); i++) {
            visitor.visit(
                    members.get(i), Energy.ofWattHours(imports[i]), Energy.ofWattHours(exports[i]));
        }
    }
}
