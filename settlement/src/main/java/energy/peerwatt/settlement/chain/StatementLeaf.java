package energy.peerwatt.settlement.chain;

import energy.peerwatt.settlement.LeafForm;
import energy.peerwatt.settlement.Salt;
import energy.peerwatt.settlement.SettlementLine;
import java.nio.ByteBuffer;
import org.web3j.crypto.Hash;

/**
 * One settlement line as it is hashed into its interval's {@link StatementTree}.
 *
 * @param batchKey key of the batch the line belongs to, {@link SettlementBatch#keyOf}
 * @param salt random, so that nobody can guess a neighbour's line from its hash; stored with the
 *     line
 * @param form its settlement's
 */
public record StatementLeaf(Digest batchKey, SettlementLine line, Salt salt, LeafForm form) {

    private static final int WORD = 32;

    /** Of {@link SettlementLine#numbers}: without quality and trade, which come last. */
    private static final int BASIC_NUMBERS = 8;

    /**
     * The leaf of the tree, by form:
     *
     * <ul>
     *   <li>{@link LeafForm#BASIC}: {@code keccak256(keccak256(abi.encode(bytes32 batchKey, uint32
     *       number, uint64 participant, uint64 counterparty, uint8 kind, uint8 direction, uint64
     *       energyWh, int64 priceMicro, int64 amountNano, bytes32 salt)))}
     *   <li>{@link LeafForm#WHOLE}: {@code keccak256(abi.encodePacked(uint8(2),
     *       keccak256(abi.encode(..., int64 amountNano, uint8 quality, uint64 trade, bytes32
     *       salt))))}
     * </ul>
     *
     * Hashed twice, of 32 or 33 bytes, so that neither an inner node of the tree, which is of 64,
     * nor a leaf of one form can pass as a leaf of another.
     */
    public Digest hash() {
        return Digest.of(hashBytes(batchKey.bytes(), line, salt, form));
    }

    /**
     * {@link #hash} as 32 bytes.
     *
     * @param batchKey 32 bytes
     */
    static byte[] hashBytes(byte[] batchKey, SettlementLine line, Salt salt, LeafForm form) {
        long[] numbers = line.numbers();
        return switch (form) {
            case BASIC -> Hash.sha3(content(batchKey, numbers, BASIC_NUMBERS, salt));
            case WHOLE ->
                    Hash.sha3(
                            ByteBuffer.allocate(1 + WORD)
                                    .put((byte) form.number())
                                    .put(content(batchKey, numbers, numbers.length, salt))
                                    .array());
        };
    }

    /** Hash of the first numbers. */
    private static byte[] content(byte[] batchKey, long[] numbers, int count, Salt salt) {
        ByteBuffer words = ByteBuffer.allocate(WORD * (count + 2)).put(batchKey);
        for (int i = 0; i < count; i++) {
            long sign = numbers[i] >> (Long.SIZE - 1);
            words.putLong(sign).putLong(sign).putLong(sign).putLong(numbers[i]);
        }
        salt.write(words);
        return Hash.sha3(words.array());
    }
}
