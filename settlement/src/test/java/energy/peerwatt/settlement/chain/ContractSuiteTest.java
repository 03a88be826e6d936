package energy.peerwatt.settlement.chain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.web3j.protocol.ObjectMapperFactory;

class ContractSuiteTest {

    private static final Path SOURCES = Path.of("contracts", "src");

    /** Run {@code npm run compile} in contracts if this fails. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ChallengeGame",
                "CommunityGovernor",
                "CommunityRules",
                "CommunityTimelock",
                "EnergyCertificate",
                "MemberVotes",
                "MeterOracle",
                "MeterRegistry",
                "OperatorBond",
                "Orders",
                "SettlementVault",
                "TestStablecoin",
            })
    void artefactIsOfTheseSources(String contract) throws IOException, NoSuchAlgorithmException {
        MessageDigest hash = MessageDigest.getInstance("SHA-256");
        for (Map.Entry<String, String> source : sources().entrySet()) {
            hash.update((source.getKey() + "\0" + source.getValue() + "\0").getBytes(UTF_8));
        }

        assertThat(compiledFrom(contract)).isEqualTo(HexFormat.of().formatHex(hash.digest()));
    }

    /** Text by path below the sources, of those in folders. */
    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".sol")).toList()) {
                String name = SOURCES.relativize(file).toString().replace('\\', '/');
                if (name.contains("/")) {
                    sources.put(name, Files.readString(file).replace("\r\n", "\n"));
                }
            }
        }
        return sources;
    }

    private static String compiledFrom(String contract) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(
                        ContractSuiteTest.class.getResourceAsStream(
                                "/contracts/" + contract + ".json"))) {
            return ObjectMapperFactory.getObjectMapper()
                    .readTree(in)
                    .get("sourcesSha256")
                    .asString();
        }
    }
}
