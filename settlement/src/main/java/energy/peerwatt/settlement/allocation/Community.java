package energy.peerwatt.settlement.allocation;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.time.DeliveryInterval;
import java.util.Arrays;
import java.util.List;

/**
 * What the members of a community have to share in one interval, by index in ascending order of
 * participant. Immutable.
 */
public final class Community {

    private final DeliveryInterval interval;
    private final List<ParticipantId> members;
    private final long[] generation;
    private final long[] consumption;
    private final Carry carried;

    /**
     * Nothing carried over from earlier intervals.
     *
     * @param members ascending, each once
     * @param generation by index of member, Wh, at least 0
     * @param consumption by index of member, Wh, at least 0
     */
    public Community(
            DeliveryInterval interval,
            List<ParticipantId> members,
            long[] generation,
            long[] consumption) {
        this(interval, members, generation, consumption, Carry.NONE);
    }

    private Community(
            DeliveryInterval interval,
            List<ParticipantId> members,
            long[] generation,
            long[] consumption,
            Carry carried) {
        this.interval = interval;
        this.members = List.copyOf(members);
        this.generation = generation.clone();
        this.consumption = consumption.clone();
        this.carried = carried;
        if (generation.length != members.size() || consumption.length != members.size()) {
            throw new IllegalArgumentException("not one value for each member");
        }
        for (int i = 0; i < members.size(); i++) {
            if (i > 0 && members.get(i - 1).compareTo(members.get(i)) >= 0) {
                throw new IllegalArgumentException("members are not in ascending order");
            }
            if (generation[i] < 0 || consumption[i] < 0) {
                throw new IllegalArgumentException("negative energy of member " + members.get(i));
            }
        }
    }

    /** The same with what earlier intervals have carried over. */
    public Community carrying(Carry earlier) {
        return new Community(interval, members, generation, consumption, earlier);
    }

    /** The same members and interval with other energies. */
    public Community with(long[] newGeneration, long[] newConsumption) {
        return new Community(interval, members, newGeneration, newConsumption, carried);
    }

    public DeliveryInterval interval() {
        return interval;
    }

    public int size() {
        return members.size();
    }

    public ParticipantId member(int index) {
        return members.get(index);
    }

    /** Index of a member, negative if it is not one. */
    int indexOf(ParticipantId member) {
        return members.indexOf(member);
    }

    public long generation(int index) {
        return generation[index];
    }

    public long consumption(int index) {
        return consumption[index];
    }

    public long[] generation() {
        return generation.clone();
    }

    public long[] consumption() {
        return consumption.clone();
    }

    /** Sum of the generation. */
    public long generated() {
        return sum(generation);
    }

    /** Sum of the consumption. */
    public long consumed() {
        return sum(consumption);
    }

    public Carry carried() {
        return carried;
    }

    static long sum(long[] values) {
        return Arrays.stream(values).reduce(0, Math::addExact);
    }
}
