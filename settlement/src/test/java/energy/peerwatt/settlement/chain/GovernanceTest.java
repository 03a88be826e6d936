package energy.peerwatt.settlement.chain;

import static energy.peerwatt.settlement.chain.Batches.participant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.settlement.chain.Governance.Proposal;
import energy.peerwatt.settlement.chain.Governance.State;
import energy.peerwatt.settlement.chain.Governance.Support;
import energy.peerwatt.settlement.chain.TransactionSigner.Draft;
import energy.peerwatt.settlement.store.OutboxEntry;
import energy.peerwatt.settlement.store.VotingKey;
import energy.peerwatt.unit.Price;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3j.crypto.ECKeyPair;

/** Members vote on the real node, through the outbox. */
class GovernanceTest {

    private static final ChainAddress NEXT_AUDITOR =
            new LocalSigner(ECKeyPair.create(BigInteger.valueOf(4_711))).address();

    private static final Digest NEXT_RULES = TypedData.text("next rules");
    private static final String RULES =
            "(uint16,uint32,uint32,uint32,uint32,uint32,uint64,uint64,uint64,uint64,"
                    + "int64,int64,int64,int64,bytes32)";

    @TempDir Path home;

    private volatile Instant now = Instant.parse("2026-06-18T08:00:00Z");
    private ChainAccounts accounts;
    private EmbeddedChain chain;
    private ChainGateway gateway;

    @BeforeEach
    void start() {
        accounts = ChainAccounts.open(home.resolve("seed"));
        OutboxDatabase.empty();
        open();
        drain();
    }

    @AfterEach
    void stop() {
        chain.close();
    }

    @Test
    void membersReplaceTheAuditor() {
        join(0);
        join(1);
        join(2);
        drain();
        Digest proposal = propose(wallet(0), "Another auditor");
        assertThat(newest().state()).isEqualTo(State.PENDING);
        assertThat(newest().description()).isEqualTo("Another auditor");
        assertThat(newest().rules()).isEmpty();
        assertThat(newest().targets()).containsExactly(gateway.contract());

        passes(Duration.ofDays(1).plusMinutes(1));
        assertThat(newest().state()).isEqualTo(State.ACTIVE);
        assertThat(vote(0, Support.FOR)).isEmpty();
        assertThat(vote(1, Support.FOR)).isEmpty();
        assertThat(vote(2, Support.AGAINST)).isEmpty();
        assertThat(gateway.governance().carryOut(proposal)).contains("it is ACTIVE");
        drain();
        assertThat(newest().inFavour()).isEqualTo(2);
        assertThat(newest().against()).isEqualTo(1);

        passes(Duration.ofDays(7));
        assertThat(newest().state()).isEqualTo(State.SUCCEEDED);
        assertThat(gateway.governance().carryOut(proposal)).isEmpty();
        reopen();
        drain();
        assertThat(newest().state()).isEqualTo(State.QUEUED);
        assertThat(gateway.governance().carryOut(proposal)).isPresent();
        assertThat(auditor()).isNotEqualTo(addressWord(NEXT_AUDITOR));

        now = newest().dueAt().orElseThrow().plusSeconds(1);
        block();
        assertThat(gateway.governance().carryOut(proposal)).isEmpty();
        drain();

        assertThat(newest().state()).isEqualTo(State.EXECUTED);
        assertThat(auditor()).isEqualTo(addressWord(NEXT_AUDITOR));
        assertThat(gateway.reverted(10)).isEmpty();
        // Whoever was voted out settles nothing more.
        assertThatThrownBy(this::reopen)
                .isInstanceOfSatisfying(
                        MarketException.class,
                        refused ->
                                assertThat(refused.code())
                                        .isEqualTo(ErrorCode.CHAIN_STATE_MISMATCH));
    }

    @Test
    void anAreaIsFoundedOnceAndMembersDecideOnItsNextRules() {
        AgreedRules rules = gateway.agreedRules();
        assertThat(rules.documentAt(Batches.AREA, now)).isEmpty();
        Digest first = TypedData.text("first rules");
        rules.found(Batches.AREA, Duration.ofMinutes(5), first);
        rules.found(Batches.AREA, Duration.ofMinutes(5), NEXT_RULES);
        reopen();
        drain();
        gateway.agreedRules().found(Batches.AREA, Duration.ofMinutes(5), NEXT_RULES);
        drain();
        assertThat(written("RULES")).isEqualTo(1);
        assertThat(gateway.agreedRules().documentAt(Batches.AREA, Batches.FIRST.start()))
                .contains(first);

        join(0);
        drain();
        Instant from = now.plus(Duration.ofDays(60));
        AbiWords call =
                AbiWords.call("schedule(uint32,uint64," + RULES + ")")
                        .add(Batches.AREA.value())
                        .add(from.getEpochSecond());
        call.add(3).add(600);
        for (int word = 2; word < 14; word++) {
            call.add(word < 6 ? 0 : word * 1_000L);
        }
        call.add(NEXT_RULES);
        assertThat(refusal(gateway.contracts().get("CommunityRules"), call))
                .startsWith("OwnableUnauthorizedAccount(");
        Digest proposal =
                propose(
                        wallet(0),
                        "Other rules",
                        gateway.contracts().get("CommunityRules"),
                        call.bytes());
        assertThat(newest().rules()).containsExactly(proposedRules(from));
        assertThat(newest().targets()).containsExactly(gateway.contracts().get("CommunityRules"));
        passes(Duration.ofDays(1).plusMinutes(1));
        assertThat(vote(0, Support.FOR)).isEmpty();
        drain();
        ChainAddress voter = new LocalSigner(wallet(0)).address();
        assertThat(gateway.governance().votesOf(voter)).isEqualTo(Map.of(proposal, Support.FOR));
        assertThat(gateway.governance().votesOf(accounts.operatorAddress())).isEmpty();
        passes(Duration.ofDays(7));
        assertThat(gateway.governance().carryOut(proposal)).isEmpty();
        drain();
        now = newest().dueAt().orElseThrow().plusSeconds(1);
        block();
        assertThat(gateway.governance().carryOut(proposal)).isEmpty();
        drain();

        AgreedRules agreed = gateway.agreedRules();
        assertThat(agreed.documentAt(Batches.AREA, from)).contains(NEXT_RULES);
        assertThat(agreed.documentAt(Batches.AREA, from.minusSeconds(1))).contains(first);
    }

    private static ProposedRules proposedRules(Instant from) {
        return new ProposedRules(
                Batches.AREA,
                from,
                3,
                Duration.ofMinutes(10),
                Price.ofMicroPerKwh(6_000),
                Price.ofMicroPerKwh(7_000),
                Price.ofMicroPerKwh(12_000),
                Price.ofMicroPerKwh(13_000),
                NEXT_RULES);
    }

    @Test
    void theOperatorAloneAdmitsAndDecidesNothing() {
        ChainAddress votes = gateway.contracts().get("MemberVotes");
        ChainAddress strawman = new LocalSigner(wallet(9)).address();
        AbiWords admit = AbiWords.call("admit(address)").add(strawman);
        AbiWords enrol =
                AbiWords.call("enrol(address,bool,bytes)")
                        .add(strawman)
                        .add(1)
                        .add(3L * AbiWords.WORD)
                        .addBytes(accounts.operator().sign(new byte[] {1}));
        AbiWords auditor = AbiWords.call("setAuditor(address)").add(strawman);

        assertThat(refusal(votes, admit)).startsWith("OwnableUnauthorizedAccount(");
        assertThat(refusal(votes, enrol)).isEqualTo("NotSignedByAuditor()");
        assertThat(refusal(gateway.contract(), auditor)).startsWith("OwnableUnauthorizedAccount(");
        Digest owner = word(votes, AbiWords.call("owner()"));
        assertThat(owner).isEqualTo(addressWord(gateway.contracts().get("CommunityTimelock")));
    }

    @Test
    void eachMemberHasOneKeyAndOneVote() {
        join(0);
        drain();
        assertThat(member(0, wallet(0))).isTrue();
        assertThat(written("MEMBER")).isEqualTo(1);

        // The same again, and after a crash.
        name(0, wallet(0));
        gateway.votingKeys().advance();
        reopen();
        gateway.votingKeys().advance();
        drain();
        assertThat(written("MEMBER")).isEqualTo(1);

        // Nobody votes for two, and another key takes the place of the one before.
        assertThat(name(1, wallet(0))).isFalse();
        assertThat(name(0, wallet(7))).isTrue();
        settleMembers();
        assertThat(member(0, wallet(0))).isFalse();
        assertThat(member(0, wallet(7))).isTrue();
        assertThat(name(1, wallet(0))).isTrue();
        settleMembers();
        assertThat(member(1, wallet(0))).isTrue();
        assertThat(written("MEMBER")).isEqualTo(4);
        assertThat(gateway.reverted(10)).isEmpty();
    }

    @Test
    void whoeverLeavesVotesNoMore() {
        join(0);
        join(1);
        drain();

        gateway.votingKeys().keepOnly(key -> key.participant().equals(participant(1)));
        settleMembers();

        assertThat(member(0, wallet(0))).isFalse();
        assertThat(member(1, wallet(1))).isTrue();
        assertThat(gateway.votingKeys().of(participant(0))).isEmpty();
        // Who left before the chain was told of it was never there.
        name(2, wallet(2));
        gateway.votingKeys().drop(participant(2));
        settleMembers();
        assertThat(written("MEMBER")).isEqualTo(3);
        assertThat(member(2, wallet(2))).isFalse();
    }

    @Test
    void onlyTheKeyItselfIsNamedAndVotes() {
        ChainAddress mine = new LocalSigner(wallet(0)).address();
        WalletText text = gateway.votingKeys().proofText(participant(0), 5, mine);
        assertThat(gateway.votingKeys().name(participant(0), 5, mine, text.signedWith(wallet(1))))
                .isFalse();
        assertThat(gateway.votingKeys().name(participant(1), 5, mine, text.signedWith(wallet(0))))
                .isFalse();
        join(0);
        join(1);
        drain();
        Digest proposal = propose(wallet(0), "Another auditor");
        passes(Duration.ofDays(1).plusMinutes(1));
        Governance governance = gateway.governance();
        byte[] others =
                new LocalSigner(wallet(1))
                        .sign(governance.ballot(proposal, Support.FOR, mine).message());

        assertThat(governance.vote(proposal, Support.FOR, mine, others).orElseThrow())
                .startsWith("GovernorInvalidSignature(");
        assertThat(vote(0, Support.FOR)).isEmpty();
        drain();
        assertThat(vote(0, Support.AGAINST)).isEmpty();
        drain();

        assertThat(written("VOTE")).isEqualTo(1);
        assertThat(newest().inFavour()).isEqualTo(1);
        assertThat(newest().against()).isZero();
    }

    private String refusal(ChainAddress to, AbiWords call) {
        ChainNode.CallResult answer = chain.call(accounts.operatorAddress(), to, call.bytes());
        assertThat(answer).isInstanceOf(ChainNode.CallResult.Refused.class);
        return ContractErrors.errorIn(((ChainNode.CallResult.Refused) answer).errorDataHex());
    }

    private Digest propose(ECKeyPair member, String text) {
        byte[] call = AbiWords.call("setAuditor(address)").add(NEXT_AUDITOR).bytes();
        return propose(member, text, gateway.contract(), call);
    }

    private Digest propose(ECKeyPair member, String text, ChainAddress target, byte[] call) {
        long word = AbiWords.WORD;
        AbiWords data =
                AbiWords.call("propose(address[],uint256[],bytes[],string)")
                        .add(4 * word)
                        .add(6 * word)
                        .add(8 * word)
                        .add(10 * word + word + AbiWords.padded(call.length))
                        .add(1)
                        .add(target)
                        .add(1)
                        .add(0)
                        .add(1)
                        .add(word)
                        .addBytes(call)
                        .addBytes(text.getBytes(StandardCharsets.UTF_8));
        TransactionSigner wallet = new TransactionSigner(new LocalSigner(member), chain.chainId());
        Draft draft =
                Draft.of(
                        OutboxEntry.Kind.VOTE,
                        Digest.ZERO,
                        Optional.of(gateway.contracts().get("CommunityGovernor")),
                        data.bytes(),
                        1_000_000);
        String raw = wallet.sign(0, draft, Fees.NONE).newest().rawTransactionHex();
        assertThat(chain.send(HexFormat.of().parseHex(raw))).isEmpty();
        chain.seal();
        return newest().id();
    }

    private Optional<String> vote(int member, Support support) {
        LocalSigner signer = new LocalSigner(wallet(member));
        Governance governance = gateway.governance();
        Digest proposal = newest().id();
        byte[] signature =
                signer.sign(governance.ballot(proposal, support, signer.address()).message());
        return governance.vote(proposal, support, signer.address(), signature);
    }

    private Proposal newest() {
        return gateway.governance().proposals().getFirst();
    }

    private void join(int member) {
        assertThat(name(member, wallet(member))).isTrue();
        gateway.votingKeys().advance();
        // The second look notes what became of it; here it is still under way.
        gateway.votingKeys().advance();
    }

    private boolean name(int member, ECKeyPair key) {
        ChainAddress address = new LocalSigner(key).address();
        String proof =
                gateway.votingKeys()
                        .proofText(participant(member), member, address)
                        .signedWith(key);
        return gateway.votingKeys().name(participant(member), member, address, proof);
    }

    /** Until the chain has all that is wanted. */
    private void settleMembers() {
        Await.until(() -> {
            gateway.votingKeys().advance();
            drain();
            return OutboxDatabase.count("SELECT count(*) FROM settlement.voting_key WHERE NOT told")
                    == 0;
        });
    }

    private boolean member(int member, ECKeyPair key) {
        String address = new LocalSigner(key).address().hex();
        return gateway.votingKeys()
                .isMember(new VotingKey(0, participant(member), member, address, true, true, null));
    }

    private static ECKeyPair wallet(int member) {
        return ECKeyPair.create(BigInteger.valueOf(100 + member));
    }

    private Digest auditor() {
        return word(gateway.contract(), AbiWords.call("auditor()"));
    }

    private Digest word(ChainAddress contract, AbiWords call) {
        return new VaultReader(chain, accounts.operatorAddress(), contract).word(call.bytes());
    }

    private static Digest addressWord(ChainAddress address) {
        return Digest.of(new AbiWords().add(address).bytes());
    }

    private void passes(Duration time) {
        now = now.plus(time);
        block();
    }

    /** One in which nothing happens but that time has passed. */
    private void block() {
        TransactionSigner stranger =
                new TransactionSigner(
                        new LocalSigner(ECKeyPair.create(BigInteger.TWO)), chain.chainId());
        ChainAddress address = new LocalSigner(ECKeyPair.create(BigInteger.TWO)).address();
        long nonce = chain.transactionCount(address);
        Draft draft =
                Draft.of(
                        OutboxEntry.Kind.VOTE,
                        Digest.ZERO,
                        Optional.of(address),
                        new byte[0],
                        50_000);
        String raw = stranger.sign(nonce, draft, Fees.NONE).newest().rawTransactionHex();
        assertThat(chain.send(HexFormat.of().parseHex(raw))).isEmpty();
        chain.seal();
    }

    private void drain() {
        Await.until(() -> gateway.pump().waiting() == 0);
    }

    private void open() {
        chain =
                EmbeddedChain.start(
                        new EmbeddedChain.Config(
                                Nodes.NODE_MODULES, home.resolve("chain"), () -> now));
        gateway =
                new ChainGateway(
                        chain,
                        accounts,
                        OutboxDatabase.reopened(),
                        VaultTerms.PLAY_MONEY,
                        () -> now);
        gateway.ensureDeployed();
    }

    private void reopen() {
        chain.abandon();
        open();
    }

    private static long written(String kind) {
        return OutboxDatabase.count(
                "SELECT count(*) FROM settlement.chain_outbox WHERE kind = '" + kind + "'");
    }
}
