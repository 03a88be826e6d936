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
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.web3j.protocol.ObjectMapperFactory;

class SettlementContractTest {

    /** Run {@code npm run compile} in contracts if this fails. */
    @Test
    void artefactIsOfTheseSources() throws IOException, NoSuchAlgorithmException {
        MessageDigest hash = MessageDigest.getInstance("SHA-256");
        for (Path source : sources()) {
            String text = Files.readString(source).replace("\r\n", "\n");
            hash.update((source.getFileName() + "\0" + text + "\0").getBytes(UTF_8));
        }

        assertThat(compiledFrom()).isEqualTo(HexFormat.of().formatHex(hash.digest()));
    }

    @Test
    void largestBatchStaysBelowTheGasCap() {
        long largest = SettlementContract.gasLimit(SettlementBatch.MAX_POSITIONS);

        assertThat(largest).isLessThanOrEqualTo(TransactionSigner.GAS_CAP);
    }

    @Test
    void namesTheContractsErrors() {
        SettlementContract contract = SettlementContract.load();
        String selector = Digest.keccak("CashNotZeroSum(int256)".getBytes(UTF_8)).hex();

        assertThat(contract.errorIn(selector.substring(0, 10) + "0".repeat(64)))
                .isEqualTo("CashNotZeroSum(0)");
        assertThat(contract.errorIn(selector.substring(0, 10) + "f".repeat(63) + "e"))
                .isEqualTo("CashNotZeroSum(-2)");
        assertThat(contract.errorIn("")).isEqualTo("unknown");
    }

    @Test
    void readsTheReasonsThatSolidityItselfGives() {
        SettlementContract contract = SettlementContract.load();
        String text =
                AbiWords.call("Error(string)").add(32).add(5).hex() + "7061757365" + "0".repeat(54);

        assertThat(contract.errorIn(text)).isEqualTo("pause");
        assertThat(contract.errorIn(AbiWords.call("Panic(uint256)").add(17).hex()))
                .isEqualTo("panic 17");
        assertThat(contract.errorIn("0x12345678")).isEqualTo("unknown error 0x12345678");
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("contracts", "src"))) {
            return files.filter(file -> file.toString().endsWith(".sol")).sorted().toList();
        }
    }

    private static String compiledFrom() throws IOException {
        try (InputStream in =
                SettlementContract.class.getResourceAsStream(SettlementContract.RESOURCE)) {
            return ObjectMapperFactory.getObjectMapper()
                    .readTree(in)
                    .get("sourcesSha256")
                    .asString();
        }
    }
}
