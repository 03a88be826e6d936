package energy.peerwatt.settlement.chain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.chain.ChainAccounts.Role;
import energy.peerwatt.settlement.chain.TransactionSigner.Draft;
import energy.peerwatt.settlement.store.ChainOutbox;
import energy.peerwatt.settlement.store.OutboxEntry.Kind;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.ECKeyPair;
import org.web3j.crypto.WalletUtils;
import org.web3j.protocol.ObjectMapperFactory;
import org.web3j.utils.Numeric;

class SignersTest {

    private static final ParticipantId MEMBER = new ParticipantId(ParticipantId.FIRST_MEMBER);
    private static final ECKeyPair KEY = ECKeyPair.create(BigInteger.valueOf(20261122));

    @TempDir Path home;

    private HttpServer service;
    private volatile ECKeyPair signsWith = KEY;
    private volatile int status = 200;

    /** A signing service on a real socket: it lists its key and signs with it. */
    @BeforeEach
    void start() throws IOException {
        OutboxDatabase.empty();
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext(
                "/api/v1/eth1/publicKeys",
                exchange -> answer(exchange, "[\"" + publicKey() + "\"]"));
        service.createContext("/api/v1/eth1/sign/" + publicKey(), this::sign);
        service.start();
    }

    @AfterEach
    void stop() {
        service.stop(0);
    }

    @Test
    void keepsKeysEncryptedAndApart() throws Exception {
        ChainAccounts fresh = open(Map.of());
        ChainAccounts again = open(Map.of());

        assertThat(again.operatorAddress()).isEqualTo(fresh.operatorAddress());
        assertThat(again.addressOf(MEMBER)).isEqualTo(fresh.addressOf(MEMBER));
        String password = Files.readString(home.resolve("password")).strip();
        Credentials operator = credentials(password, "operator");
        Credentials custody = credentials(password, "custody");
        assertThat(new ChainAddress(operator.getAddress())).isEqualTo(fresh.operatorAddress());
        assertThat(custody.getAddress()).isNotEqualTo(operator.getAddress());
        for (String name : new String[] {"password", "operator.key.json", "custody.key.json"}) {
            assertThat(Files.getPosixFilePermissions(home.resolve(name)))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
        assertThat(Files.readString(home.resolve("operator.key.json")))
                .contains("scrypt")
                .doesNotContain(operator.getEcKeyPair().getPrivateKey().toString(16));
    }

    @Test
    void refusesAnotherPassword() throws Exception {
        open(Map.of());
        Files.writeString(home.resolve("password"), "another\n");

        assertFails(() -> open(Map.of()), ErrorCode.CONFIGURATION_INVALID);
        Files.writeString(home.resolve("password"), "\n");
        assertFails(() -> open(Map.of()), ErrorCode.CONFIGURATION_INVALID);
    }

    @Test
    void goesOnWithASeedFileOfBefore() {
        ChainAccounts before = ChainAccounts.open(home.resolve(ChainAccounts.SEED_FILE));

        ChainAccounts now = open(Map.of());

        assertThat(now.operatorAddress()).isEqualTo(before.operatorAddress());
        assertThat(now.addressOf(MEMBER)).isEqualTo(before.addressOf(MEMBER));
        assertThat(home.resolve("operator.key.json")).doesNotExist();
    }

    /** Else all participants would get new accounts, and nobody would notice. */
    @Test
    void drawsNoNewAccountsForALostFile() throws Exception {
        open(all());
        Path custody = home.resolve("custody.key.json");
        byte[] kept = Files.readAllBytes(custody);
        Files.delete(custody);

        assertFails(() -> open(all()), ErrorCode.CHAIN_STATE_MISMATCH);
        assertThat(custody).doesNotExist();
        Files.delete(home.resolve("password"));
        assertFails(() -> open(all()), ErrorCode.CHAIN_STATE_MISMATCH);
        assertThat(home).isEmptyDirectory();

        Files.write(custody, kept);
        assertFails(() -> open(all()), ErrorCode.CONFIGURATION_INVALID);
        assertThat(home.resolve("password")).doesNotExist();
    }

    @Test
    void drawsNoKeyBesideAnother() throws Exception {
        for (String purpose : new String[] {"custody", "operator", "metering", "auditor"}) {
            OutboxDatabase.empty();
            Path lost = home.resolve(purpose + ".key.json");
            open(Map.of());
            byte[] kept = Files.readAllBytes(lost);
            Files.delete(lost);
            OutboxDatabase.empty();

            assertFails(() -> open(Map.of()), ErrorCode.CONFIGURATION_INVALID);
            assertThat(lost).doesNotExist();
            Files.write(lost, kept);
        }
    }

    @Test
    void refusesTheAccountsOfAnotherHome() throws Exception {
        Path elsewhere = home.resolve("elsewhere");
        ChainAccounts.open(
                elsewhere,
                home.resolve("password"),
                Map.of(Role.OPERATOR, service()),
                OutboxDatabase.reopened());
        OutboxDatabase.empty();
        open(Map.of(Role.OPERATOR, service()));
        Files.copy(
                elsewhere.resolve("custody.key.json"),
                home.resolve("custody.key.json"),
                StandardCopyOption.REPLACE_EXISTING);

        assertFails(() -> open(Map.of(Role.OPERATOR, service())), ErrorCode.CHAIN_STATE_MISMATCH);
    }

    /** A database of before has transactions and knows no fingerprint. */
    @Test
    void learnsTheAccountsOfADatabaseOfBefore() throws Exception {
        ChainOutbox outbox = OutboxDatabase.reopened();
        ChainAccounts.open(home.resolve(ChainAccounts.SEED_FILE));
        TransactionSigner signer = new TransactionSigner(new LocalSigner(KEY), 20261);
        outbox.add(List.of(signer.sign(0, draft(), Fees.NONE))).await().indefinitely();

        ChainAddress before = open(Map.of()).addressOf(MEMBER);
        assertThat(open(Map.of()).addressOf(MEMBER)).isEqualTo(before);
        Files.delete(home.resolve(ChainAccounts.SEED_FILE));
        assertFails(() -> open(Map.of()), ErrorCode.CHAIN_STATE_MISMATCH);
        ChainAccounts.open(home.resolve(ChainAccounts.SEED_FILE));
        assertFails(() -> open(Map.of()), ErrorCode.CHAIN_STATE_MISMATCH);
    }

    @Test
    void drawsNothingForADatabaseOfBeforeWithoutItsFiles() {
        TransactionSigner signer = new TransactionSigner(new LocalSigner(KEY), 20261);
        OutboxDatabase.reopened()
                .add(List.of(signer.sign(0, draft(), Fees.NONE)))
                .await()
                .indefinitely();

        assertFails(() -> open(Map.of(Role.OPERATOR, service())), ErrorCode.CHAIN_STATE_MISMATCH);
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void signsInAServiceAsItWouldHere() {
        TransactionSigner there =
                new TransactionSigner(open(Map.of(Role.OPERATOR, service())).operator(), 20261);
        TransactionSigner here = new TransactionSigner(new LocalSigner(KEY), 20261);
        for (Fees fees : new Fees[] {Fees.NONE, new Fees(30, 2)}) {
            var signed = there.sign(7, draft(), fees);

            assertThat(signed).isEqualTo(here.sign(7, draft(), fees));
            assertThat(there.isOurs(signed, "0000")).isTrue();
            assertThat(there.isOurs(signed, "01")).isFalse();
        }
        assertThat(home.resolve("operator.key.json")).doesNotExist();
    }

    @Test
    void settlesWithAServicesKey() {
        ChainAccounts accounts = open(Map.of(Role.OPERATOR, service()));
        try (EmbeddedChain chain = Nodes.start(home.resolve("chain"))) {
            ChainGateway gateway = Gateways.of(chain, accounts, OutboxDatabase.reopened());
            gateway.ensureDeployed();
            SettlementBatch batch = Batches.batch(0, 4);
            Gateways.submit(gateway, batch, () -> {});
            Await.until(() -> gateway.pump().waiting() == 0);

            assertThat(gateway.find(batch.key()).orElseThrow().state())
                    .isInstanceOf(ChainBatch.Confirmed.class);
        }
    }

    @Test
    void believesNoServiceThatSignsWithAnotherKey() {
        signsWith = ECKeyPair.create(BigInteger.TWO);
        assertFails(() -> service().sign(new byte[1]), ErrorCode.SIGNING_KEY_UNAVAILABLE);
    }

    @Test
    void saysThatAServiceDoesNotSign() {
        ChainAddress unknown = new LocalSigner(ECKeyPair.create(BigInteger.TEN)).address();
        assertFails(
                () -> new Web3Signer(url(), unknown).sign(new byte[1]),
                ErrorCode.SIGNING_KEY_UNAVAILABLE);
        status = 500;
        assertFails(() -> service().sign(new byte[1]), ErrorCode.SIGNING_KEY_UNAVAILABLE);
        service.stop(0);
        assertFails(() -> service().sign(new byte[1]), ErrorCode.SIGNING_KEY_UNAVAILABLE);
    }

    private ChainAccounts open(Map<Role, Signer> elsewhere) {
        return ChainAccounts.open(
                home, home.resolve("password"), elsewhere, OutboxDatabase.reopened());
    }

    /** All roles' keys with the service; of one key, which nothing here minds. */
    private Map<Role, Signer> all() {
        Signer service = service();
        return Map.of(Role.OPERATOR, service, Role.METERING, service, Role.AUDITOR, service);
    }

    private Draft draft() {
        return Draft.of(
                Kind.BATCH, Batches.ROOT, Optional.of(service().address()), new byte[3], 50_000);
    }

    private Signer service() {
        return new Web3Signer(url(), new LocalSigner(KEY).address());
    }

    private URI url() {
        return URI.create("http://127.0.0.1:" + service.getAddress().getPort());
    }

    private Credentials credentials(String password, String purpose) throws Exception {
        return WalletUtils.loadCredentials(password, home.resolve(purpose + ".key.json").toFile());
    }

    private static String publicKey() {
        return Numeric.toHexStringWithPrefixZeroPadded(KEY.getPublicKey(), 128);
    }

    private void sign(HttpExchange exchange) throws IOException {
        String data =
                ObjectMapperFactory.getObjectMapper()
                        .readTree(exchange.getRequestBody())
                        .get("data")
                        .asString();
        byte[] message = HexFormat.of().parseHex(data, 2, data.length());
        answer(exchange, "0x" + HexFormat.of().formatHex(new LocalSigner(signsWith).sign(message)));
    }

    private void answer(HttpExchange exchange, String body) throws IOException {
        try (exchange) {
            byte[] bytes = body.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static void assertFails(ThrowingCallable call, ErrorCode code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        MarketException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
