package energy.peerwatt.settlement.chain;

import static energy.peerwatt.settlement.chain.Batches.batch;
import static energy.peerwatt.settlement.chain.Batches.participant;
import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.settlement.chain.TransactionSigner.Draft;
import energy.peerwatt.settlement.chain.Withdrawals.Payee;
import energy.peerwatt.settlement.store.OutboxEntry;
import energy.peerwatt.settlement.store.Withdrawal;
import energy.peerwatt.settlement.store.Withdrawal.State;
import energy.peerwatt.unit.Money;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3j.crypto.ECKeyPair;

class WithdrawalsTest {

    private static final long ME = 5;
    private static final long MY_PARTNER = 6;

    private static final Money SOME = Money.ofNano(123_456_000_000L);

    private final ECKeyPair wallet = ECKeyPair.create(BigInteger.valueOf(77));
    private final ChainAddress address = new LocalSigner(wallet).address();

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
        settle(0);
    }

    @AfterEach
    void stop() {
        chain.close();
    }

    @Test
    void onlyTheAddressesOwnKeyNamesIt() {
        Withdrawals withdrawals = gateway.withdrawals();
        String proof = withdrawals.proofText(participant(0), ME, address).signedWith(wallet);

        assertThat(withdrawals.name(participant(1), ME, address, proof)).isFalse();
        assertThat(withdrawals.name(participant(0), ME, gateway.contract(), proof)).isFalse();
        assertThat(withdrawals.name(participant(0), ME, address, proof.replace('1', '2')))
                .isFalse();
        assertThat(withdrawals.name(participant(0), ME, address, "0x12")).isFalse();
        ECKeyPair other = ECKeyPair.create(BigInteger.TEN);
        String others = withdrawals.proofText(participant(0), ME, address).signedWith(other);
        assertThat(withdrawals.name(participant(0), ME, address, others)).isFalse();
        assertThat(withdrawals.payee(participant(0), ME)).isEmpty();
        assertThat(withdrawals.request(participant(0), ME, SOME)).isEmpty();

        assertThat(withdrawals.name(participant(0), ME, address, proof)).isTrue();
        assertThat(withdrawals.payee(participant(0), ME).map(Payee::address)).contains(address);
    }

    @Test
    void nobodyIsPaidAtAnAddressOfAnother() {
        Withdrawals withdrawals = gateway.withdrawals();
        name();

        String mine = withdrawals.proofText(participant(0), ME, address).signedWith(wallet);
        assertThat(withdrawals.name(participant(0), MY_PARTNER, address, mine)).isFalse();
        assertThat(withdrawals.payee(participant(0), MY_PARTNER)).isEmpty();
        assertThat(withdrawals.request(participant(0), MY_PARTNER, SOME)).isEmpty();

        LocalSigner other = new LocalSigner(ECKeyPair.create(BigInteger.TEN));
        WalletText text = withdrawals.proofText(participant(0), MY_PARTNER, other.address());
        String proof = text.signedWith(ECKeyPair.create(BigInteger.TEN));
        assertThat(withdrawals.name(participant(0), MY_PARTNER, other.address(), proof)).isTrue();
        assertThat(withdrawals.payee(participant(0), ME).map(Payee::address)).contains(address);
    }

    @Test
    void whatAStrangerHadTheVaultPayIsPaid() {
        ask();
        step();
        step();
        now = now.plus(Duration.ofDays(3)).plusSeconds(60);
        sendAsStranger(VaultCalls.exitFor(index()));
        Await.until(() -> paidOut() > 0);

        stepUntilPaid();

        assertThat(newest().paid()).isEqualTo(SOME);
        assertThat(paidOut()).isEqualTo(SOME.nano() / 1_000);
        assertThat(written("EXIT")).isZero();
        assertThat(gateway.reverted(10)).isEmpty();
    }

    @Test
    void aPaymentThatAStrangerOvertookIsPaid() {
        ask();
        step();
        step();
        now = now.plus(Duration.ofDays(3)).plusSeconds(60);
        advance();
        assertThat(written("EXIT")).isEqualTo(1);
        sendAsStranger(VaultCalls.exitFor(index()));
        Await.until(() -> paidOut() > 0);

        stepUntilPaid();

        assertThat(newest().paid()).isEqualTo(SOME);
        assertThat(written("EXIT")).isEqualTo(1);
        assertThat(gateway.writtenAgain()).isZero();
    }

    @Test
    void aWishThatAStrangerSentFirstWaitsAndIsPaid() {
        ask();
        advance();
        sendAsStranger(TransactionSigner.dataOf(unfinished()));
        Await.until(() -> leaving().equals(SOME));

        step();
        step();
        assertThat(gateway.reverted(10)).hasSize(1);
        assertThat(newest().state()).isEqualTo(State.WAITING);

        now = now.plus(Duration.ofDays(3)).plusSeconds(60);
        stepUntilPaid();
        assertThat(paidOut()).isEqualTo(SOME.nano() / 1_000);
    }

    @Test
    void manyThatWaitHoldUpNobody() {
        OutboxDatabase.count(
                "WITH waiting AS (INSERT INTO settlement.withdrawal"
                        + " (participant, amount_nano, payee, state, ready_at)"
                        + " SELECT 100000 + i, 1, '0x' || repeat('a', 40), 'WAITING',"
                        + " timestamptz '2030-01-01' FROM generate_series(1, 60) i RETURNING id)"
                        + " SELECT count(*) FROM waiting");
        ask();
        step();
        step();
        assertThat(newest().state()).isEqualTo(State.WAITING);
        assertThat(written("EXIT_WISH")).isEqualTo(1);
    }

    @Test
    void paysAfterTheVaultsDelayAndOnce() {
        Money before = cash();
        ask();
        assertThat(gateway.withdrawals().request(participant(0), ME, SOME)).isEmpty();

        step();
        step();
        assertThat(newest().state()).isEqualTo(State.WAITING);
        assertThat(gateway.accountOf(participant(0)).orElseThrow().leaving()).isEqualTo(SOME);
        step();
        assertThat(newest().state()).isEqualTo(State.WAITING);

        now = now.plus(Duration.ofDays(3)).plusSeconds(60);
        stepUntilPaid();

        assertThat(newest().paid()).isEqualTo(SOME);
        assertThat(cash()).isEqualTo(before.minus(SOME));
        assertThat(paidOut()).isEqualTo(SOME.nano() / 1_000);
        step();
        assertThat(paidOut()).isEqualTo(SOME.nano() / 1_000);
        assertThat(gateway.withdrawals().request(participant(0), ME, SOME)).isPresent();
    }

    /** The process dies after what it has written and before it has noted so. */
    @Test
    void aProcessThatDiesOnTheWayPaysOnce() {
        ask();
        advance();
        reopen();
        advance();
        drain();
        reopen();
        step();
        assertThat(newest().state()).isEqualTo(State.WAITING);
        set("REQUESTED");
        step();
        assertThat(newest().state()).isEqualTo(State.WAITING);

        now = now.plus(Duration.ofDays(3)).plusSeconds(60);
        advance();
        reopen();
        advance();
        set("WAITING");
        Nodes.kill(chain.nodePid());
        Await.until(() -> gateway.pump().waiting() == 0);
        set("WAITING");
        stepUntilPaid();

        assertThat(paidOut()).isEqualTo(SOME.nano() / 1_000);
        assertThat(written("EXIT_WISH")).isEqualTo(1);
        assertThat(written("EXIT")).isEqualTo(1);
    }

    @Test
    void paysWhatIsLeft() {
        Money cash = cash();
        name();
        request(cash.plus(SOME));
        step();
        step();
        now = now.plus(Duration.ofDays(4));
        stepUntilPaid();

        assertThat(newest().paid()).isEqualTo(cash);
        assertThat(cash()).isEqualTo(Money.ZERO);
        // Play money is paid in again before the next batch.
        settle(1);
        assertThat(cash()).isGreaterThan(Money.ofNano(PlayMoney.DEPOSIT_NANO / 2));
    }

    /** Anybody may have the vault pay what is ready: a batch must not count on it. */
    @Test
    void whatCanBeTakenAtAnyMomentIsNotCountedOn() {
        name();
        request(cash());
        step();
        step();
        now = now.plus(Duration.ofDays(3)).plusSeconds(60);
        reopen();
        long deposits = written("DEPOSIT");

        gateway.submit(batch(1, 2));

        assertThat(written("EXIT")).isZero();
        assertThat(written("DEPOSIT")).isEqualTo(deposits + 1);
        sendAsStranger(VaultCalls.exitFor(index()));
        Await.until(() -> paidOut() > 0);
        drain();
        assertThat(gateway.find(batch(1, 2).key()).orElseThrow().state())
                .isInstanceOf(ChainBatch.Confirmed.class);
    }

    @Test
    void aPaymentThatNobodyTookInTimeIsAskedForAgain() {
        ask();
        step();
        step();
        now = now.plus(Duration.ofDays(7));
        step();
        assertThat(newest().state()).isEqualTo(State.REFUSED);
        assertThat(newest().reason()).contains("ask again");
        assertThat(written("EXIT")).isZero();

        request(SOME);
        step();
        step();
        now = now.plus(Duration.ofDays(4));
        stepUntilPaid();
        assertThat(paidOut()).isEqualTo(SOME.nano() / 1_000);
    }

    @Test
    void nothingIsPaidToANewAddressForADay() {
        Withdrawals withdrawals = gateway.withdrawals();
        String proof = withdrawals.proofText(participant(0), ME, address).signedWith(wallet);
        assertThat(withdrawals.name(participant(0), ME, address, proof)).isTrue();
        Payee named = withdrawals.payee(participant(0), ME).orElseThrow();
        assertThat(named.payableFrom()).isEqualTo(now.plus(Duration.ofDays(1)));

        now = now.plus(Duration.ofDays(1)).minusSeconds(1);
        assertThat(withdrawals.isPayable(named)).isFalse();
        assertThat(withdrawals.request(participant(0), ME, SOME)).isEmpty();
        // The same once more, with which nothing begins anew.
        assertThat(withdrawals.name(participant(0), ME, address, proof)).isTrue();
        now = now.plusSeconds(1);
        assertThat(withdrawals.isPayable(named)).isTrue();
        assertThat(withdrawals.request(participant(0), ME, SOME)).isPresent();

        LocalSigner other = new LocalSigner(ECKeyPair.create(BigInteger.TEN));
        WalletText text = withdrawals.proofText(participant(0), ME, other.address());
        String others = text.signedWith(ECKeyPair.create(BigInteger.TEN));
        assertThat(withdrawals.name(participant(0), ME, other.address(), others)).isTrue();
        assertThat(withdrawals.payee(participant(0), ME).orElseThrow().payableFrom())
                .isEqualTo(now.plus(Duration.ofDays(1)));
        assertThat(newest().payee()).isEqualTo(address.hex());
    }

    @Test
    void aWishThatWasSignedLongAgoIsNotTaken() {
        ask();
        advance();
        byte[] signed = TransactionSigner.dataOf(unfinished());
        now = now.plus(Duration.ofDays(1)).plusSeconds(60);

        sendAsStranger(signed);
        step();
        step();

        assertThat(newest().state()).isEqualTo(State.REFUSED);
        assertThat(newest().reason()).startsWith("WishTooLate");
        assertThat(leaving()).isEqualTo(Money.ZERO);
        assertThat(gateway.withdrawals().request(participant(0), ME, SOME)).isPresent();
    }

    @Test
    void aWishIsCalledOffWhileItWaits() {
        ask();
        step();
        step();
        assertThat(gateway.withdrawals().callOff(participant(1), newest().id())).isEmpty();
        assertThat(leaving()).isEqualTo(SOME);

        assertThat(callOff()).isEqualTo(State.CALLING_OFF);
        assertThat(gateway.withdrawals().request(participant(0), ME, SOME)).isEmpty();
        advance();
        reopen();
        stepUntil(State.CALLED_OFF);

        assertThat(leaving()).isEqualTo(Money.ZERO);
        assertThat(written("EXIT_WISH")).isEqualTo(2);
        now = now.plus(Duration.ofDays(3)).plusSeconds(60);
        sendAsStranger(VaultCalls.exitFor(index()));
        step();
        assertThat(paidOut()).isZero();
        assertThat(newest().state()).isEqualTo(State.CALLED_OFF);
        assertThat(gateway.withdrawals().request(participant(0), ME, SOME)).isPresent();
    }

    @Test
    void aWishThatTheVaultWasNotToldOfIsJustDropped() {
        ask();

        assertThat(callOff()).isEqualTo(State.CALLING_OFF);
        step();

        assertThat(newest().state()).isEqualTo(State.CALLED_OFF);
        assertThat(written("EXIT_WISH")).isZero();
    }

    @Test
    void whatWasPaidMeanwhileIsNotCalledOff() {
        ask();
        step();
        step();
        now = now.plus(Duration.ofDays(3)).plusSeconds(60);
        assertThat(callOff()).isEqualTo(State.CALLING_OFF);
        sendAsStranger(VaultCalls.exitFor(index()));
        Await.until(() -> paidOut() > 0);

        stepUntilPaid();

        assertThat(newest().paid()).isEqualTo(SOME);
        assertThat(callOff()).isEqualTo(State.PAID);
    }

    @Test
    void whatIsBeingPaidIsNotCalledOff() {
        ask();
        step();
        step();
        now = now.plus(Duration.ofDays(3)).plusSeconds(60);
        advance();
        advance();

        assertThat(callOff()).isEqualTo(State.PAYING);
        stepUntilPaid();
        assertThat(paidOut()).isEqualTo(SOME.nano() / 1_000);
    }

    /** By an account of a stranger's, before whatever waits in our outbox. */
    private void sendAsStranger(byte[] call) {
        TransactionSigner stranger =
                new TransactionSigner(
                        new LocalSigner(ECKeyPair.create(BigInteger.TWO)), chain.chainId());
        Draft draft =
                Draft.of(
                        OutboxEntry.Kind.EXIT,
                        Digest.ZERO,
                        Optional.of(gateway.contract()),
                        call,
                        250_000);
        String raw = stranger.sign(0, draft, Fees.NONE).newest().rawTransactionHex();
        assertThat(chain.send(HexFormat.of().parseHex(raw))).isEmpty();
        chain.seal();
    }

    private static OutboxEntry.Signed unfinished() {
        return ChainGateway.await(OutboxDatabase.reopened().unfinished(1)).getFirst();
    }

    private long index() {
        return gateway.accountOf(participant(0)).orElseThrow().index();
    }

    private Money leaving() {
        return gateway.accountOf(participant(0)).orElseThrow().leaving();
    }

    private void ask() {
        name();
        request(SOME);
    }

    private void request(Money amount) {
        assertThat(gateway.withdrawals().request(participant(0), ME, amount)).isPresent();
    }

    private void name() {
        String proof =
                gateway.withdrawals().proofText(participant(0), ME, address).signedWith(wallet);
        assertThat(gateway.withdrawals().name(participant(0), ME, address, proof)).isTrue();
        now = now.plus(Withdrawals.COOLING);
    }

    private void advance() {
        gateway.withdrawals().advance();
    }

    private void step() {
        advance();
        drain();
    }

    private void stepUntilPaid() {
        stepUntil(State.PAID);
    }

    private void stepUntil(State state) {
        Await.until(() -> {
            step();
            return newest().state() == state;
        });
    }

    private State callOff() {
        return gateway.withdrawals().callOff(participant(0), newest().id()).orElseThrow().state();
    }

    private void drain() {
        Await.until(() -> gateway.pump().waiting() == 0);
    }

    private Withdrawal newest() {
        return gateway.withdrawals().of(participant(0)).getFirst();
    }

    private Money cash() {
        return gateway.accountOf(participant(0)).orElseThrow().cash();
    }

    /** Units of the token that the member's own address has. */
    private long paidOut() {
        byte[] call = AbiWords.call("balanceOf(address)").add(address).bytes();
        ChainAddress token = gateway.contracts().get("TestStablecoin");
        return VaultReader.number(
                new VaultReader(chain, accounts.operatorAddress(), token).word(call));
    }

    private void settle(int index) {
        Gateways.submit(gateway, batch(index, 2), () -> {});
        drain();
        assertThat(gateway.find(batch(index, 2).key()).orElseThrow().state())
                .isInstanceOf(ChainBatch.Confirmed.class);
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

    private static void set(String state) {
        OutboxDatabase.count(
                "UPDATE settlement.withdrawal SET state = '" + state + "' RETURNING id");
    }

    private static long written(String kind) {
        return OutboxDatabase.count(
                "SELECT count(*) FROM settlement.chain_outbox WHERE kind = '" + kind + "'");
    }
}
