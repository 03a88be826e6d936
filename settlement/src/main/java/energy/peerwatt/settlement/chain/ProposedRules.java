package energy.peerwatt.settlement.chain;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.unit.Price;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Rules that a proposal would give an area; prices per kWh, at most what they say.
 *
 * @param from first moment at which they hold
 * @param allocationKey the contract's code of the key
 * @param gate how long before an interval its orders close
 * @param fee community fee
 * @param gridFee grid fee
 * @param minPool least price of the pool; the highest one is {@code maxPool}
 * @param document SHA-256 of the rules in words
 */
public record ProposedRules(
        AreaId area,
        Instant from,
        int allocationKey,
        Duration gate,
        Price fee,
        Price gridFee,
        Price minPool,
        Price maxPool,
        Digest document) {

    static final String FIELDS =
            "(uint16,uint32,uint32,uint32,uint32,uint32,uint64,uint64,uint64,uint64,"
                    + "int64,int64,int64,int64,bytes32)";

    private static final int SELECTOR = 4;
    private static final byte[] SCHEDULE =
            AbiWords.call("schedule(uint32,uint64," + FIELDS + ")").bytes();

    /**
     * Area and time, then the contract's {@code Rules}, the hash of the document being the last.
     */
    private static final int WORDS = 17;

    /** What a call says; empty unless it schedules rules, and where it says what cannot be. */
    static Optional<ProposedRules> in(byte[] call) {
        if (call.length != SELECTOR + WORDS * AbiWords.WORD
                || !Arrays.equals(call, 0, SELECTOR, SCHEDULE, 0, SELECTOR)) {
            return Optional.empty();
        }
        List<Digest> words = new ArrayList<>(WORDS);
        for (int at = SELECTOR; at < call.length; at += AbiWords.WORD) {
            words.add(Digest.of(Arrays.copyOfRange(call, at, at + AbiWords.WORD)));
        }
        try {
            return Optional.of(of(words));
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException _) {
            return Optional.empty();
        }
    }

    private static ProposedRules of(List<Digest> words) {
        return new ProposedRules(
                new AreaId(Math.toIntExact(VaultReader.number(words.get(0)))),
                Instant.ofEpochSecond(VaultReader.number(words.get(1))),
                Math.toIntExact(VaultReader.number(words.get(2))),
                Duration.ofSeconds(VaultReader.number(words.get(3))),
                price(words.get(8)),
                price(words.get(9)),
                price(words.get(14)),
                price(words.get(15)),
                words.getLast());
    }

    private static Price price(Digest word) {
        return Price.ofMicroPerKwh(VaultReader.number(word));
    }
}
