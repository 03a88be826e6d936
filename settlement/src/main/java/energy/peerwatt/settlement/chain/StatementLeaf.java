package energy.peerwatt.settlement.chain;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.Salt;
import energy.peerwatt.settlement.SettlementLine;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import energy.peerwatt.unit.Price;
import java.nio.ByteBuffer;
import org.web3j.crypto.Hash;

/**
 * One settlement line as it is hashed into its interval's {@link StatementTree}.
 *
 * @param batchKey key of the batch the line belongs to, {@link SettlementBatch#keyOf}
 * @param number the line's number within its settlement, not negative
 * @param kind {@link energy.peerwatt.settlement.LineKind#code}, 0 to 255
 * @param direction {@link energy.peerwatt.settlement.Direction#code}, 0 to 255
 * @param amount + credit, - debit
 * @param salt random, so that nobody can guess a neighbour's line from its hash; stored with the
 *     line
 */
public record StatementLeaf(
        Digest batchKey,
        int number,
        ParticipantId participant,
        ParticipantId counterparty,
        int kind,
        int direction,
        Energy energy,
        Price price,
        Money amount,
        Digest salt) {

    private static final int WORD = 32;

    public StatementLeaf {
        if (number < 0) {
            throw new IllegalArgumentException("line number must not be negative: " + number);
        }
        if (kind < 0 || kind > 255 || direction < 0 || direction > 255) {
            throw new IllegalArgumentException("code beyond a byte: " + kind + ", " + direction);
        }
    }

    /** The leaf of a settlement's line. */
    public static StatementLeaf of(Digest batchKey, SettlementLine line, Salt salt) {
        return new StatementLeaf(
                batchKey,
                line.number(),
                line.participant(),
                line.counterparty(),
                line.kind().code(),
                line.direction().code(),
                line.energy(),
                line.price(),
                line.amount(),
                new Digest("0x" + salt.hex()));
    }

    /**
     * The leaf of the tree: {@code keccak256(keccak256(abi.encode(bytes32 batchKey, uint32 number,
     * uint64 participant, uint64 counterparty, uint8 kind, uint8 direction, uint64 energyWh, int64
     * priceMicro, int64 amountNano, bytes32 salt)))}. Hashed twice so that no inner node of the
     * tree can pass as a leaf.
     */
    public Digest hash() {
        return Digest.of(hashBytes());
    }

    /** {@link #hash} as 32 bytes. */
    private byte[] hashBytes() {
        Salt drawn = Salt.of(salt.bytes());
        return hashBytes(
                batchKey.bytes(),
                new long[] {
                    number,
                    participant.value(),
                    counterparty.value(),
                    kind,
                    direction,
                    energy.wattHours(),
                    price.microPerKwh(),
                    amount.nano()
                },
                drawn);
    }

    /**
     * The {@link #hash} of a settlement's line.
     *
     * @param batchKey 32 bytes
     */
    static byte[] hashBytes(byte[] batchKey, SettlementLine line, Salt salt) {
        return hashBytes(
                batchKey,
                new long[] {
                    line.number(),
                    line.participant().value(),
                    line.counterparty().value(),
                    line.kind().code(),
                    line.direction().code(),
                    line.energy().wattHours(),
                    line.price().microPerKwh(),
                    line.amount().nano()
                },
                salt);
    }

    private static byte[] hashBytes(byte[] batchKey, long[] values, Salt salt) {
        ByteBuffer words = ByteBuffer.allocate(WORD * (values.length + 2)).put(batchKey);
        for (long value : values) {
            long sign = value >> (Long.SIZE - 1);
            words.putLong(sign).putLong(sign).putLong(sign).putLong(value);
        }
        salt.write(words);
        return Hash.sha3(Hash.sha3(words.array()));
    }
}
