package energy.peerwatt.settlement.chain;

import static energy.peerwatt.settlement.chain.ChainGateway.await;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.market.ParticipantId;
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
import org.web3j.crypto.Keys;
import org.web3j.crypto.Sign;

/**
 * Takes participants' money out of the vault, to addresses that they have shown to be theirs.
 *
 * <p>The accounts' keys are the market's: it signs a wish with the account's key, sends it through
 * the outbox, waits for the vault's delay and has the vault pay. Each step is found again by its
 * key in the outbox, so a process may die anywhere; the vault takes a signed wish once and pays it
 * once. Blocks; safe for use by several threads.
 */
public final class Withdrawals {

    private static final long GAS = 250_000;
    private static final int STEP = 50;

    /** The vault's {@code EXIT_SPAN}, in which a payment must come into a block. */
    private static final Duration SPAN = Duration.ofDays(3);

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
    private final Runnable moneyLeaves;
    private final InstantSource wallClock;

    /**
     * @param moneyLeaves tells whoever counts accounts' cash that some of it goes
     */
    Withdrawals(
            ChainNode node,
            ChainAccounts accounts,
            ChainOutbox outbox,
            OutboxWriter writer,
            VaultSuite suite,
            VaultReader vault,
            VaultAccounts vaultAccounts,
            Runnable moneyLeaves,
            InstantSource wallClock) {
        this.node = node;
        this.accounts = accounts;
        this.outbox = outbox;
        this.store = outbox.withdrawals();
        this.writer = writer;
        this.suite = suite;
        this.vault = vault;
        this.vaultAccounts = vaultAccounts;
        this.moneyLeaves = moneyLeaves;
        this.wallClock = wallClock;
    }

    /** What an address's key signs (EIP-191) to show that a participant is to be paid there. */
    public String proofText(ParticipantId participant, ChainAddress address) {
        return "Peerwatt: pay what member "
                + participant
                + " takes out to "
                + address.checksummed()
                + ". Vault "
                + suite.vault().checksummed()
                + ", chain "
                + node.chainId()
                + ".";
    }

    /**
     * Keeps the address that a participant is paid at from now on.
     *
     * @param signatureHex r, s and v over {@link #proofText}, with or without {@code 0x}
     * @return false if the address's key did not sign it, or if the address is one of the market's
     *     contracts, which could never give the money back; nothing changes then
     */
    public boolean name(ParticipantId participant, ChainAddress address, String signatureHex) {
        boolean ours = suite.addresses().containsValue(address);
        if (ours || !isSignedBy(address, proofText(participant, address), signatureHex)) {
            return false;
        }
        await(store.name(participant, address.hex(), signatureHex));
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

    /** The address that a participant is paid at; empty if it has named none. */
    public Optional<ChainAddress> payee(ParticipantId participant) {
        return await(store.payee(participant)).map(ChainAddress::new);
    }

    /**
     * Keeps a wish to take money out; {@link #advance} carries it out.
     *
     * @param amount positive; the vault pays what is left if that is less
     * @return empty if an earlier one is under way, or if no address was named
     */
    public Optional<Withdrawal> request(ParticipantId participant, Money amount) {
        return await(store.request(participant, amount));
    }

    /** A participant's newest, the newest first. */
    public List<Withdrawal> of(ParticipantId participant) {
        return await(store.of(participant, STEP));
    }

    /**
     * Brings what is under way one step further, as far as the chain lets it; the outbox's pump
     * sends what is written. Call again and again.
     *
     * @throws MarketException CHAIN_UNAVAILABLE, DATABASE_UNAVAILABLE or SIGNING_KEY_UNAVAILABLE:
     *     nothing is lost, call again later
     */
    public void advance() {
        for (Withdrawal one : await(store.open(STEP))) {
            switch (one.state()) {
                case REQUESTED -> tellVault(one);
                case WAITING -> payIfReady(one);
                case PAYING -> noteIfPaid(one);
                case PAID, REFUSED -> throw new IllegalStateException("not open: " + one);
            }
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
            Draft wish = wish(one, index.get());
            writer.add(List.of(wish));
            return;
        }
        Outcome outcome = entry.get().outcome();
        if (outcome == null) {
            return;
        }
        if (outcome.error() != null) {
            await(store.refused(one.id(), outcome.error()));
            return;
        }
        List<Digest> exit = vault.words(VaultCalls.exitOf(index.get()), 2);
        if (exit.get(1).equals(Digest.ZERO)) {
            await(store.refused(one.id(), LAPSED));
        } else {
            Instant readyAt = Instant.ofEpochSecond(VaultReader.number(exit.get(1)));
            await(store.waits(one.id(), readyAt));
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
        if (!now.isBefore(readyAt.plus(SPAN))) {
            await(store.refused(one.id(), LAPSED));
        } else if (!now.isBefore(readyAt)) {
            long index = vaultAccounts.indexOf(one.participant()).orElseThrow();
            byte[] call = VaultCalls.exitFor(index);
            int round = entry.map(OutboxEntry::round).orElse(0) + 1;
            writer.add(
                    List.of(
                            Draft.of(Kind.EXIT, exitKey(one), Optional.of(suite.vault()), call, GAS)
                                    .in(round)));
            moneyLeaves.run();
        }
    }

    private void noteIfPaid(Withdrawal one) {
        Outcome outcome = entry(exitKey(one)).map(OutboxEntry::outcome).orElse(null);
        if (outcome == null) {
            return;
        }
        String error = outcome.error();
        if (error == null) {
            await(store.paid(one.id(), paidIn(one, new Digest(outcome.transactionHashHex()))));
        } else if (error.startsWith("ExitNotReady")) {
            // The block's clock was behind ours: once more.
            await(store.waits(one.id(), Objects.requireNonNull(one.readyAt())));
        } else {
            await(store.refused(one.id(), error));
        }
    }

    /** What the vault says it paid in a transaction. */
    private Money paidIn(Withdrawal one, Digest transaction) {
        long index = vaultAccounts.indexOf(one.participant()).orElseThrow();
        return node
                .events(suite.vault(), List.of(VaultCalls.EXITED, VaultCalls.topic(index)))
                .stream()
                .filter(event -> event.transaction().equals(transaction))
                .map(event -> Money.ofNano(VaultReader.number(event.words().get(1))))
                .findFirst()
                .orElseThrow(() ->
                        new MarketException(
                                ErrorCode.CHAIN_UNAVAILABLE,
                                "the node does not have the event of " + transaction));
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
