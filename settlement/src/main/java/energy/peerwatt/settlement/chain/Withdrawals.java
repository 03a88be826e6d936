package energy.peerwatt.settlement.chain;

import static energy.peerwatt.settlement.chain.ChainGateway.await;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.chain.ChainNode.Event;
import energy.peerwatt.settlement.chain.TransactionSigner.Draft;
import energy.peerwatt.settlement.store.ChainOutbox;
import energy.peerwatt.settlement.store.OutboxEntry;
import energy.peerwatt.settlement.store.OutboxEntry.Kind;
import energy.peerwatt.settlement.store.OutboxEntry.Outcome;
import energy.peerwatt.settlement.store.Withdrawal;
import energy.peerwatt.settlement.store.WithdrawalStore;
import energy.peerwatt.settlement.store.WithdrawalStore.PayoutAddress;
import energy.peerwatt.unit.Money;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Takes participants' money out of the vault, to addresses that they have shown to be theirs.
 *
 * <p>The accounts' keys are the market's: it signs a wish with the account's key, sends it through
 * the outbox, waits for the vault's delay and has the vault pay. Each step is found again by its
 * key in the outbox, so a process may die anywhere; the vault takes a signed wish once and pays it
 * once. Anybody may send what was signed, and have the vault pay: what counts is what the vault
 * says, not what became of our transaction. Blocks; safe for use by several threads.
 */
public final class Withdrawals {

    /** How long nothing is paid to an address after it was named. */
    public static final Duration COOLING = Duration.ofDays(1);

    private static final long GAS = 250_000;
    private static final int STEP = 50;

    /** The vault's {@code EXIT_SPAN}, in which a payment must come into a block. */
    private static final Duration SPAN = Duration.ofDays(3);

    /** Blocks may tell an earlier time than our clock. */
    private static final Duration LATE = Duration.ofHours(1);

    /** Minutes until a refused payment is sent again double each time, up to this power of two. */
    private static final int MOST_DOUBLINGS = 10;

    private static final String LAPSED = "the vault's time to pay has passed: ask again";

    /** What is signed is good for so long: then the vault does not take it any more. */
    private static final Duration VALID = Duration.ofDays(1);

    private static final Digest TYPE =
            TypedData.text(
                    "ExitWish(uint32 index,uint64 amountNano,address to,uint64 wish,uint64 deadline)");

    private static final String REQUEST = "requestExitFor(uint32,uint64,address,uint64,bytes)";

    private static final Set<Withdrawal.State> ENDED =
            Set.of(Withdrawal.State.PAID, Withdrawal.State.REFUSED, Withdrawal.State.CALLED_OFF);

    private final ChainNode node;
    private final ChainAccounts accounts;
    private final ChainOutbox outbox;
    private final WithdrawalStore store;
    private final OutboxWriter writer;
    private final VaultSuite suite;
    private final VaultReader vault;
    private final VaultAccounts vaultAccounts;
    private final Consumer<Runnable> takingOut;
    private final InstantSource wallClock;

    /**
     * @param takingOut runs what has money leave accounts so that nothing is written meanwhile that
     *     counts on it
     */
    Withdrawals(
            ChainNode node,
            ChainAccounts accounts,
            ChainOutbox outbox,
            OutboxWriter writer,
            VaultSuite suite,
            VaultReader vault,
            VaultAccounts vaultAccounts,
            Consumer<Runnable> takingOut,
            InstantSource wallClock) {
        this.node = node;
        this.accounts = accounts;
        this.outbox = outbox;
        this.store = outbox.withdrawals();
        this.writer = writer;
        this.suite = suite;
        this.vault = vault;
        this.vaultAccounts = vaultAccounts;
        this.takingOut = takingOut;
        this.wallClock = wallClock;
    }

    /**
     * What an address's key signs (EIP-191) to show that it is a person's own.
     *
     * @param account of the person, who acts for the participant
     */
    public WalletText proofText(ParticipantId participant, long account, ChainAddress address) {
        return new WalletText(
                "Peerwatt: pay what account "
                        + account
                        + " takes out for member "
                        + participant
                        + " to "
                        + address.checksummed()
                        + ". Vault "
                        + suite.vault().checksummed()
                        + ", chain "
                        + node.chainId()
                        + ".");
    }

    /**
     * Keeps the address at which a person is paid what it takes out, from {@link #COOLING} after
     * now on; addresses of others who act for the participant stay theirs.
     *
     * @param account of the person
     * @param signatureHex r, s and v over {@link #proofText}, with or without {@code 0x}
     * @return false if the address's key did not sign it, or if the address is one of the market's
     *     contracts, which could never give the money back; nothing changes then
     */
    public boolean name(
            ParticipantId participant, long account, ChainAddress address, String signatureHex) {
        boolean ours = suite.addresses().containsValue(address);
        WalletText text = proofText(participant, account, address);
        if (ours || !text.isSignedBy(address, signatureHex)) {
            return false;
        }
        PayoutAddress payee = new PayoutAddress(address.hex(), wallClock.instant());
        await(store.name(participant, account, payee, signatureHex));
        return true;
    }

    /**
     * Where a person is paid.
     *
     * @param payableFrom when money can be asked for there at the earliest
     */
    public record Payee(ChainAddress address, Instant payableFrom) {}

    /** The address at which a person is paid; empty if it has named none for the participant. */
    public Optional<Payee> payee(ParticipantId participant, long account) {
        return await(store.payee(participant, account))
                .map(named ->
                        new Payee(
                                new ChainAddress(named.address()), named.namedAt().plus(COOLING)));
    }

    /** Whether money can be asked for there by now. */
    public boolean isPayable(Payee payee) {
        return !wallClock.instant().isBefore(payee.payableFrom());
    }

    /**
     * Keeps a person's wish to take money out; {@link #advance} carries it out.
     *
     * @param account of the person, at whose address it is paid
     * @param amount positive; the vault pays what is left if that is less
     * @return empty if an earlier one of the participant is under way, or if the person has named
     *     no address, or one that is not {@linkplain Payee#payableFrom payable} yet
     */
    public Optional<Withdrawal> request(ParticipantId participant, long account, Money amount) {
        Instant namedBy = wallClock.instant().minus(COOLING);
        return await(store.request(participant, account, amount, namedBy));
    }

    /**
     * Calls a wish off; {@link #advance} tells the vault.
     *
     * @return the wish as it is now: being called off unless it is being paid or has ended; empty
     *     if the participant has none of this id
     */
    public Optional<Withdrawal> callOff(ParticipantId participant, long id) {
        await(store.callOff(participant, id));
        return await(store.find(participant, id));
    }

    /** A participant's newest, the newest first. */
    public List<Withdrawal> of(ParticipantId participant) {
        return await(store.of(participant, STEP));
    }

    /** What a participant has asked for and neither has nor gave up; zero if nothing. */
    Money underWay(ParticipantId participant) {
        return of(participant).stream()
                .filter(one -> !ENDED.contains(one.state()))
                .map(Withdrawal::amount)
                .reduce(Money.ZERO, Money::plus);
    }

    /**
     * Brings what is under way one step further, as far as the chain lets it; the outbox's pump
     * sends what is written. One that fails holds up no other; the first failure is thrown in the
     * end. Call again and again.
     *
     * @throws MarketException CHAIN_UNAVAILABLE, DATABASE_UNAVAILABLE or SIGNING_KEY_UNAVAILABLE:
     *     nothing is lost, call again later
     */
    public void advance() {
        RuntimeException failure = null;
        long last = 0;
        List<Withdrawal> due;
        do {
            due = await(store.due(wallClock.instant(), last, STEP));
            for (Withdrawal one : due) {
                try {
                    advance(one);
                } catch (RuntimeException e) {
                    if (failure == null) {
                        failure = e;
                    } else {
                        failure.addSuppressed(e);
                    }
                }
                last = one.id();
            }
        } while (due.size() == STEP);
        if (failure != null) {
            throw failure;
        }
    }

    private void advance(Withdrawal one) {
        switch (one.state()) {
            case REQUESTED -> tellVault(one);
            case WAITING -> payIfReady(one);
            case PAYING -> noteOutcome(one);
            case CALLING_OFF -> takeBack(one);
            case PAID, REFUSED, CALLED_OFF -> throw new IllegalStateException("not open: " + one);
        }
    }

    private void tellVault(Withdrawal one) {
        Optional<Long> index = vaultAccounts.indexOf(one.participant());
        if (index.isEmpty()) {
            await(store.refused(one.id(), "there is no account in the vault"));
            return;
        }
        Optional<OutboxEntry> entry = entry(wishKey(one));
        if (entry.isEmpty()) {
            writer.add(List.of(wish(one, index.get(), one.amount(), wishKey(one))));
            return;
        }
        Outcome outcome = entry.get().outcome();
        if (outcome == null) {
            return;
        }
        // A refused one too may have been taken: somebody else can send what we have signed.
        Optional<Instant> readyAt = promised(one);
        if (readyAt.isPresent()) {
            await(store.waits(one, readyAt.get()));
        } else if (!noteIfPaid(one, outcome.blockNumber())) {
            String error = outcome.error();
            await(store.refused(one.id(), error == null ? LAPSED : error));
        }
    }

    private void payIfReady(Withdrawal one) {
        Optional<OutboxEntry> entry = entry(exitKey(one));
        if (entry.isPresent() && !entry.get().isRefused()) {
            await(store.pays(one.id()));
            return;
        }
        Instant readyAt = Objects.requireNonNull(one.readyAt());
        Instant now = wallClock.instant();
        Instant lapsesAt = readyAt.plus(SPAN);
        int rounds = entry.map(OutboxEntry::round).orElse(0);
        if (!now.isBefore(lapsesAt) || promised(one).isEmpty()) {
            if (!noteIfPaid(one, toldIn(one)) && !now.isBefore(lapsesAt.plus(LATE))) {
                await(store.refused(one.id(), LAPSED));
            }
        } else if (!now.isBefore(readyAt.plus(pauseAfter(rounds)))) {
            byte[] call = VaultCalls.exitFor(indexOf(one));
            Draft exit = Draft.of(Kind.EXIT, exitKey(one), Optional.of(suite.vault()), call, GAS);
            takingOut.accept(() -> writer.add(List.of(exit.in(rounds + 1))));
        }
    }

    private static Duration pauseAfter(int rounds) {
        return rounds == 0
                ? Duration.ZERO
                : Duration.ofMinutes(1L << Math.min(rounds, MOST_DOUBLINGS));
    }

    private void noteOutcome(Withdrawal one) {
        Outcome outcome = entry(exitKey(one)).map(OutboxEntry::outcome).orElse(null);
        if (outcome == null) {
            return;
        }
        if (outcome.error() != null) {
            // Taken by somebody else, or to be sent once more.
            if (!noteIfPaid(one, toldIn(one))) {
                await(store.waits(one, Objects.requireNonNull(one.readyAt())));
            }
        } else if (!noteIfPaid(one, outcome.blockNumber())) {
            throw new MarketException(
                    ErrorCode.CHAIN_UNAVAILABLE,
                    "the node does not have the event of " + outcome.transactionHashHex());
        }
    }

    /**
     * Has the vault forget the wish, by one over nothing. What was written before it is waited for:
     * the wish may still come to the chain, and whoever has it paid in time has it paid.
     */
    private void takeBack(Withdrawal one) {
        Optional<OutboxEntry> told = entry(wishKey(one));
        if (told.isEmpty()) {
            await(store.calledOff(one.id()));
            return;
        }
        Optional<OutboxEntry> back = entry(callOffKey(one));
        boolean underWay =
                Stream.of(told, entry(exitKey(one)), back)
                        .flatMap(Optional::stream)
                        .anyMatch(entry -> entry.outcome() == null);
        if (underWay) {
            return;
        }
        if (promised(one).isEmpty()) {
            if (!noteIfPaid(one, toldIn(one))) {
                await(store.calledOff(one.id()));
            }
        } else {
            // Once more if the first came too late: nothing else of it can be refused.
            Draft wish = wish(one, indexOf(one), Money.ZERO, callOffKey(one));
            writer.add(List.of(wish.in(back.map(OutboxEntry::round).orElse(0) + 1)));
        }
    }

    /** When the vault pays this very wish; empty if it does not have it, or not any more. */
    private Optional<Instant> promised(Withdrawal one) {
        long index = indexOf(one);
        List<Digest> exit = vault.words(VaultCalls.exitOf(index), 2);
        Digest payee = vault.words(VaultCalls.payeeOf(index), 2).getFirst();
        boolean same =
                !exit.get(1).equals(Digest.ZERO)
                        && VaultReader.number(exit.get(0)) == one.amount().nano()
                        && payee.equals(payeeOf(one));
        return same
                ? Optional.of(Instant.ofEpochSecond(VaultReader.number(exit.get(1))))
                : Optional.empty();
    }

    /**
     * Notes what the vault has paid, whoever had it pay.
     *
     * @param from block in which the vault may have paid at the earliest
     * @return whether it has paid; noted only once that cannot vanish any more
     */
    private boolean noteIfPaid(Withdrawal one, long from) {
        Optional<Event> paid =
                node
                        .events(
                                suite.vault(),
                                List.of(VaultCalls.EXITED, VaultCalls.topic(indexOf(one))),
                                from)
                        .stream()
                        .filter(event -> event.words().getFirst().equals(payeeOf(one)))
                        .findFirst();
        if (paid.isPresent() && paid.get().blockNumber() <= node.finalHeight()) {
            long nano = VaultReader.number(paid.get().words().get(1));
            await(store.paid(one.id(), Money.ofNano(nano)));
        }
        return paid.isPresent();
    }

    /** The block that has our wish; the vault pays days after it. */
    private long toldIn(Withdrawal one) {
        return entry(wishKey(one)).map(OutboxEntry::outcome).orElseThrow().blockNumber();
    }

    private long indexOf(Withdrawal one) {
        return vaultAccounts.indexOf(one.participant()).orElseThrow();
    }

    private static Digest payeeOf(Withdrawal one) {
        return Digest.of(new AbiWords().add(new ChainAddress(one.payee())).bytes());
    }

    /**
     * @param wished zero takes back what the vault was told before
     */
    private Draft wish(Withdrawal one, long index, Money wished, Digest key) {
        ChainAddress to = new ChainAddress(one.payee());
        Digest count = vault.words(VaultCalls.payeeOf(index), 2).get(1);
        long amount = wished.nano();
        long deadline = wallClock.instant().plus(VALID).getEpochSecond();
        AbiWords struct = new AbiWords().add(TYPE).add(index).add(amount).add(to).add(count);
        byte[] message =
                TypedData.message(
                        "Peerwatt SettlementVault",
                        node.chainId(),
                        suite.vault(),
                        Digest.keccak(struct.add(deadline).bytes()));
        byte[] signature = accounts.custodian(one.participant()).sign(message);
        byte[] call =
                AbiWords.call(REQUEST)
                        .add(index)
                        .add(amount)
                        .add(to)
                        .add(deadline)
                        .add(5L * AbiWords.WORD)
                        .addBytes(signature)
                        .bytes();
        return Draft.of(Kind.EXIT_WISH, key, Optional.of(suite.vault()), call, GAS);
    }

    private Optional<OutboxEntry> entry(Digest key) {
        return await(outbox.find(List.of(key.hex()))).stream().findFirst();
    }

    private static Digest wishKey(Withdrawal one) {
        return TypedData.text("wish of withdrawal " + one.id());
    }

    private static Digest callOffKey(Withdrawal one) {
        return TypedData.text("calling off withdrawal " + one.id());
    }

    private static Digest exitKey(Withdrawal one) {
        return TypedData.text("payment of withdrawal " + one.id());
    }
}
