package energy.peerwatt.settlement.chain;

import static energy.peerwatt.settlement.chain.ChainGateway.await;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.settlement.chain.ChainNode.CallResult;
import energy.peerwatt.settlement.chain.TransactionSigner.Draft;
import energy.peerwatt.settlement.store.ChainOutbox;
import energy.peerwatt.settlement.store.OutboxEntry;
import energy.peerwatt.settlement.store.OutboxEntry.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * By which rules a community has agreed to be settled: the operator founds an area with its first
 * ones, whatever follows is decided by the members' vote. Blocks; safe for use by several threads.
 */
public final class AgreedRules {

    /** Time at least between a decision on rules and the first interval that they hold for. */
    static final Duration NOTICE = Duration.ofDays(7);

    /** Blocks may tell an earlier time than our clock. */
    private static final Duration BEHIND = Duration.ofDays(1);

    private static final long GAS = 500_000;

    /** Words of the contract's {@code Rules}, the hash of the document being the last. */
    private static final int WORDS = 15;

    private static final String NONE = TypedData.text("NoRules(uint32,uint64)").hex();
    private static final int SELECTOR_DIGITS = 10;

    private final ChainNode node;
    private final ChainAddress operator;
    private final ChainOutbox outbox;
    private final OutboxWriter writer;
    private final ChainAddress contract;
    private final InstantSource wallClock;

    /** {@code wallClock} tells blocks' time, about. */
    AgreedRules(
            ChainNode node,
            ChainAddress operator,
            ChainOutbox outbox,
            OutboxWriter writer,
            VaultSuite suite,
            InstantSource wallClock) {
        this.node = node;
        this.operator = operator;
        this.outbox = outbox;
        this.writer = writer;
        this.contract = suite.address("CommunityRules");
        this.wallClock = wallClock;
    }

    /**
     * The document of the rules that were agreed for an interval, as the chain's newest block has
     * it.
     *
     * @param start of the interval
     * @return SHA-256 of the rules in words; empty if the area has none for that time
     * @throws MarketException CHAIN_UNAVAILABLE if the node does not answer, or if the contracts
     *     are not deployed yet
     */
    public Optional<Digest> documentAt(AreaId area, Instant start) {
        byte[] call =
                AbiWords.call("rulesAt(uint32,uint64)")
                        .add(area.value())
                        .add(start.getEpochSecond())
                        .bytes();
        return switch (node.call(operator, contract, call)) {
            case CallResult.Returned(List<Digest> words) when words.size() == WORDS ->
                    Optional.of(words.getLast());
            case CallResult.Refused(String data)
                    when data.startsWith(NONE.substring(0, SELECTOR_DIGITS)) ->
                    Optional.empty();
            case CallResult.Returned(List<Digest> _), CallResult.Refused(String _) ->
                    throw new MarketException(
                            ErrorCode.CHAIN_UNAVAILABLE, "the rules are not yet deployed");
            case CallResult.Unanswered unanswered -> throw unanswered.failure();
        };
    }

    /**
     * Whether no decision from now on can change what {@link #documentAt} says of intervals that
     * start then, if it says anything: rules are only ever added with notice.
     */
    public boolean isFixed(Instant start) {
        return start.isBefore(wallClock.instant().plus(NOTICE).minus(BEHIND));
    }

    /**
     * Writes the first rules of an area to the outbox, once; {@link ChainGateway#pump} sends them.
     * Prices and accounts stay zero: the document alone counts, and the challenge game knows of no
     * fee under them.
     *
     * @param gate how long before an interval its orders close
     * @param document SHA-256 of the rules in words
     * @return why the chain has refused them; empty while it has not
     * @throws MarketException as {@link #documentAt}; nothing is written
     */
    public Optional<String> found(AreaId area, Duration gate, Digest document) {
        Digest key = TypedData.text("founding of area " + area.value());
        Optional<OutboxEntry> written = await(outbox.find(List.of(key.hex()))).stream().findFirst();
        // Before the contracts are there, nothing may take a nonce of theirs.
        if (written.isEmpty() && documentAt(area, Instant.EPOCH).isEmpty()) {
            // If a nonce is taken meanwhile, the next call writes it.
            writer.add(List.of(founding(area, gate, document, key)));
        }
        return written.map(OutboxEntry::outcome).map(OutboxEntry.Outcome::error);
    }

    private Draft founding(AreaId area, Duration gate, Digest document, Digest key) {
        AbiWords call =
                AbiWords.call("found(uint32," + ProposedRules.FIELDS + ")").add(area.value());
        call.add(0).add(gate.toSeconds());
        for (int word = 2; word < WORDS - 1; word++) {
            call.add(0);
        }
        byte[] data = call.add(document).bytes();
        return Draft.of(Kind.RULES, key, Optional.of(contract), data, GAS);
    }
}
