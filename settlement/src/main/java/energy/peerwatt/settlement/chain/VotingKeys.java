package energy.peerwatt.settlement.chain;

import static energy.peerwatt.settlement.chain.ChainGateway.await;

import energy.peerwatt.market.MarketException;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.chain.ChainAccounts.Role;
import energy.peerwatt.settlement.chain.TransactionSigner.Draft;
import energy.peerwatt.settlement.store.ChainOutbox;
import energy.peerwatt.settlement.store.OutboxEntry;
import energy.peerwatt.settlement.store.OutboxEntry.Kind;
import energy.peerwatt.settlement.store.VotingKey;
import energy.peerwatt.settlement.store.VotingKeyStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Who votes on the community's rules and keys: members with a key of their own, one each. Accounts
 * in the vault are the custodian's and never vote.
 *
 * <p>Operator and auditor together admit a key to the community's votes, and dismiss it once
 * another took its place or its person left. Each step is found again by its key in the outbox, so
 * a process may die anywhere. Blocks; safe for use by several threads.
 */
public final class VotingKeys {

    private static final long GAS = 300_000;
    private static final int STEP = 50;

    private static final Digest TYPE =
            TypedData.text("Membership(address account,bool member,uint256 change)");

    private final ChainNode node;
    private final ChainAccounts accounts;
    private final ChainOutbox outbox;
    private final VotingKeyStore store;
    private final OutboxWriter writer;
    private final VaultSuite suite;
    private final VaultReader votes;
    private final InstantSource wallClock;

    VotingKeys(
            ChainNode node,
            ChainAccounts accounts,
            ChainOutbox outbox,
            OutboxWriter writer,
            VaultSuite suite,
            InstantSource wallClock) {
        this.node = node;
        this.accounts = accounts;
        this.outbox = outbox;
        this.store = outbox.votingKeys();
        this.writer = writer;
        this.suite = suite;
        this.votes = new VaultReader(node, accounts.operatorAddress(), contract(suite));
        this.wallClock = wallClock;
    }

    private static ChainAddress contract(VaultSuite suite) {
        return suite.address("MemberVotes");
    }

    /**
     * What an address's key signs (EIP-191) to vote for a member from then on.
     *
     * @param account of the person, who acts for the participant
     */
    public WalletText proofText(ParticipantId participant, long account, ChainAddress address) {
        return new WalletText(
                "Peerwatt: account "
                        + account
                        + " votes for member "
                        + participant
                        + " with "
                        + address.checksummed()
                        + ". Votes "
                        + contract(suite).checksummed()
                        + ", chain "
                        + node.chainId()
                        + ".");
    }

    /**
     * Keeps the address that votes for a participant, in place of the one before.
     *
     * @param account of the person
     * @param signatureHex r, s and v over {@link #proofText}, with or without {@code 0x}
     * @return false if the address's key did not sign it, or if the address is one of the market's
     *     contracts or votes for another member; nothing changes then
     */
    public boolean name(
            ParticipantId participant, long account, ChainAddress address, String signatureHex) {
        boolean ours = suite.addresses().containsValue(address);
        boolean signed = proofText(participant, account, address).isSignedBy(address, signatureHex);
        if (ours || !signed) {
            return false;
        }
        VotingKey key = new VotingKey(0, participant, account, address.hex(), true, false, null);
        return await(store.name(key, signatureHex, wallClock.instant()));
    }

    /** The key that votes for a participant, or is to; empty if it has named none. */
    public Optional<VotingKey> of(ParticipantId participant) {
        return await(store.of(participant));
    }

    /**
     * The participant does not vote any more.
     *
     * @return whether it did, or was to
     */
    public boolean drop(ParticipantId participant) {
        Optional<VotingKey> key = of(participant);
        key.ifPresent(one -> await(store.drop(one.id())));
        return key.isPresent();
    }

    /**
     * Takes the vote from keys whose person does not act for the participant any more.
     *
     * @param acts whether who named a key still acts for its participant
     */
    public void keepOnly(Predicate<VotingKey> acts) {
        await(store.wanted()).stream()
                .filter(key -> !acts.test(key))
                .forEach(key -> await(store.drop(key.id())));
    }

    /**
     * Brings what the chain does not have yet one step further; the outbox's pump sends what is
     * written. Call again and again.
     *
     * @throws MarketException CHAIN_UNAVAILABLE, DATABASE_UNAVAILABLE or SIGNING_KEY_UNAVAILABLE:
     *     nothing is lost, call again later
     */
    public void advance() {
        await(store.due(STEP)).forEach(this::advance);
    }

    private void advance(VotingKey key) {
        Optional<OutboxEntry> admission = entry(admissionKey(key));
        if (key.wanted()) {
            tell(key, admission, admissionKey(key));
        } else if (admission.isEmpty()) {
            await(store.told(key, Optional.empty()));
        } else if (admission.get().outcome() != null) {
            Optional<OutboxEntry> dismissal = entry(dismissalKey(key));
            if (dismissal.isEmpty() && !isMember(key)) {
                await(store.told(key, Optional.empty()));
            } else {
                tell(key, dismissal, dismissalKey(key));
            }
        }
    }

    private void tell(VotingKey key, Optional<OutboxEntry> entry, Digest outboxKey) {
        if (entry.isEmpty()) {
            if (isMember(key) == key.wanted()) {
                await(store.told(key, Optional.empty()));
            } else {
                writer.add(List.of(change(key, outboxKey)));
            }
        } else if (entry.get().outcome() != null) {
            String error = entry.get().outcome().error();
            await(store.told(key, Optional.ofNullable(error)));
        }
    }

    /** Whether the chain counts the key's vote now. */
    public boolean isMember(VotingKey key) {
        AbiWords call = AbiWords.call("isMember(address)").add(new ChainAddress(key.address()));
        return !votes.word(call.bytes()).equals(Digest.ZERO);
    }

    private Draft change(VotingKey key, Digest outboxKey) {
        ChainAddress address = new ChainAddress(key.address());
        Digest changes = votes.word(AbiWords.call("changes(address)").add(address).bytes());
        long member = key.wanted() ? 1 : 0;
        AbiWords struct = new AbiWords().add(TYPE).add(address).add(member).add(changes);
        byte[] message =
                TypedData.message(
                        "Peerwatt MemberVotes",
                        node.chainId(),
                        contract(suite),
                        Digest.keccak(struct.bytes()));
        byte[] call =
                AbiWords.call("enrol(address,bool,bytes)")
                        .add(address)
                        .add(member)
                        .add(3L * AbiWords.WORD)
                        .addBytes(accounts.signer(Role.AUDITOR).sign(message))
                        .bytes();
        return Draft.of(Kind.MEMBER, outboxKey, Optional.of(contract(suite)), call, GAS);
    }

    private Optional<OutboxEntry> entry(Digest key) {
        return await(outbox.find(List.of(key.hex()))).stream().findFirst();
    }

    private static Digest admissionKey(VotingKey key) {
        return TypedData.text("admission of voting key " + key.id());
    }

    private static Digest dismissalKey(VotingKey key) {
        return TypedData.text("dismissal of voting key " + key.id());
    }
}
