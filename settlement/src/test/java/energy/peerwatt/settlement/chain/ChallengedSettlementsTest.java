package energy.peerwatt.settlement.chain;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.DeliveryRule;
import energy.peerwatt.settlement.ImbalancePrices;
import energy.peerwatt.settlement.IntervalSettlement;
import energy.peerwatt.settlement.MeteredEnergy;
import energy.peerwatt.settlement.RewardRules;
import energy.peerwatt.settlement.RewardRules.Congestion;
import energy.peerwatt.settlement.RewardRules.QualityFactors;
import energy.peerwatt.settlement.Scenario;
import energy.peerwatt.settlement.SettlementRules;
import energy.peerwatt.settlement.StepCurve;
import energy.peerwatt.settlement.StepCurve.Step;
import energy.peerwatt.settlement.allocation.DynamicKey;
import energy.peerwatt.settlement.allocation.OwnUseFirst;
import energy.peerwatt.settlement.chain.ChainNode.CallResult;
import energy.peerwatt.settlement.chain.TransactionSigner.Draft;
import energy.peerwatt.settlement.store.OutboxEntry.Kind;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.web3j.crypto.ECKeyPair;

/**
 * Settlements of all kinds before the challenge game on a real node: rewards and indemnities, own
 * use, contracts paid in full. The game is one that the bond does not know: what is proved there is
 * refused by the bond alone.
 */
class ChallengedSettlementsTest {

    private static final String BATCH =
            "(uint32,uint64,uint32,uint32,uint32,uint32,bytes32,bytes32,bytes32)";
    private static final long HEAD = VaultCalls.Head.WORDS;
    private static final String PROVED = selector("NotAllowed(address)");
    private static final String NO_BREACH = selector("NoBreach()");

    private static final DeliveryInterval FIRST = Scenario.INTERVAL;
    private static final DeliveryInterval RULED = FIRST.plus(8);
    private static final DeliveryInterval CONTRACTED = FIRST.plus(16);

    /** 4 kW; 2 ct from 70 %; 1 ct per kWh delivered, and nothing is paid twice over. */
    private static final RewardRules REWARDS =
            new RewardRules(
                    500,
                    Price.ofMicroPerKwh(10_000),
                    new Congestion(4_000, new StepCurve(List.of(new Step(700, 20_000)))),
                    new StepCurve(List.of(new Step(500, 1_000))),
                    new QualityFactors(500, 0));

    private static final ImbalancePrices DUAL =
            new ImbalancePrices.Dual(Price.ofCentsPerKwh(35), Price.ofCentsPerKwh(-4));

    private final LocalSigner stranger = new LocalSigner(ECKeyPair.create(BigInteger.TWO));

    @TempDir Path home;

    private volatile Instant now = FIRST.start().plus(Duration.ofHours(1));
    private ChainAccounts accounts;
    private EmbeddedChain chain;
    private ChainGateway gateway;
    private ChainAddress rules;
    private ChainAddress game;

    @BeforeEach
    void start() {
        accounts = ChainAccounts.open(home.resolve("seed"));
        chain =
                EmbeddedChain.start(
                        new EmbeddedChain.Config(
                                Nodes.NODE_MODULES, home.resolve("chain"), () -> now));
        gateway =
                new ChainGateway(
                        chain, accounts, OutboxDatabase.empty(), VaultTerms.PLAY_MONEY, () -> now);
        gateway.ensureDeployed();
        settle(batch(FIRST, transfers -> transfers));
        openGame();
        now = RULED.start().plus(Duration.ofHours(1));
    }

    @AfterEach
    void stop() {
        chain.close();
    }

    @Test
    void honestRewardsAndIndemnitiesCannotBeProvedWrong() {
        SettlementBatch batch = batch(RULED, transfers -> transfers);
        assertThat(batch.transfers())
                .extracting(Transfer::kind)
                .contains(Transfer.Kind.REWARD, Transfer.Kind.INDEMNITY, Transfer.Kind.FEE);

        requireNothingProvedWrong(batch, settle(batch));
    }

    @Test
    void honestOwnUseCannotBeProvedWrong() {
        SettlementBatch batch = ownUse(transfers -> transfers);
        assertThat(batch.transfers())
                .extracting(Transfer::kind)
                .contains(Transfer.Kind.METER_FEE, Transfer.Kind.POOL, Transfer.Kind.FEE);

        requireNothingProvedWrong(batch, settle(batch));
    }

    @Test
    void feesOnMoreThanWasUsedOfTheOwnAreProvedWrong() {
        SettlementBatch batch =
                ownUse(all -> all.stream().map(ChallengedSettlementsTest::tenfold).toList());
        VaultBatch settled = settle(batch);
        long user = indexOf(Scenario.member(0));

        tally(settled, user, pageOf(batch));

        assertThat(metersWrong(settled, user)).startsWith(PROVED);
    }

    @ParameterizedTest
    @MethodSource("imbalancePrices")
    void honestContractsCannotBeProvedWrong(ImbalancePrices prices) {
        SettlementBatch batch = contracts(prices, transfers -> transfers);
        assertThat(batch.transfers())
                .extracting(Transfer::kind)
                .contains(Transfer.Kind.TRADE, Transfer.Kind.UNDELIVERED, Transfer.Kind.METER_FEE)
                .doesNotContain(Transfer.Kind.FEE);
        VaultBatch settled = settle(batch);
        payContractsFrom(CONTRACTED);

        requireNothingProvedWrong(batch, settled);
    }

    static List<ImbalancePrices> imbalancePrices() {
        return List.of(
                new ImbalancePrices.OwnTariffs(),
                new ImbalancePrices.Dual(Price.ofCentsPerKwh(35), Price.ofCentsPerKwh(-4)),
                new ImbalancePrices.GroupSingle(Price.ofCentsPerKwh(25)),
                new ImbalancePrices.GroupDual(Price.ofCentsPerKwh(35), Price.ofCentsPerKwh(5)));
    }

    @Test
    void whatIsNotDeliveredIsProvedWrongWhereMetersCount() {
        SettlementBatch batch = contracts(DUAL, transfers -> transfers);
        VaultBatch settled = settle(batch);

        for (int position = 0; position < batch.transfers().size(); position++) {
            Transfer.Kind kind = batch.transfers().get(position).kind();
            boolean contracts =
                    kind == Transfer.Kind.UNDELIVERED || kind == Transfer.Kind.IMBALANCE;
            assertThat(unlawful(settled, pageOf(batch), position))
                    .startsWith(contracts ? PROVED : NO_BREACH);
        }
    }

    @Test
    void imbalancePaidToAMemberIsProvedWrong() {
        SettlementBatch batch =
                contracts(
                        DUAL,
                        all -> all.stream().map(ChallengedSettlementsTest::pastTheGroup).toList());
        VaultBatch settled = settle(batch);
        payContractsFrom(CONTRACTED);

        for (int position = 0; position < batch.transfers().size(); position++) {
            boolean imbalance = batch.transfers().get(position).kind() == Transfer.Kind.IMBALANCE;
            assertThat(unlawful(settled, pageOf(batch), position))
                    .startsWith(imbalance ? PROVED : NO_BREACH);
        }
    }

    @Test
    void feesAndImbalanceBeyondTheMetersAreProvedWrong() {
        SettlementBatch batch =
                contracts(
                        DUAL, all -> all.stream().map(ChallengedSettlementsTest::tenfold).toList());
        VaultBatch settled = settle(batch);
        payContractsFrom(CONTRACTED);

        // Short; long, twice; nothing but fees.
        for (int member = 0; member < 4; member++) {
            long account = indexOf(Scenario.member(member));
            tally(settled, account, pageOf(batch));
            assertThat(metersWrong(settled, account)).startsWith(PROVED);
        }
    }

    @Test
    void aRewardFromMemberToMemberIsProvedWrong() {
        SettlementBatch batch =
                batch(
                        RULED,
                        all -> all.stream().map(ChallengedSettlementsTest::pastTheFund).toList());

        VaultBatch settled = settle(batch);

        for (int position = 0; position < batch.transfers().size(); position++) {
            boolean reward = batch.transfers().get(position).kind() == Transfer.Kind.REWARD;
            assertThat(unlawful(settled, pageOf(batch), position))
                    .startsWith(reward ? PROVED : NO_BREACH);
        }
    }

    @Test
    void rewardsThatNobodyReceivesAreProvedWrong() {
        SettlementBatch batch =
                batch(
                        RULED,
                        all ->
                                all.stream()
                                        .filter(one ->
                                                !one.payer().equals(ParticipantId.REWARD_FUND))
                                        .toList());
        VaultBatch settled = settle(batch);
        long fund = indexOf(ParticipantId.REWARD_FUND);

        tally(settled, fund, pageOf(batch));

        assertThat(rewardsWrong(settled, fund)).startsWith(PROVED);
    }

    private static Transfer pastTheFund(Transfer one) {
        return one.kind() != Transfer.Kind.REWARD
                ? one
                : new Transfer(
                        one.kind(),
                        Scenario.member(1),
                        Scenario.member(0),
                        one.energy(),
                        one.price());
    }

    private static Transfer pastTheGroup(Transfer one) {
        return one.kind() != Transfer.Kind.IMBALANCE
                ? one
                : new Transfer(
                        one.kind(),
                        Scenario.member(1),
                        Scenario.member(0),
                        one.energy(),
                        one.price());
    }

    private static Transfer tenfold(Transfer one) {
        boolean metered =
                one.kind() == Transfer.Kind.IMBALANCE || one.kind() == Transfer.Kind.METER_FEE;
        return !metered
                ? one
                : new Transfer(
                        one.kind(),
                        one.payer(),
                        one.payee(),
                        Energy.ofWattHours(10 * one.energy().wattHours()),
                        one.price());
    }

    /** Whoever tries, with whatever entry or account. */
    private void requireNothingProvedWrong(SettlementBatch batch, VaultBatch settled) {
        byte[] page = pageOf(batch);
        for (int position = 0; position < batch.transfers().size(); position++) {
            assertThat(unlawful(settled, page, position)).startsWith(NO_BREACH);
        }
        for (ParticipantId one : BatchWriter.participants(batch)) {
            long account = indexOf(one);
            tally(settled, account, page);
            assertThat(netWrong(settled, account)).startsWith(NO_BREACH);
            assertThat(rewardsWrong(settled, account)).startsWith(NO_BREACH);
            assertThat(metersWrong(settled, account)).startsWith(NO_BREACH);
        }
    }

    /** Member 0 uses 700 Wh of its own, sells 200 Wh to member 1 and 900 Wh through the pool. */
    private SettlementBatch ownUse(UnaryOperator<List<Transfer>> changed) {
        return batch(
                new Scenario()
                        .at(RULED)
                        .rules(
                                new SettlementRules.Sharing(
                                        new OwnUseFirst(new DynamicKey()),
                                        DeliveryRule.PRO_RATA,
                                        false))
                        .metered(700, 1_800)
                        .metered(600, 0)
                        .metered(500, 0)
                        .trade(0, 1, 200, 14),
                changed);
    }

    /**
     * Member 0 delivers less than it sold, member 1 takes less than it bought, member 2 exports
     * what it sold to nobody, and member 3 takes as much as it bought.
     */
    private SettlementBatch contracts(
            ImbalancePrices prices, UnaryOperator<List<Transfer>> changed) {
        return batch(
                new Scenario()
                        .at(CONTRACTED)
                        .rules(new SettlementRules.Contracts(DeliveryRule.PRO_RATA, prices))
                        .metered(50, 1_500)
                        .metered(300, 0)
                        .metered(0, 400)
                        .metered(500, 0)
                        .trade(0, 1, 1_400, 14)
                        .trade(0, 3, 500, 15),
                changed);
    }

    /** Member 1 takes less than it bought; the area gives 3,200 W to the grid. */
    private SettlementBatch batch(
            DeliveryInterval interval, UnaryOperator<List<Transfer>> changed) {
        return batch(
                new Scenario()
                        .at(interval)
                        .rules(
                                new SettlementRules.Sharing(
                                        new DynamicKey(),
                                        DeliveryRule.PRO_RATA,
                                        true,
                                        Optional.of(REWARDS)))
                        .metered(0, 1_800)
                        .metered(600, 0)
                        .metered(400, 0)
                        .trade(0, 1, 800, 14)
                        .trade(0, 2, 300, 14),
                changed);
    }

    private SettlementBatch batch(Scenario scenario, UnaryOperator<List<Transfer>> changed) {
        IntervalSettlement settlement = scenario.settle();
        List<MeteredEnergy> metered =
                scenario.positions().stream()
                        .map(one ->
                                new MeteredEnergy(
                                        one.participant(), one.imported(), one.exported()))
                        .toList();
        SettlementBatch batch = SettlementBatch.first(settlement, metered, Batches.ROOT, accounts);
        return new SettlementBatch(
                batch.area(),
                batch.interval(),
                batch.version(),
                batch.linesRoot(),
                batch.metered(),
                batch.positions(),
                changed.apply(batch.transfers()));
    }

    private VaultBatch settle(SettlementBatch batch) {
        Gateways.submit(gateway, batch, () -> {});
        Await.until(() -> gateway.pump().waiting() == 0);
        assertThat(gateway.find(batch.key()).orElseThrow().state())
                .isInstanceOf(ChainBatch.Confirmed.class);
        return Gateways.newestBatch(home.resolve("chain"), gateway.contract());
    }

    private byte[] pageOf(SettlementBatch batch) {
        return gateway.pages(batch).orElseThrow().get(0).getFirst();
    }

    private long indexOf(ParticipantId participant) {
        return gateway.accountOf(participant).orElseThrow().index();
    }

    /** A game, and rules that hold at once and let the meters count. */
    private void openGame() {
        rules =
                create(
                        "CommunityRules",
                        new AbiWords().add(stranger.address()).add(0).add(gateway.contract()));
        schedule(RULED, 0);
        game =
                create(
                        "ChallengeGame",
                        new AbiWords()
                                .add(gateway.contract())
                                .add(gateway.contracts().get("Orders"))
                                .add(rules)
                                .add(gateway.contracts().get("OperatorBond"))
                                .add(60));
    }

    /** The group has an account of its own only if it was paid or paid once. */
    private void payContractsFrom(DeliveryInterval interval) {
        now = interval.start().minusSeconds(60);
        schedule(
                interval,
                gateway.accountOf(ParticipantId.BALANCE_GROUP)
                        .map(ChainGateway.Account::index)
                        .orElse(99L));
    }

    private void schedule(DeliveryInterval from, long balanceGroup) {
        AbiWords words =
                AbiWords.call(
                        "schedule(uint32,uint64,(uint16,uint32,uint32,uint32,uint32,uint32,"
                                + "uint64,uint64,uint64,uint64,int64,int64,int64,int64,bytes32))");
        words.add(Scenario.AREA.value()).add(from.start().getEpochSecond()).add(1).add(3_600);
        words.add(indexOf(ParticipantId.TAX_OFFICE)).add(indexOf(ParticipantId.GRID_OPERATOR));
        words.add(indexOf(ParticipantId.REWARD_FUND)).add(balanceGroup);
        words.add(Scenario.FEES.levy().microPerKwh()).add(Scenario.FEES.gridFee().microPerKwh());
        // From feed-in to retail; the highest adder and what is paid for delivery.
        words.add(220_000).add(30_000);
        words.add(-40_000).add(350_000).add(0).add(300_000).add(Digest.ZERO);
        send(Optional.of(rules), words.bytes());
    }

    private ChainAddress create(String contract, AbiWords arguments) {
        String code = ContractArtefact.load(contract).codeHex();
        String data = code + HexFormat.of().formatHex(arguments.bytes());
        long nonce = chain.transactionCount(stranger.address());
        send(Optional.empty(), HexFormat.of().parseHex(data));
        return TransactionSigner.contractAddress(stranger.address(), nonce);
    }

    private void send(Optional<ChainAddress> to, byte[] data) {
        Draft draft = Draft.of(Kind.BATCH, Digest.ZERO, to, data, 10_000_000);
        var signed =
                new TransactionSigner(stranger, chain.chainId())
                        .sign(chain.transactionCount(stranger.address()), draft, Fees.NONE);
        String raw = signed.newest().rawTransactionHex();
        assertThat(chain.send(HexFormat.of().parseHex(raw))).isEmpty();
        chain.seal();
        Digest hash = new Digest(signed.entry().transactionHashHex());
        assertThat(chain.receipt(hash).orElseThrow().succeeded()).isTrue();
    }

    private void tally(VaultBatch batch, long account, byte[] page) {
        AbiWords words = batch.fields(AbiWords.call("tally(" + BATCH + ",uint32,bytes,bytes32[])"));
        words.add(account).add((HEAD + 3) * AbiWords.WORD);
        words.add((HEAD + 4) * AbiWords.WORD + AbiWords.padded(page.length));
        send(Optional.of(game), words.addBytes(page).add(0).bytes());
    }

    private String unlawful(VaultBatch batch, byte[] page, int position) {
        AbiWords words =
                AbiWords.call("proveUnlawfulEntry((" + BATCH + ",bytes,bytes32[],uint256))");
        batch.fields(words.add(AbiWords.WORD)).add((HEAD + 3) * AbiWords.WORD);
        words.add((HEAD + 4) * AbiWords.WORD + AbiWords.padded(page.length)).add(position);
        return answer(words.addBytes(page).add(0));
    }

    private String netWrong(VaultBatch batch, long account) {
        AbiWords words = AbiWords.call("proveNetWrong(" + BATCH + "," + BATCH + ",uint32,bytes)");
        batch.fields(batch.fields(words)).add(account).add((2 * HEAD + 2) * AbiWords.WORD);
        return answer(words.addBytes(batch.rowBytes()));
    }

    private String rewardsWrong(VaultBatch batch, long account) {
        return accountWrong("proveRewardsWrong", batch, account);
    }

    private String metersWrong(VaultBatch batch, long account) {
        return accountWrong("proveMetersWrong", batch, account);
    }

    private String accountWrong(String proof, VaultBatch batch, long account) {
        AbiWords words = AbiWords.call(proof + "(" + BATCH + ",uint32,bytes)");
        batch.fields(words).add(account).add((HEAD + 2) * AbiWords.WORD);
        return answer(words.addBytes(batch.rowBytes()));
    }

    private static String selector(String error) {
        return TypedData.text(error).hex().substring(0, 10);
    }

    /** The error with which the call is refused, which each is. */
    private String answer(AbiWords call) {
        CallResult answer = chain.call(stranger.address(), game, call.bytes());
        assertThat(answer).isInstanceOf(CallResult.Refused.class);
        return ((CallResult.Refused) answer).errorDataHex();
    }
}
