package energy.peerwatt.settlement.chain;

import static energy.peerwatt.settlement.chain.ChainGateway.await;

import energy.peerwatt.market.MarketException;
import energy.peerwatt.settlement.chain.ChainNode.CallResult;
import energy.peerwatt.settlement.chain.ChainNode.Event;
import energy.peerwatt.settlement.chain.TransactionSigner.Draft;
import energy.peerwatt.settlement.store.ChainOutbox;
import energy.peerwatt.settlement.store.OutboxEntry;
import energy.peerwatt.settlement.store.OutboxEntry.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the community votes on, and the way of signed votes and decisions to the chain.
 *
 * <p>Members propose with their own wallets at the governor; a vote may be signed and is then sent
 * by the market, as is whatever was decided and is due. All of that anybody else may send as well.
 * Blocks; safe for use by several threads.
 */
public final class Governance {

    private static final long VOTE_GAS = 300_000;

    /** A decision may call several contracts. */
    private static final long DECISION_GAS = 3_000_000;

    /** Words before the first array of a proposal's event. */
    private static final int HEAD_WORDS = 9;

    /** Where an address begins in a word's digits. */
    private static final int ADDRESS_AT = 26;

    private static final Digest CREATED =
            TypedData.text(
                    "ProposalCreated(uint256,address,address[],uint256[],string[],bytes[],"
                            + "uint256,uint256,string)");

    private static final Digest CAST =
            TypedData.text("VoteCast(address,uint256,uint8,uint256,string)");

    private final ChainNode node;
    private final ChainAddress operator;
    private final ChainOutbox outbox;
    private final OutboxWriter writer;
    private final ChainAddress contract;
    private final VaultReader governor;

    Governance(
            ChainNode node,
            ChainAddress operator,
            ChainOutbox outbox,
            OutboxWriter writer,
            VaultSuite suite) {
        this.node = node;
        this.operator = operator;
        this.outbox = outbox;
        this.writer = writer;
        this.contract = suite.address("CommunityGovernor");
        this.governor = new VaultReader(node, operator, contract);
    }

    /** Where a proposal stands, in the contract's order. */
    public enum State {
        /** Its vote has not begun. */
        PENDING,
        ACTIVE,
        CANCELLED,
        DEFEATED,
        /** Decided, and not waiting yet. */
        SUCCEEDED,
        /** Decided, and waiting for its time. */
        QUEUED,
        EXPIRED,
        EXECUTED
    }

    /** What a vote says. */
    public enum Support {
        AGAINST(0),
        FOR(1),
        ABSTAIN(2);

        private final int code;

        Support(int code) {
            this.code = code;
        }

        /** The contract's number for it. */
        public int code() {
            return code;
        }

        private static Support of(int code) {
            return Arrays.stream(values())
                    .filter(one -> one.code == code)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("a vote says " + code));
        }
    }

    /**
     * Something to vote on.
     *
     * @param until end of its vote
     * @param inFavour number of votes for it; each member has one
     * @param against number of votes against it
     * @param dueAt when it can take effect at the earliest, once it waits for that
     * @param rules that it would give areas
     * @param targets contracts that it calls, each once
     */
    public record Proposal(
            Digest id,
            String description,
            State state,
            Instant from,
            Instant until,
            long inFavour,
            long against,
            Optional<Instant> dueAt,
            List<ProposedRules> rules,
            List<ChainAddress> targets) {}

    /**
     * What a voter signs (EIP-712), {@code Ballot(uint256 proposalId,uint8 support,address voter,
     * uint256 nonce)} of the domain {@code Peerwatt CommunityGovernor}, version 1.
     *
     * @param contract the governor
     * @param nonce number of signed votes of the voter's that the chain has taken
     */
    public record Ballot(
            long chainId,
            ChainAddress contract,
            Digest proposal,
            Support support,
            ChainAddress voter,
            long nonce) {

        private static final Digest TYPE =
                TypedData.text(
                        "Ballot(uint256 proposalId,uint8 support,address voter,uint256 nonce)");

        /** Its Keccak-256 hash is signed. */
        byte[] message() {
            Digest struct =
                    Digest.keccak(
                            new AbiWords()
                                    .add(TYPE)
                                    .add(proposal)
                                    .add(support.code())
                                    .add(voter)
                                    .add(nonce)
                                    .bytes());
            return TypedData.message("Peerwatt CommunityGovernor", chainId, contract, struct);
        }
    }

    /** All that was ever proposed, the newest first. */
    public List<Proposal> proposals() {
        return created().reversed().stream().map(this::proposal).toList();
    }

    /** What a voter has said to which proposals, as far as the chain has it. */
    public Map<Digest, Support> votesOf(ChainAddress voter) {
        List<Digest> topics = List.of(CAST, Digest.of(new AbiWords().add(voter).bytes()));
        Map<Digest, Support> votes = new HashMap<>();
        for (Event event : node.events(contract, topics, 0)) {
            int code = Math.toIntExact(VaultReader.number(event.words().get(1)));
            votes.put(event.words().getFirst(), Support.of(code));
        }
        return votes;
    }

    /** What a voter's key signs for its next vote. */
    public Ballot ballot(Digest proposal, Support support, ChainAddress voter) {
        Digest nonce = governor.word(AbiWords.call("nonces(address)").add(voter).bytes());
        return new Ballot(
                node.chainId(), contract, proposal, support, voter, VaultReader.number(nonce));
    }

    /**
     * Writes a signed vote to the outbox; the same once more changes nothing.
     *
     * @param signature r, s and v over {@link #ballot}
     * @return why the governor would refuse it; empty if it is on its way or has arrived
     * @throws MarketException CHAIN_UNAVAILABLE or DATABASE_UNAVAILABLE: nothing is written
     */
    public Optional<String> vote(
            Digest proposal, Support support, ChainAddress voter, byte[] signature) {
        byte[] call =
                AbiWords.call("castVoteBySig(uint256,uint8,address,bytes)")
                        .add(proposal)
                        .add(support.code())
                        .add(voter)
                        .add(4L * AbiWords.WORD)
                        .addBytes(signature)
                        .bytes();
        Digest key = TypedData.text("vote of " + voter.hex() + " on " + proposal.hex());
        return write(Kind.VOTE, key, call, VOTE_GAS);
    }

    /**
     * Has what was decided wait for its time, or take effect when that has come.
     *
     * @return why the governor would refuse that now; empty if it is on its way or done
     * @throws MarketException CHAIN_UNAVAILABLE or DATABASE_UNAVAILABLE: nothing is written
     */
    public Optional<String> carryOut(Digest proposal) {
        Optional<Created> found =
                created().stream().filter(one -> one.id().equals(proposal)).findFirst();
        if (found.isEmpty()) {
            return Optional.of("there is no such proposal");
        }
        return switch (stateOf(proposal)) {
            case SUCCEEDED -> decide("queue", found.get());
            case QUEUED -> decide("execute", found.get());
            case EXECUTED -> Optional.empty();
            case PENDING, ACTIVE, CANCELLED, DEFEATED, EXPIRED ->
                    Optional.of("it is " + stateOf(proposal));
        };
    }

    private Optional<String> decide(String step, Created proposal) {
        Digest key = TypedData.text(step + " of proposal " + proposal.id().hex());
        return write(Kind.DECISION, key, proposal.call(step), DECISION_GAS);
    }

    /** Only what the governor would take now. */
    private Optional<String> write(Kind kind, Digest key, byte[] call, long gas) {
        while (true) {
            Optional<OutboxEntry> before =
                    await(outbox.find(List.of(key.hex()))).stream().findFirst();
            if (before.isPresent() && !before.get().isRefused()) {
                return Optional.empty();
            }
            Optional<String> refusal = refusalOf(call);
            if (refusal.isPresent()) {
                return refusal;
            }
            int round = 1 + before.map(OutboxEntry::round).orElse(0);
            Draft draft = Draft.of(kind, key, Optional.of(contract), call, gas).in(round);
            // Else somebody wrote to the outbox meanwhile.
            if (writer.add(List.of(draft))) {
                return Optional.empty();
            }
        }
    }

    private Optional<String> refusalOf(byte[] call) {
        return switch (node.call(operator, contract, call)) {
            case CallResult.Returned(List<Digest> _) -> Optional.empty();
            case CallResult.Refused(String data) -> Optional.of(ContractErrors.errorIn(data));
            case CallResult.Unanswered unanswered -> throw unanswered.failure();
        };
    }

    private State stateOf(Digest proposal) {
        Digest state = governor.word(AbiWords.call("state(uint256)").add(proposal).bytes());
        return State.values()[Math.toIntExact(VaultReader.number(state))];
    }

    private Proposal proposal(Created one) {
        byte[] counted = AbiWords.call("proposalVotes(uint256)").add(one.id()).bytes();
        List<Digest> votes = governor.words(counted, Support.values().length);
        byte[] eta = AbiWords.call("proposalEta(uint256)").add(one.id()).bytes();
        long due = VaultReader.number(governor.word(eta));
        return new Proposal(
                one.id(),
                one.description(),
                stateOf(one.id()),
                Instant.ofEpochSecond(VaultReader.number(one.words().get(6))),
                Instant.ofEpochSecond(VaultReader.number(one.words().get(7))),
                VaultReader.number(votes.get(Support.FOR.code())),
                VaultReader.number(votes.get(Support.AGAINST.code())),
                due == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(due)),
                one.calls().stream().flatMap(call -> ProposedRules.in(call).stream()).toList(),
                one.targets());
    }

    private List<Created> created() {
        return node.events(contract, List.of(CREATED), 0).stream()
                .map(Event::words)
                .map(Created::new)
                .toList();
    }

    /**
     * A proposal as its event has it: offsets of targets, values, signatures and calls stand in
     * words 2 to 5, that of the description in word 8, and they follow each other in this order.
     */
    private record Created(List<Digest> words) {

        Digest id() {
            return words.getFirst();
        }

        String description() {
            return new String(text(), StandardCharsets.UTF_8);
        }

        List<ChainAddress> targets() {
            int at = wordAt(2);
            int count = Math.toIntExact(VaultReader.number(words.get(at)));
            return words.subList(at + 1, at + 1 + count).stream()
                    .map(word -> new ChainAddress("0x" + word.hex().substring(ADDRESS_AT)))
                    .distinct()
                    .toList();
        }

        /** What it calls them with, in their order. */
        List<byte[]> calls() {
            int at = wordAt(5);
            int count = Math.toIntExact(VaultReader.number(words.get(at)));
            List<byte[]> calls = new ArrayList<>(count);
            for (int i = 1; i <= count; i++) {
                long offset = VaultReader.number(words.get(at + i)) / AbiWords.WORD;
                int start = Math.addExact(at + 1, Math.toIntExact(offset));
                int length = Math.toIntExact(VaultReader.number(words.get(start)));
                int end = start + 1 + AbiWords.padded(length) / AbiWords.WORD;
                calls.add(Arrays.copyOf(bytes(start + 1, end), length));
            }
            return calls;
        }

        private byte[] text() {
            int at = wordAt(8);
            int length = Math.toIntExact(VaultReader.number(words.get(at)));
            return Arrays.copyOf(bytes(at + 1, words.size()), length);
        }

        /** {@code queue} or {@code execute} with the same arrays. */
        byte[] call(String step) {
            byte[] targets = bytes(wordAt(2), wordAt(3));
            byte[] values = bytes(wordAt(3), wordAt(4));
            byte[] calls = bytes(wordAt(5), wordAt(8));
            long first = 4L * AbiWords.WORD;
            ByteArrayOutputStream call = new ByteArrayOutputStream();
            call.writeBytes(
                    AbiWords.call(step + "(address[],uint256[],bytes[],bytes32)")
                            .add(first)
                            .add(first + targets.length)
                            .add(first + targets.length + values.length)
                            .add(Digest.keccak(text()))
                            .bytes());
            call.writeBytes(targets);
            call.writeBytes(values);
            call.writeBytes(calls);
            return call.toByteArray();
        }

        private int wordAt(int place) {
            long offset = VaultReader.number(words.get(place));
            int word = Math.toIntExact(offset / AbiWords.WORD);
            if (word < HEAD_WORDS || word > words.size()) {
                throw new IllegalStateException("a proposal's event has an offset of " + offset);
            }
            return word;
        }

        private byte[] bytes(int from, int to) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            words.subList(from, to).forEach(word -> bytes.writeBytes(word.bytes()));
            return bytes.toByteArray();
        }
    }
}
