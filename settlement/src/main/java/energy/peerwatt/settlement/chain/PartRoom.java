package energy.peerwatt.settlement.chain;

import java.util.HashSet;
import java.util.Set;

/**
 * Fills the parts of an area one after the other: a part is full when its batch would need more gas
 * than a transaction may, or has as many rows as the vault takes. Not for sharing between threads.
 */
final class PartRoom {

    /** Kept free for the clearing account and the market's own. */
    private static final int OTHERS = 9;

    /** Kept free for slots that are written for the first time: 58 of them. */
    private static final long FIRST_WRITES = 1_000_000;

    private final Set<Long> slots = new HashSet<>();
    private int part;
    private int rows;

    /**
     * @param part the last one that has members
     */
    PartRoom(int part) {
        this.part = part;
    }

    /** Counts an account that is in the part already. */
    void add(long index) {
        rows++;
        slots.add(VaultBatch.slotOf(index));
    }

    /** The part that a further account is in; a new one if it does not fit. */
    int place(long index) {
        boolean sharesSlot = slots.contains(VaultBatch.slotOf(index));
        long gas =
                VaultBatch.leastGas(
                        rows + 1L + OTHERS, slots.size() + (sharesSlot ? 0L : 1L) + OTHERS);
        boolean full =
                rows + 1 + OTHERS > VaultBatch.MAX_ROWS
                        || gas > TransactionSigner.GAS_CAP - FIRST_WRITES;
        if (full) {
            part++;
            rows = 0;
            slots.clear();
        }
        add(index);
        return part;
    }
}
