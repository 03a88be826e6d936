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
import energy.peerwatt.unit.Money;
import java.nio.charset.StandardCharsets;
import java.security.SignatureException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.web3j.crypto.Keys;
import org.web3j.crypto.Sign;

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

    private static final long GAS = 250_000;
    private static final int STEP = 50;

    /** The vault's {@code EXIT_SPAN}, in which a payment must come into a block. */
    private static final Duration SPAN = Duration.ofDays(3);

    /** Blocks may tell an earlier time than our clock. */
    private static final Duration LATE = Duration.ofHours(1);

    /** Minutes until a refused payment is sent again double each time, up to this power of two. */
    private static final int MOST_DOUBLINGS = 10;

    private static final String LAPSED = "the vault's time to pay has passed: ask again";

    private static final Digest TYPE =
            TypedData.text("ExitWish(uint32 index,uint64 amountNano,address to,uint64 wish)");

    private static final String REQUEST = "requestExitFor(uint32,uint64,address,bytes)";

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
    public String proofText(ParticipantId participant, long account, ChainAddress address) {
        return "Peerwatt: pay what account "
                + account
                + " takes out for member "
                + participant
                + " to "
                + address.checksummed()
                + ". Vault "
                + suite.vault().checksummed()
                + ", chain "
                + node.chainId()
                + ".";
    }

    /**
     * Keeps the address at which a person is paid from now on what it takes out; addresses of
     * others who act for the participant stay theirs.
     *
     * @param account of the person
     * @param signatureHex r, s and v over {@link #proofText}, with or without {@code 0x}
     * @return false if the address's key did not sign it, or if the address is one of the market's
     *     contracts, which could never give the money back; nothing changes then
     */
    public boolean name(
            ParticipantId participant, long account, ChainAddress address, String signatureHex) {
        boolean ours = suite.addresses().containsValue(address);
        if (ours || !isSignedBy(address, proofText(participant, account, address), signatureHex)) {
            return false;
        }
        await(store.name(participant, account, address.hex(), signatureHex));
        return true;
    }

    private static boolean isSignedBy(ChainAddress address, String text, String signatureHex) {
        String digits = signatureHex.startsWith("0x") ? signatureHex.substring(2) : signatureHex;
        if (!digits.matches("[0-9a-fA-F]{130}")) {
            return false;
        }
        byte[] bytes = HexFormat.of().parseHex(digits);
        int v = bytes[64] & 0xff;
        Sign.SignatureData signature =
                new Sign.SignatureData(
                        (byte) (v < 27 ? v + 27 : v),
                        Arrays.copyOfRange(bytes, 0, 32),
                        Arrays.copyOfRange(bytes, 32, 64));
        try {
            byte[] message = text.getBytes(StandardCharsets.UTF_8);
            String key = Keys.getAddress(Sign.signedPrefixedMessageToKey(message, signature));
            return new ChainAddress("0x" + key).equals(address);
        } catch (SignatureException | RuntimeException e) {
            // No signature of anybody's.
            return false;
        }
    }

    /** The address at which a person is paid; empty if it has named none for the participant. */
    public Optional<ChainAddress> payee(ParticipantId participant, long account) {
        return await(store.payee(participant, account)).map(ChainAddress::new);
    }

    /**
     * Keeps a person's wish to take money out; {@link #advance} carries it out.
     *
     * @param account of the person, at whose address it is paid
     * @param amount positive; the vault pays what is left if that is less
     * @return empty if an earlier one of the participant is under way, or if the person has named
     *     no address
     */
    public Optional<Withdrawal> request(ParticipantId participant, long account, Money amount) {
        return await(store.request(participant, account, amount));
    }

    /** A participant's newest, the newest first. */
    public List<Withdrawal> of(ParticipantId participant) {
        return await(store.of(participant, STEP));
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
            case PAID, REFUSED -> throw new IllegalStateException("not open: " + one);
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
            writer.add(List.of(wish(one, index.get())));
            return;
        }
        Outcome outcome = entry.get().outcome();
        if (outcome == null) {
            return;
        }
        // A refused one too may have been taken: somebody else can send what we have signed.
        Optional<Instant> readyAt = promised(one);
        if (readyAt.isPresent()) {
            await(store.waits(one.id(), readyAt.get()));
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
                await(store.waits(one.id(), Objects.requireNonNull(one.readyAt())));
            }
        } else if (!noteIfPaid(one, outcome.blockNumber())) {
            throw new MarketException(
                    ErrorCode.CHAIN_UNAVAILABLE,
                    "the node does not have the event of " + outcome.transactionHashHex());
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

    private Draft wish(Withdrawal one, long index) {
        ChainAddress to = new ChainAddress(one.payee());
        Digest count = vault.words(VaultCalls.payeeOf(index), 2).get(1);
        long amount = one.amount().nano();
        byte[] struct = new AbiWords().add(TYPE).add(index).add(amount).add(to).add(count).bytes();
        byte[] message =
                TypedData.message(
                        "Peerwatt SettlementVault",
                        node.chainId(),
                        suite.vault(),
                        Digest.keccak(struct));
        byte[] signature = accounts.custodian(one.participant()).sign(message);
        byte[] call =
                AbiWords.call(REQUEST)
                        .add(index)
                        .add(amount)
                        .add(to)
                        .add(4L * AbiWords.WORD)
                        .addBytes(signature)
                        .bytes();
        return Draft.of(Kind.EXIT_WISH, wishKey(one), Optional.of(suite.vault()), call, GAS);
    }

    private Optional<OutboxEntry> entry(Digest key) {
        return await(outbox.find(List.of(key.hex()))).stream().findFirst();
    }

    private static Digest wishKey(Withdrawal one) {
        return TypedData.text("wish of withdrawal " + one.id());
    }

    private static Digest exitKey(Withdrawal one) {
        return TypedData.text("payment of withdrawal " + one.id());
    }
}
