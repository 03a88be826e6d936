package energy.peerwatt.settlement.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.chain.ChainAccounts.Role;
import energy.peerwatt.settlement.chain.ChainNode.CallResult;
import energy.peerwatt.settlement.chain.SettlementBatch.Position;
import energy.peerwatt.settlement.chain.VaultParts.Part;
import energy.peerwatt.settlement.chain.VaultParts.Seat;
import energy.peerwatt.settlement.store.OutboxEntry.Kind;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import energy.peerwatt.unit.Price;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3j.protocol.ObjectMapperFactory;
import tools.jackson.databind.JsonNode;

/** What Java says of batches, reports and pages is what the contracts say. */
class VaultConformanceTest {

    private static final String BATCH =
            "(uint32,uint64,uint32,uint32,uint32,uint32,bytes32,bytes32,bytes32)";

    @TempDir Path home;

    private EmbeddedChain chain;
    private ChainAccounts accounts;
    private ChainGateway gateway;

    @BeforeEach
    void start() {
        accounts = ChainAccounts.open(home.resolve("seed"));
        chain = Nodes.start(home.resolve("chain"));
        gateway = Gateways.of(chain, accounts, OutboxDatabase.empty());
        gateway.ensureDeployed();
    }

    @AfterEach
    void stop() {
        chain.close();
    }

    @Test
    void hashesABatchAsTheVaultDoes() {
        settle(Batches.batch(0, 4));
        VaultBatch batch = vaultBatch();

        byte[] call = batch.fields(AbiWords.call("digestOf(" + BATCH + ")")).bytes();
        assertThat(word(call))
                .isEqualTo(Digest.keccak(batch.message(chain.chainId(), gateway.contract())));
        byte[] latest = batch.fields(AbiWords.call("isLatest(" + BATCH + ")")).bytes();
        assertThat(word(latest)).isEqualTo(Digest.of(new AbiWords().add(1).bytes()));
    }

    @Test
    void verifiesLinesAsTheVaultDoes() {
        List<Digest> leaves = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            leaves.add(TypedData.text("line " + i));
        }
        StatementTree tree = StatementTree.of(leaves);
        settle(Batches.batch(Batches.FIRST, 1, tree.root(), 4, Batches.SALE_WH, Batches.SALE_NANO));
        VaultBatch batch = vaultBatch();

        for (int i = 0; i < leaves.size(); i++) {
            assertThat(verifies(batch, leaves.get(i), tree.proof(i))).isTrue();
            assertThat(verifies(batch, Batches.ROOT, tree.proof(i))).isFalse();
        }
    }

    @Test
    void writesPagesAsTheChallengeGameReadsThem() {
        SettlementBatch batch = Batches.batch(0, 4);
        settle(batch);
        List<byte[]> pages = gateway.pages(batch).orElseThrow().get(0);
        assertThat(pages).hasSize(1);

        // A page that is demanded and then shown must be one of the batch.
        VaultBatch shown = vaultBatch();
        assertThat(shown.pages()).isEqualTo(1);
        assertThat(Digest.keccak(pages.getFirst())).isEqualTo(shown.tradesRoot());
        assertThat(tally(shown, pages.getFirst())).isInstanceOf(CallResult.Returned.class);
        byte[] changed = pages.getFirst().clone();
        changed[10]++;
        assertThat(tally(shown, changed))
                .isInstanceOfSatisfying(
                        CallResult.Refused.class,
                        refused ->
                                assertThat(refused.errorDataHex())
                                        .startsWith(
                                                TypedData.text("NotInBatch()")
                                                        .hex()
                                                        .substring(0, 10)));
    }

    @Test
    void refusesWhatAnAccountCannotCover() {
        settle(Batches.batch(0, 4));
        long much = 2 * PlayMoney.DEPOSIT_NANO;
        // As where money is real: nobody pays in but the member.
        VaultTerms real =
                new VaultTerms(
                        Optional.of(gateway.contracts().get("TestStablecoin")),
                        Duration.ofDays(1),
                        Duration.ofDays(3),
                        Duration.ofDays(1_100),
                        Money.ofNano(1_000_000_000_000_000L));
        assertThat(new VaultSuite(accounts, real).playMoney()).isFalse();
        Map<ParticipantId, Seat> seats = seats(4);
        SettlementBatch dear = Batches.batch(Batches.FIRST.plus(1), 1, Batches.ROOT, 4, 250, much);
        Part part = VaultParts.of(dear, seats, List.of(0), false).getFirst();
        report(part.report());

        CallResult refused = chain.call(accounts.operatorAddress(), gateway.contract(), call(part));

        assertThat(refused)
                .isInstanceOfSatisfying(
                        CallResult.Refused.class,
                        answer ->
                                assertThat(ContractErrors.errorIn(answer.errorDataHex()))
                                        .startsWith("Funds("));
    }

    @Test
    void topsPlayMoneyUpBeforeItRunsOut() {
        long third = PlayMoney.DEPOSIT_NANO / 3;
        for (int i = 0; i < 6; i++) {
            settle(Batches.batch(Batches.FIRST.plus(i), 1, Batches.ROOT, 2, 250, third));
        }
        assertThat(Gateways.earned(gateway, 1)).isEqualTo(Money.ofNano(-6 * third));
        assertThat(gateway.accountOf(Batches.participant(1)).orElseThrow().cash().nano())
                .isPositive();
    }

    /** Else the batch goes out without what its new members are paid in, and is refused. */
    @Test
    void paysInWhatAFailureKeptFromBeingWritten() throws IOException {
        Path folder = Files.createDirectories(home.resolve("keys"));
        Files.copy(home.resolve("seed"), folder.resolve(ChainAccounts.SEED_FILE));
        FailsOnce auditor = new FailsOnce(accounts.signer(Role.AUDITOR));
        Map<Role, Signer> elsewhere =
                Map.of(Role.OPERATOR, accounts.operator(), Role.AUDITOR, auditor);
        accounts =
                ChainAccounts.open(
                        folder, home.resolve("pw"), elsewhere, OutboxDatabase.reopened());
        gateway = Gateways.of(chain, accounts, OutboxDatabase.reopened());

        settle(Batches.batch(0, 4));

        assertThat(auditor.failed).isTrue();
    }

    /** Each part is balanced by itself; the clearing account has in each what it pays. */
    @Test
    void settlesACommunityInParts() {
        settle(Batches.batch(0, 6));
        Map<ParticipantId, Seat> seats = new HashMap<>();
        seats(6).forEach((participant, seat) ->
                seats.put(participant, new Seat(seat.index(), (int) (participant.value() % 2))));
        SettlementBatch batch =
                withReward(
                        Batches.batch(Batches.FIRST.plus(1), 1, Batches.ROOT, 6, 250, 50_000_000));

        List<Part> parts = VaultParts.of(batch, seats, List.of(0, 1), false);

        assertThat(parts).hasSize(2);
        for (Part part : parts) {
            assertThat(part.batch().rows().getFirst().index()).isEqualTo(VaultParts.CLEARING);
            report(part.report());
            Optional<ChainNode.Receipt> receipt = send(gateway.contract(), call(part));
            assertThat(receipt.orElseThrow().succeeded()).isTrue();
            for (byte[] page : part.pages()) {
                assertThat(tally(part.batch(), page)).isInstanceOf(CallResult.Returned.class);
            }
        }
        assertThat(parts.stream().mapToLong(part -> part.report().importWh()).sum()).isEqualTo(750);
    }

    /** The same, with cash that goes from a member of one part to one of the other. */
    private static SettlementBatch withReward(SettlementBatch batch) {
        Transfer reward =
                new Transfer(
                        Transfer.Kind.REWARD,
                        Batches.participant(0),
                        Batches.participant(1),
                        Energy.ofWattHours(100),
                        Price.ofMicroPerKwh(10_000));
        List<Transfer> transfers = new ArrayList<>(batch.transfers());
        transfers.add(reward);
        Money amount = Money.ofNano(1_000_000);
        List<Position> positions =
                batch.positions().stream()
                        .map(one ->
                                one.participant().equals(reward.payer())
                                        ? paid(one, amount.negated())
                                        : one.participant().equals(reward.payee())
                                                ? paid(one, amount)
                                                : one)
                        .toList();
        return new SettlementBatch(
                batch.area(),
                batch.interval(),
                batch.version(),
                batch.linesRoot(),
                batch.metered(),
                positions,
                transfers);
    }

    private static Position paid(Position one, Money more) {
        return one.plus(new Position(one.participant(), more, 0, 0, 0));
    }

    /** However accounts lie in the vault, a part's batch fits into a transaction. */
    @Test
    void partsAreCutByTheGasTheyNeed() throws IOException {
        for (int apart : List.of(1, 2, 4)) {
            PartRoom room = new PartRoom(0);
            List<VaultRow> rows = new ArrayList<>();
            for (long index = 2; room.place(index) == 0; index += apart) {
                rows.add(new VaultRow(index, Money.ZERO, 0, 0, 0));
            }
            assertThat(batchOf(rows).gasLimit()).isPositive();
            // Much smaller parts would be a waste.
            assertThat(rows).hasSizeGreaterThan(apart == 1 ? 4_900 : apart == 2 ? 3_900 : 2_300);
        }
        List<VaultRow> scattered = new ArrayList<>();
        for (int i = 1; i <= VaultBatch.MAX_ROWS; i++) {
            scattered.add(new VaultRow(4L * i, Money.ZERO, 0, 0, 0));
        }
        assertThatThrownBy(batchOf(scattered)::gasLimit).hasMessageContaining("5000 slots");

        JsonNode measured =
                ObjectMapperFactory.getObjectMapper()
                        .readTree(Path.of("contracts", "gas", "settlement.json").toFile());
        assertThat(VaultBatch.leastGas(5_000, 1_250))
                .isGreaterThan(gas(measured, "settle 50,000 trades, 5,000 participants"));
        assertThat(VaultBatch.leastGas(200, 200))
                .isGreaterThan(
                        gas(
                                measured,
                                "settle 1,000 trades, 200 participants in slots of their own"));
    }

    private static long gas(JsonNode measured, String name) {
        long gas = measured.get(name).asLong();
        assertThat(gas).isPositive();
        return gas;
    }

    private static VaultBatch batchOf(List<VaultRow> rows) {
        return new VaultBatch(
                Batches.AREA, Batches.FIRST.start(), 0, 1, 1, 0, Batches.ROOT, Digest.ZERO, rows);
    }

    @Test
    void energyThatIsFinalStays() {
        settle(Batches.batch(0, 4));
        Instant late = Batches.FIRST.start().plus(VaultTerms.PLAY_MONEY.energyWindow());
        gateway =
                new ChainGateway(
                        chain,
                        accounts,
                        OutboxDatabase.reopened(),
                        VaultTerms.PLAY_MONEY,
                        InstantSource.fixed(late));

        settle(Batches.batch(Batches.FIRST, 2, Batches.ROOT, 4, 200, -10_000_000));

        VaultBatch correction = vaultBatch();
        assertThat(correction.version()).isEqualTo(2);
        assertThat(correction.meterVersion()).isZero();
        assertThat(correction.rows()).allMatch(row -> row.boughtWh() == 0 && row.exportWh() == 0);
    }

    @Test
    void writesEntriesOf53Bytes() {
        Transfer transfer =
                new Transfer(
                        Transfer.Kind.POOL,
                        Batches.participant(0),
                        Batches.participant(1),
                        Energy.ofWattHours(0x1234),
                        Price.ofMicroPerKwh(-2));

        List<byte[]> pages = TradePages.of(List.of(transfer), participant -> participant.value());

        assertThat(HexFormat.of().formatHex(pages.getFirst()))
                .isEqualTo(
                        "00000000"
                                + "02"
                                + "00000064"
                                + "00000065"
                                + "00001234"
                                + "fffffffffffffffe"
                                + "00".repeat(32));
    }

    private void settle(SettlementBatch batch) {
        Gateways.submit(gateway, batch, () -> {});
        Await.until(() -> gateway.pump().waiting() == 0);
        assertThat(gateway.find(batch.key()).orElseThrow().state())
                .isInstanceOf(ChainBatch.Confirmed.class);
    }

    private VaultBatch vaultBatch() {
        return Gateways.newestBatch(home.resolve("chain"), gateway.contract());
    }

    private Map<ParticipantId, Seat> seats(int participants) {
        Map<ParticipantId, Seat> seats = new HashMap<>();
        for (int i = 0; i < participants; i++) {
            long index = gateway.accountOf(Batches.participant(i)).orElseThrow().index();
            seats.put(Batches.participant(i), new Seat(index, 0));
        }
        return seats;
    }

    private byte[] call(Part part) {
        byte[] message = part.batch().message(chain.chainId(), gateway.contract());
        return part.batch().settle(accounts.signer(Role.AUDITOR).sign(message));
    }

    private void report(MeterReport report) {
        ChainAddress oracle = gateway.contracts().get("MeterOracle");
        List<Signer> signers = List.of(accounts.signer(Role.METERING));
        byte[] call = report.report(chain.chainId(), oracle, signers);
        assertThat(send(oracle, call).orElseThrow().succeeded()).isTrue();
    }

    private Optional<ChainNode.Receipt> send(ChainAddress to, byte[] call) {
        TransactionSigner signer = new TransactionSigner(accounts.operator(), chain.chainId());
        var signed =
                signer.sign(
                        chain.transactionCount(accounts.operatorAddress()),
                        TransactionSigner.Draft.of(
                                Kind.BATCH, Batches.ROOT, Optional.of(to), call, 3_000_000),
                        Fees.NONE);
        chain.send(HexFormat.of().parseHex(signed.newest().rawTransactionHex()));
        chain.seal();
        return chain.receipt(new Digest(signed.entry().transactionHashHex()));
    }

    /** Adds the first account's entries on the only page up, as a challenger does. */
    private CallResult tally(VaultBatch batch, byte[] page) {
        long head = VaultCalls.Head.WORDS + 3L;
        AbiWords words = batch.fields(AbiWords.call("tally(" + BATCH + ",uint32,bytes,bytes32[])"));
        words.add(2)
                .add(head * AbiWords.WORD)
                .add((head + 1) * AbiWords.WORD + AbiWords.padded(page.length))
                .addBytes(page)
                .add(0);
        return chain.call(
                accounts.operatorAddress(),
                gateway.contracts().get("ChallengeGame"),
                words.bytes());
    }

    private boolean verifies(VaultBatch batch, Digest leaf, List<Digest> proof) {
        AbiWords words = batch.fields(AbiWords.call("verifyLine(" + BATCH + ",bytes32,bytes32[])"));
        words.add(leaf).add((VaultCalls.Head.WORDS + 2) * AbiWords.WORD).add(proof.size());
        proof.forEach(words::add);
        return !word(words.bytes()).equals(Digest.ZERO);
    }

    private Digest word(byte[] call) {
        CallResult answer = chain.call(accounts.operatorAddress(), gateway.contract(), call);
        assertThat(answer).isInstanceOf(CallResult.Returned.class);
        return ((CallResult.Returned) answer).words().getFirst();
    }

    /** A key that is away the first time. */
    private static final class FailsOnce implements Signer {

        private final Signer key;
        private boolean failed;

        FailsOnce(Signer key) {
            this.key = key;
        }

        @Override
        public ChainAddress address() {
            return key.address();
        }

        @Override
        public byte[] sign(byte[] message) {
            if (!failed) {
                failed = true;
                throw new MarketException(ErrorCode.SIGNING_KEY_UNAVAILABLE, "away");
            }
            return key.sign(message);
        }
    }
}
