package energy.peerwatt.settlement.allocation;

import java.time.Duration;

/** A rule that splits a community's energy among its members. Immutable. */
public interface AllocationKey {

    /**
     * Splits the energy of one interval. A function of its argument alone.
     *
     * @return bought and sold add up to the same; nobody buys more than it consumed, sells more
     *     than it generated, or would have to buy from itself
     */
    Allocation allocate(Community community);

    /** What of the members' energy takes part here: all of it, unless the key says less. */
    default Community part(Community community) {
        return community;
    }

    /** How that part is shared: {@code ofPart().allocate(part(c))} is {@code allocate(c)}. */
    default AllocationKey ofPart() {
        return this;
    }

    /**
     * Checks that the key can be used where intervals have this length.
     *
     * @throws IllegalArgumentException if it cannot
     */
    default void requireLength(Duration interval) {}
}
