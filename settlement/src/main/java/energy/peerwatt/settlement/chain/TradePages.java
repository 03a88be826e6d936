package energy.peerwatt.settlement.chain;

import energy.peerwatt.market.ParticipantId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The pages on which a batch's transfers stand, as the contract of this name reads them: a number
 * and entries of 53 bytes. A trade's fees stand on its page.
 */
final class TradePages {

    /** From which whatever is no fee begins another page. */
    private static final int FULL = 100;

    private static final int HEAD = Integer.BYTES;
    private static final int ENTRY = 53;
    private static final int EXECUTION = 32;

    private TradePages() {}

    /**
     * Pages in order of their numbers.
     *
     * @param indexOf account of a participant in the vault
     */
    static List<byte[]> of(List<Transfer> transfers, ToLongFunction<ParticipantId> indexOf) {
        List<byte[]> pages = new ArrayList<>();
        List<Transfer> page = new ArrayList<>();
        for (Transfer transfer : transfers) {
            if (page.size() >= FULL && transfer.kind() != Transfer.Kind.FEE) {
                pages.add(page(pages.size(), page, indexOf));
                page.clear();
            }
            page.add(transfer);
        }
        if (!page.isEmpty()) {
            pages.add(page(pages.size(), page, indexOf));
        }
        return List.copyOf(pages);
    }

    /** Root over the pages, zero if there are none. */
    static Digest rootOf(List<byte[]> pages) {
        return pages.isEmpty()
                ? Digest.ZERO
                : StatementTree.of(pages.stream().map(Digest::keccak).toList()).root();
    }

    private static byte[] page(
            int number, List<Transfer> entries, ToLongFunction<ParticipantId> indexOf) {
        ByteBuffer bytes = ByteBuffer.allocate(HEAD + entries.size() * ENTRY);
        bytes.putInt(number);
        for (Transfer entry : entries) {
            long energy = entry.energy().wattHours();
            if (energy > VaultRow.MOST_WH) {
                throw new IllegalArgumentException("more than an entry holds: " + energy + " Wh");
            }
            bytes.put((byte) entry.kind().code())
                    .putInt((int) indexOf.applyAsLong(entry.payer()))
                    .putInt((int) indexOf.applyAsLong(entry.payee()))
                    .putInt((int) energy)
                    .putLong(entry.price().microPerKwh())
                    // Orders are not signed by their owners yet: there is no execution to show.
                    .put(new byte[EXECUTION]);
        }
        return bytes.array();
    }
}
