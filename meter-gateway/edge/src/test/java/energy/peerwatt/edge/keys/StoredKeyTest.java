package energy.peerwatt.edge.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.market.MarketException;
import energy.peerwatt.metering.protocol.SignatureAlgorithm;
import energy.peerwatt.metering.protocol.SigningKey;
import energy.peerwatt.metering.protocol.VerificationKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys of a store made by the JDK's keytool, and of SoftHSM's token. */
class StoredKeyTest {

    private static final String PASSWORD = "store-secret";
    private static final Path MODULE = Path.of("/usr/lib/softhsm/libsofthsm2.so");
    private static final byte[] CONTENT = {1, 2, 3};

    @TempDir Path folder;

    @Test
    void aKeyOfAStoreSignsEs256() throws Exception {
        Path store = store("secp256r1");

        SigningKey key = StoredKey.ofPkcs12(store, "gateway", PASSWORD.toCharArray());

        assertThat(key.verificationKey().algorithm()).isEqualTo(SignatureAlgorithm.ES256);
        assertThat(key.verificationKey().hasSigned(CONTENT, key.sign(CONTENT))).isTrue();
        SigningKey again = StoredKey.ofPkcs12(store, "gateway", PASSWORD.toCharArray());
        assertThat(again.verificationKey()).isEqualTo(key.verificationKey());
    }

    @Test
    void whatIsNoKeyOfTheStoreIsAClearError() throws Exception {
        Path store = store("secp256r1");

        assertRefused(() -> StoredKey.ofPkcs12(store, "gateway", "wrong".toCharArray()));
        assertRefused(() -> StoredKey.ofPkcs12(store, "other", PASSWORD.toCharArray()));
        Path missing = folder.resolve("none");
        assertRefused(() -> StoredKey.ofPkcs12(missing, "gateway", PASSWORD.toCharArray()));
        Path p384 = store("secp384r1");
        assertRefused(() -> StoredKey.ofPkcs12(p384, "gateway", PASSWORD.toCharArray()));
        Path noModule = folder.resolve("none.so");
        assertRefused(() ->
                StoredKey.ofPkcs11(noModule, Optional.empty(), "gateway", "1234".toCharArray()));
    }

    private static void assertRefused(Runnable opening) {
        assertThatThrownBy(opening::run)
                .isInstanceOf(MarketException.class)
                .hasMessageContaining("signing key")
                .hasMessageNotContaining(PASSWORD);
    }

    private Path store(String curve) throws Exception {
        Path store = folder.resolve(curve + ".p12");
        run(
                Map.of(),
                keytool("-storetype", "PKCS12", "-keystore", store.toString())
                        .with("-groupname", curve, "-storepass", PASSWORD));
        return store;
    }

    /**
     * The module reads its folder from the environment, so the token is used in another process.
     */
    @Test
    void aKeyOnATokenSignsEs256() throws Exception {
        boolean installed = Files.exists(MODULE);
        if (!installed && "true".equals(System.getenv("PEERWATT_REQUIRE_SOFTHSM"))) {
            throw new AssertionError("softhsm2 is required here and not installed");
        }
        Assumptions.assumeTrue(installed, "softhsm2 is not installed");
        Path tokens = Files.createDirectory(folder.resolve("tokens"));
        Path settings = folder.resolve("softhsm2.conf");
        Files.writeString(settings, "directories.tokendir = " + tokens + "\n");
        Map<String, String> environment = Map.of("SOFTHSM2_CONF", settings.toString());
        run(
                environment,
                new Command("softhsm2-util", "--init-token", "--free", "--label", "gateway")
                        .with("--pin", "1234", "--so-pin", "5678"));
        Path provider = folder.resolve("token.cfg");
        Files.writeString(provider, "name=made\nlibrary=" + MODULE + "\nslotListIndex=0\n");
        run(
                environment,
                keytool("-storetype", "PKCS11", "-keystore", "NONE")
                        .with("-groupname", "secp256r1", "-storepass", "1234")
                        .with("-providerClass", "sun.security.pkcs11.SunPKCS11")
                        .with("-providerArg", provider.toString()));

        String first = run(environment, signing("1234"));
        String second = run(environment, signing("1234"));

        VerificationKey key = key(first);
        assertThat(key.algorithm()).isEqualTo(SignatureAlgorithm.ES256);
        assertThat(key.hasSigned(CONTENT, signature(first))).isTrue();
        assertThat(key(second)).isEqualTo(key);
        assertThat(run(environment, signing("9999")))
                .startsWith("configuration-invalid: signing key gateway on the token")
                .doesNotContain("9999");
    }

    private static Command signing(String pin) {
        return new Command(java("java"), "--enable-native-access=ALL-UNNAMED", "-cp")
                .with(
                        System.getProperty(
                                "surefire.test.class.path", System.getProperty("java.class.path")))
                .with(TokenSigner.class.getName(), MODULE.toString(), pin);
    }

    private static VerificationKey key(String output) {
        return VerificationKey.parse(Base64.getDecoder().decode(output.split(" ", -1)[0]));
    }

    private static byte[] signature(String output) {
        return Base64.getDecoder().decode(output.split(" ", -1)[1].strip());
    }

    private static Command keytool(String... where) {
        return new Command(java("keytool"), "-genkeypair", "-alias", "gateway", "-keyalg", "EC")
                .with("-dname", "CN=gateway")
                .with(where);
    }

    private static String java(String program) {
        return Path.of(System.getProperty("java.home"), "bin", program).toString();
    }

    private String run(Map<String, String> environment, Command command) throws Exception {
        Path output = Files.createTempFile(folder, "output", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command.words).redirectErrorStream(true);
        builder.redirectOutput(output.toFile()).environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        String said = Files.readString(output);
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }

    private record Command(List<String> words) {

        Command(String... words) {
            this(List.of(words));
        }

        Command with(String... more) {
            List<String> all = new ArrayList<>(words);
            all.addAll(List.of(more));
            return new Command(List.copyOf(all));
        }
    }

    /** Prints public key and signature, or why there is none. */
    static final class TokenSigner {

        private TokenSigner() {}

        public static void main(String[] args) throws IOException {
            try {
                SigningKey key =
                        StoredKey.ofPkcs11(
                                Path.of(args[0]),
                                Optional.empty(),
                                "gateway",
                                args[1].toCharArray());
                String signature = Base64.getEncoder().encodeToString(key.sign(CONTENT));
                System.out.print(key.verificationKey().toBase64() + " " + signature);
            } catch (MarketException e) {
                System.out.print(e.getMessage());
            }
        }
    }
}
