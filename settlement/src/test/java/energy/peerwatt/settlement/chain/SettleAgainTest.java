package energy.peerwatt.settlement.chain;

import static energy.peerwatt.settlement.chain.Batches.FIRST;
import static energy.peerwatt.settlement.chain.Batches.ROOT;
import static energy.peerwatt.settlement.chain.Batches.SALE_NANO;
import static energy.peerwatt.settlement.chain.Batches.SALE_WH;
import static energy.peerwatt.settlement.chain.Batches.batch;
import static energy.peerwatt.settlement.chain.Batches.participant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.settlement.chain.ChainAccounts.Role;
import energy.peerwatt.settlement.chain.TransactionSigner.Draft;
import energy.peerwatt.settlement.store.OutboxEntry;
import energy.peerwatt.settlement.store.OutboxEntry.Kind;
import energy.peerwatt.settlement.store.WithdrawalStore.PayoutAddress;
import energy.peerwatt.unit.Money;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a contract would refuse waits, and what it refused is settled once its cause has passed. */
class SettleAgainTest {

    @TempDir Path home;

    private volatile Instant now = Instant.parse("2026-06-18T08:00:00Z");
    private EmbeddedChain chain;
    private ChainAccounts accounts;

    @BeforeEach
    void start() {
        accounts = ChainAccounts.open(home.resolve("seed"));
        chain =
                EmbeddedChain.start(
                        new EmbeddedChain.Config(
                                Nodes.NODE_MODULES, home.resolve("chain"), () -> now));
    }

    @AfterEach
    void stop() {
        chain.close();
    }

    @Test
    void aRefusedVersionIsWrittenAgainWithItsReport() {
        ChainGateway gateway = gateway(accounts, VaultTerms.PLAY_MONEY);
        SettlementBatch second = batch(FIRST, 2, ROOT, 4, SALE_WH - 50, -10_000_000);
        Gateways.submit(gateway, second, () -> {});
        drain(gateway);
        assertThat(error(gateway, second)).isEqualTo("VersionOutOfOrder(2)");
        // Its report came before the first one's, so it was refused as well.
        assertThat(gateway.reverted(9)).hasSize(2);
        settle(gateway, batch(0, 4));

        assertThat(gateway.settleAgain(second).orElseThrow().state())
                .isEqualTo(new ChainBatch.Prepared());
        drain(gateway);

        assertThat(gateway.find(second.key()).orElseThrow().state())
                .isInstanceOf(ChainBatch.Confirmed.class);
        assertThat(Gateways.earned(gateway, 0)).isEqualTo(Money.ofNano(SALE_NANO - 10_000_000));
        assertThat(gateway.reverted(9)).isEmpty();
        assertThat(gateway.counts()).doesNotContainKey(OutboxEntry.State.REVERTED);
        assertThat(gateway.writtenAgain()).isEqualTo(2);
    }

    @Test
    void whatIsNotRefusedIsNotWrittenAgain() {
        ChainGateway gateway = gateway(accounts, VaultTerms.PLAY_MONEY);
        SettlementBatch first = batch(0, 4);
        Gateways.submit(gateway, first, () -> {});
        long written = written();

        // Under way, then confirmed.
        gateway.settleAgain(first);
        drain(gateway);
        gateway.settleAgain(first);

        assertThat(written()).isEqualTo(written);
        SettlementBatch second = batch(FIRST, 3, ROOT, 4, SALE_WH, 1);
        Gateways.submit(gateway, second, () -> {});
        drain(gateway);
        gateway.settleAgain(second);
        long again = written();
        gateway.settleAgain(second);
        assertThat(written()).isEqualTo(again);
    }

    @Test
    void waitsUntilTheWindowLetsItThrough() {
        VaultTerms usual = VaultTerms.PLAY_MONEY;
        VaultTerms narrow =
                new VaultTerms(
                        usual.token(),
                        usual.challengeWindow(),
                        usual.exitDelay(),
                        usual.energyWindow(),
                        Money.ofNano(3 * SALE_NANO));
        ChainGateway gateway = gateway(accounts, narrow);
        settle(gateway, batch(0, 4));

        // Also what is under way is counted.
        assertWaits(gateway, batch(1, 4), "window lets 0.05 through, the batch moves 0.1");
        Gateways.submit(gateway, batch(2, 2), () -> {});
        assertWaits(gateway, batch(1, 4), "window lets 0 through");
        drain(gateway);

        now = now.plus(Duration.ofDays(1)).plusSeconds(600);
        settle(gateway, batch(1, 4));
        assertThat(gateway.reverted(9)).isEmpty();
    }

    @Test
    void waitsUntilMembersHavePaidIn() {
        ChainAddress token = token();
        ChainGateway gateway = gatewayOn(token);
        SettlementBatch batch = batch(0, 2);
        open(gateway, batch);

        long buyer = gateway.accountOf(participant(1)).orElseThrow().index();
        String whose = "account " + buyer + " of member " + participant(1);
        assertLacksCash(gateway, batch, whose + " holds 0, the batch takes 0.05");
        long written = written();
        assertLacksCash(gateway, batch, "holds 0");
        assertThat(written()).isEqualTo(written);
        assertThat(gateway.creditOf(participant(1))).isEqualTo(Money.ZERO);

        payIn(token, gateway.contract(), buyer, SALE_NANO);
        assertThat(gateway.creditOf(participant(1))).isEqualTo(Money.ofNano(SALE_NANO));
        Gateways.submit(gateway, batch, () -> {});
        // The same money is not counted on twice while it is under way.
        assertLacksCash(gateway, batch(1, 2), "holds 0");
        assertThat(gateway.creditOf(participant(1))).isEqualTo(Money.ZERO);
        drain(gateway);
        assertThat(gateway.find(batch.key()).orElseThrow().state())
                .isInstanceOf(ChainBatch.Confirmed.class);
        assertThat(gateway.depositsOf(participant(1)))
                .singleElement()
                .satisfies(one -> assertThat(one.amount()).isEqualTo(Money.ofNano(SALE_NANO)));
    }

    /** The vault asks for order only among versions of an interval. */
    @Test
    void laterIntervalsGoOnWhileOneLacksCash() {
        ChainAddress token = token();
        ChainGateway gateway = gatewayOn(token);
        SettlementBatch dear = batch(FIRST, 1, ROOT, 2, SALE_WH, 3 * SALE_NANO);
        open(gateway, dear);
        long buyer = gateway.accountOf(participant(1)).orElseThrow().index();
        payIn(token, gateway.contract(), buyer, SALE_NANO);
        assertLacksCash(gateway, dear, "holds 0.05, the batch takes 0.15");

        settle(gateway, batch(1, 2));
        assertLacksCash(gateway, dear, "holds 0, the batch takes 0.15");
        payIn(token, gateway.contract(), buyer, 3 * SALE_NANO);
        settle(gateway, dear);

        assertThat(gateway.creditOf(participant(0))).isEqualTo(Money.ofNano(4 * SALE_NANO));
        assertThat(gateway.reverted(9)).isEmpty();
    }

    /**
     * As soon as it is asked for, whether or not the vault knows it, and before it may be taken.
     */
    @Test
    void whatIsLeavingIsNoCreditForOrders() {
        ChainAddress token = token();
        ChainGateway gateway = gatewayOn(token);
        open(gateway, batch(0, 2));
        long buyer = gateway.accountOf(participant(1)).orElseThrow().index();
        payIn(token, gateway.contract(), buyer, SALE_NANO);
        var store = OutboxDatabase.reopened().withdrawals();
        var payee = new PayoutAddress("0x" + "be".repeat(20), Instant.EPOCH);
        store.name(participant(1), 1, payee, "proof").await().indefinitely();
        Money some = Money.ofNano(10_000_000);
        assertThat(store.request(participant(1), 1, some, now).await().indefinitely()).isPresent();

        Money rest = Money.ofNano(SALE_NANO).minus(some);
        assertThat(gateway.creditOf(participant(1))).isEqualTo(rest);
        gateway.withdrawals().advance();
        drain(gateway);
        assertThat(gateway.accountOf(participant(1)).orElseThrow().leaving()).isEqualTo(some);
        assertThat(gateway.creditOf(participant(1))).isEqualTo(rest);
        assertThat(gateway.creditOf(participant(7))).isEqualTo(Money.ZERO);
    }

    /** A stablecoin that is not the market's. */
    private ChainAddress token() {
        ChainGateway ours = gateway(accounts, VaultTerms.PLAY_MONEY);
        drain(ours);
        return ours.contracts().get("TestStablecoin");
    }

    private ChainGateway gatewayOn(ChainAddress token) {
        VaultTerms usual = VaultTerms.PLAY_MONEY;
        return gateway(
                ChainAccounts.open(home.resolve("other seed")),
                new VaultTerms(
                        Optional.of(token),
                        usual.challengeWindow(),
                        usual.exitDelay(),
                        usual.energyWindow(),
                        usual.flowLimit()));
    }

    @Test
    void aFaultOfOursStopsWhatFollowsUntilItIsSettledAgain() {
        ChainGateway gateway = gateway(accounts, VaultTerms.PLAY_MONEY);
        settle(gateway, batch(0, 4));
        ChainAccounts strange = withAnotherAuditor();
        ChainGateway wrong = Gateways.of(chain, strange, OutboxDatabase.reopened());
        Gateways.submit(wrong, batch(1, 4), () -> {});
        drain(wrong);
        assertThat(error(wrong, batch(1, 4))).isEqualTo("BadAuditorSignature()");

        assertCode(() -> gateway.submit(batch(2, 4)), ErrorCode.CHAIN_STATE_MISMATCH);
        gateway.settleAgain(batch(1, 4));
        Gateways.submit(gateway, batch(2, 4), () -> {});
        drain(gateway);

        assertThat(Gateways.earned(gateway, 0)).isEqualTo(Money.ofNano(3 * SALE_NANO));
    }

    @Test
    void anAccountThatWasRefusedIsOpenedAgain() {
        ChainGateway gateway = gateway(accounts, VaultTerms.PLAY_MONEY);
        drain(gateway);
        Digest key = TypedData.text("account: " + accounts.addressOf(participant(0)).hex());
        // Too little gas.
        byte[] call = VaultCalls.register(accounts.addressOf(participant(0)));
        var signer = new TransactionSigner(accounts.operator(), chain.chainId());
        new OutboxWriter(chain, OutboxDatabase.reopened(), signer)
                .add(
                        List.of(
                                Draft.of(
                                        Kind.ACCOUNT,
                                        key,
                                        Optional.of(gateway.contract()),
                                        call,
                                        30_000)));
        drain(gateway);
        assertCode(() -> gateway.submit(batch(0, 2)), ErrorCode.CHAIN_REVERTED);

        gateway.openAccountsAgain();
        settle(gateway, batch(0, 2));

        assertThat(gateway.reverted(9)).isEmpty();
    }

    private ChainGateway gateway(ChainAccounts keys, VaultTerms terms) {
        ChainGateway gateway =
                new ChainGateway(chain, keys, OutboxDatabase.empty(), terms, () -> now);
        gateway.ensureDeployed();
        return gateway;
    }

    private ChainAccounts withAnotherAuditor() {
        Signer stranger = accounts.custodian(participant(9));
        Map<Role, Signer> keys = Map.of(Role.OPERATOR, accounts.operator(), Role.AUDITOR, stranger);
        try {
            Path folder = Files.createDirectories(home.resolve("keys"));
            Files.copy(home.resolve("seed"), folder.resolve(ChainAccounts.SEED_FILE));
            return ChainAccounts.open(folder, home.resolve("pw"), keys, OutboxDatabase.reopened());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Until nothing but money is missing. */
    private static void open(ChainGateway gateway, SettlementBatch batch) {
        Await.until(() -> {
            gateway.pump();
            try {
                return gateway.submit(batch).isPresent();
            } catch (MarketException e) {
                return e.code() == ErrorCode.CHAIN_LACKS_CASH;
            }
        });
    }

    /** As a member with a wallet does; here it is the play money's owner who has some. */
    private void payIn(ChainAddress token, ChainAddress vault, long index, long amountNano) {
        byte[] approve =
                AbiWords.call("approve(address,uint256)").add(vault).add(amountNano).bytes();
        send(token, approve);
        send(vault, VaultCalls.deposit(index, amountNano));
    }

    private void send(ChainAddress to, byte[] call) {
        var signed =
                new TransactionSigner(accounts.operator(), chain.chainId())
                        .sign(
                                chain.transactionCount(accounts.operatorAddress()),
                                Draft.of(Kind.DEPOSIT, ROOT, Optional.of(to), call, 300_000),
                                Fees.NONE);
        chain.send(HexFormat.of().parseHex(signed.newest().rawTransactionHex()));
        chain.seal();
        assertThat(
                        chain.receipt(new Digest(signed.entry().transactionHashHex()))
                                .orElseThrow()
                                .succeeded())
                .isTrue();
    }

    private static void settle(ChainGateway gateway, SettlementBatch batch) {
        Gateways.submit(gateway, batch, () -> {});
        drain(gateway);
        assertThat(gateway.find(batch.key()).orElseThrow().state())
                .isInstanceOf(ChainBatch.Confirmed.class);
    }

    private static void drain(ChainGateway gateway) {
        Await.until(() -> gateway.pump().waiting() == 0);
    }

    private static String error(ChainGateway gateway, SettlementBatch batch) {
        ChainBatch.State state = gateway.find(batch.key()).orElseThrow().state();
        assertThat(state).isInstanceOf(ChainBatch.Reverted.class);
        return ((ChainBatch.Reverted) state).error();
    }

    private static long written() {
        return OutboxDatabase.count("SELECT count(*) FROM settlement.chain_outbox");
    }

    private static void assertWaits(ChainGateway gateway, SettlementBatch batch, String why) {
        assertRefused(gateway, batch, ErrorCode.CHAIN_WOULD_REFUSE, why);
    }

    private static void assertLacksCash(ChainGateway gateway, SettlementBatch batch, String why) {
        assertRefused(gateway, batch, ErrorCode.CHAIN_LACKS_CASH, why);
    }

    private static void assertRefused(
            ChainGateway gateway, SettlementBatch batch, ErrorCode code, String why) {
        assertThatThrownBy(() -> gateway.submit(batch))
                .isInstanceOfSatisfying(
                        MarketException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(why);
    }

    private static void assertCode(ThrowingCallable call, ErrorCode code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        MarketException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
