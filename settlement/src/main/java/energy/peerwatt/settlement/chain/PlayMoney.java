package energy.peerwatt.settlement.chain;

import energy.peerwatt.settlement.chain.TransactionSigner.Draft;
import energy.peerwatt.settlement.store.OutboxEntry.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongUnaryOperator;

/**
 * Pays play money in for new members and when they run low, where there is no other. What an
 * account has is read from the chain and then counted, so that the chain is asked seldom. Not for
 * sharing between threads.
 */
final class PlayMoney {

    /** What is paid into an account at a time: 1,000 of the currency. */
    static final long DEPOSIT_NANO = 1_000_000_000_000L;

    /** Below this an account is topped up. */
    private static final long LOW_NANO = DEPOSIT_NANO / 2;

    private static final long GAS = 150_000;

    private final ChainAddress vault;
    private final Map<Long, Long> left = new HashMap<>();

    PlayMoney(ChainAddress vault) {
        this.vault = vault;
    }

    /**
     * Deposits that must come before a batch.
     *
     * @param key of the batch
     * @param round in which it is written
     * @param cashOf nano-currency that an account on the chain has for sure
     */
    List<Draft> before(Digest key, int round, List<VaultRow> rows, LongUnaryOperator cashOf) {
        List<Draft> deposits = new ArrayList<>();
        for (VaultRow row : rows) {
            if (row.index() == VaultParts.CLEARING) {
                continue;
            }
            long change = row.cash().nano();
            Long known = left.get(row.index());
            long after = known == null ? Long.MIN_VALUE : known + change;
            if (after < LOW_NANO) {
                after = cashOf.applyAsLong(row.index()) + change;
            }
            if (after < LOW_NANO) {
                long times = Math.ceilDiv(LOW_NANO - after, DEPOSIT_NANO);
                long amount = Math.multiplyExact(times, DEPOSIT_NANO);
                deposits.add(deposit(key, round, row.index(), amount));
                after = Math.addExact(after, amount);
            }
            left.put(row.index(), after);
        }
        return deposits;
    }

    /** After a failure nothing is taken for granted. */
    void forget() {
        left.clear();
    }

    private Draft deposit(Digest batch, int round, long index, long amountNano) {
        AbiWords words = new AbiWords().add(TypedData.text("deposit")).add(batch).add(index);
        Digest key = Digest.keccak((round == 1 ? words : words.add(round)).bytes());
        byte[] call = VaultCalls.deposit(index, amountNano);
        return Draft.of(Kind.DEPOSIT, key, Optional.of(vault), call, GAS);
    }
}
