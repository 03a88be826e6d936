package energy.peerwatt.settlement.chain;

import static energy.peerwatt.settlement.chain.ChainGateway.await;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.store.ChainOutbox;
import energy.peerwatt.settlement.store.OutboxEntry.Kind;
import energy.peerwatt.settlement.store.OutboxEntry.Signed;
import energy.peerwatt.unit.Money;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.LongUnaryOperator;

/**
 * Knows before a batch is written whether accounts and the breaker's window hold what it takes.
 * What is under way is counted as paid and never as received, so that what is said to be there is
 * there. Read from the chain and then counted down, so that the chain is asked seldom. Not for
 * sharing between threads.
 */
final class VaultCover {

    /** Blocks may tell a later time than our clock, and transactions wait for theirs. */
    private static final Duration AHEAD = Duration.ofHours(1);

    private final ChainOutbox outbox;
    private final VaultReader vault;
    private final InstantSource wallClock;
    private final LongFunction<Optional<ParticipantId>> owners;

    /** At least this is left, in nano-currency, by account. */
    private final Map<Long, Long> left = new HashMap<>();

    private long flowLeft;

    /**
     * @param wallClock tells blocks' time, about
     * @param owners whose account an index is, as far as we know
     */
    VaultCover(
            ChainOutbox outbox,
            VaultReader vault,
            InstantSource wallClock,
            LongFunction<Optional<ParticipantId>> owners) {
        this.outbox = outbox;
        this.vault = vault;
        this.wallClock = wallClock;
        this.owners = owners;
    }

    /**
     * That the vault would take these parts of a settlement, as far as its money is concerned; what
     * they take is then counted. On any later failure call {@link #forget}.
     *
     * @param accountsToo whether accounts must hold what is taken from them, or are topped up
     * @throws MarketException CHAIN_LACKS_CASH if an account does not hold what they take, naming
     *     whose it is; CHAIN_WOULD_REFUSE if the window does not let it through
     */
    void take(List<VaultBatch> parts, boolean accountsToo) {
        Pending pending = new Pending();
        for (VaultBatch part : parts) {
            takeFlow(movedNano(part.rows()), pending);
            if (accountsToo) {
                part.rows().forEach(row -> takeCash(row, pending));
            }
        }
    }

    /** After a failure, and when money went out, nothing is taken for granted. */
    void forget() {
        left.clear();
        flowLeft = 0;
    }

    /** Nano-currency that an account has for sure, read at the first call. */
    LongUnaryOperator sureCash() {
        Pending pending = new Pending();
        return pending::cashOf;
    }

    /**
     * What can be counted on of an account: its cash less what is under way to the chain takes of
     * it, and less all that its owner wants out. By any thread.
     *
     * @param wanted what the owner has asked us for and the vault may not know yet
     * @return not negative
     */
    Money creditOf(long index, Money wanted) {
        long leaving = VaultReader.number(vault.words(VaultCalls.exitOf(index), 2).getFirst());
        long covered = new Pending().lessUnderWay(index);
        return Money.ofNano(Math.max(0, covered - Math.max(leaving, wanted.nano())));
    }

    private void takeFlow(long movedNano, Pending pending) {
        if (flowLeft < movedNano) {
            flowLeft = pending.flow();
        }
        if (flowLeft < movedNano) {
            long most = flowLeft;
            throw refused(
                    ErrorCode.CHAIN_WOULD_REFUSE,
                    "the vault's window lets "
                            + Money.ofNano(most)
                            + " through, the batch moves "
                            + Money.ofNano(movedNano));
        }
        flowLeft -= movedNano;
    }

    /** The clearing account has what the other parts pay into it. */
    private void takeCash(VaultRow row, Pending pending) {
        long taken = Math.negateExact(row.cash().nano());
        if (taken <= 0 || row.index() == VaultParts.CLEARING) {
            return;
        }
        long known = left.getOrDefault(row.index(), 0L);
        if (known < taken) {
            known = pending.cashOf(row.index());
        }
        if (known < taken) {
            String whose = owners.apply(row.index()).map(one -> " of member " + one).orElse("");
            throw refused(
                    ErrorCode.CHAIN_LACKS_CASH,
                    "account "
                            + row.index()
                            + whose
                            + " holds "
                            + Money.ofNano(known)
                            + ", the batch takes "
                            + Money.ofNano(taken));
        }
        left.put(row.index(), known - taken);
    }

    private MarketException refused(ErrorCode code, String why) {
        forget();
        return new MarketException(code, why);
    }

    /** Sum of what is received, as the breaker counts. */
    private static long movedNano(List<VaultRow> rows) {
        return rows.stream()
                .mapToLong(row -> Math.max(0, row.cash().nano()))
                .reduce(0, Math::addExact);
    }

    /** What is under way, read when it is first asked for. */
    private final class Pending {

        private final Map<Long, Long> debits = new HashMap<>();
        private boolean read;
        private long moves;

        long cashOf(long index) {
            return Math.max(0, lessUnderWay(index) - leavingNano(index));
        }

        /** May be negative. */
        long lessUnderWay(long index) {
            readOnce();
            long cash = VaultReader.number(vault.word(VaultCalls.cashOf(index)));
            return cash - debits.getOrDefault(index, 0L);
        }

        /** What the account's owner, or anybody on its behalf, can take out at any moment. */
        private long leavingNano(long index) {
            List<Digest> exit = vault.words(VaultCalls.exitOf(index), 2);
            Instant readyAt = Instant.ofEpochSecond(VaultReader.number(exit.get(1)));
            return readyAt.isAfter(wallClock.instant().plus(AHEAD))
                    ? 0
                    : VaultReader.number(exit.get(0));
        }

        long flow() {
            readOnce();
            List<Digest> window = vault.words(AbiWords.call("flow()").bytes(), 3);
            long limit = atMost(window.get(0));
            Instant endsAt = Instant.ofEpochSecond(VaultReader.number(window.get(2)));
            boolean ended = !wallClock.instant().isBefore(endsAt);
            long flowed = ended ? 0 : atMost(window.get(1));
            return Math.max(0, limit - flowed - moves);
        }

        /** The community may set limits that no long holds. */
        private static long atMost(Digest word) {
            BigInteger most = BigInteger.valueOf(Long.MAX_VALUE);
            return new BigInteger(1, word.bytes()).min(most).longValueExact();
        }

        private void readOnce() {
            if (read) {
                return;
            }
            List<Signed> open = new ArrayList<>(await(outbox.unfinished(Integer.MAX_VALUE)));
            open.removeIf(signed -> signed.entry().kind() == Kind.DEPLOYMENT);
            for (Signed signed : open) {
                byte[] call = TransactionSigner.dataOf(signed);
                VaultCalls.settlingIn(call).ifPresent(settling -> add(settling.rows()));
            }
            read = true;
        }

        private void add(List<VaultRow> rows) {
            moves = Math.addExact(moves, movedNano(rows));
            rows.stream()
                    .filter(row -> row.cash().nano() < 0)
                    .forEach(row -> debits.merge(row.index(), -row.cash().nano(), Math::addExact));
        }
    }
}
