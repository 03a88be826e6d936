package energy.peerwatt.edge.commission;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How enrol and rotate-key are called; what they ask the market for has its own tests. */
class KeyCommandsTest {

    private static final String CODE = "gw-1:7K3MQ-2XTRA-90VBD-JH5WN";
    private static final String NOWHERE = "http://127.0.0.1:1";

    @TempDir Path folder;

    @Test
    void saysThatTheMarketIsNotThereAndKeepsWhatItWillAskWith() {
        Tool tool = enrol(NOWHERE, CODE);

        assertThat(tool.code()).isEqualTo(ExitCode.FAILED);
        assertThat(tool.err()).contains("market-unavailable").doesNotContain("7K3MQ");
        assertThat(folder.resolve("signing-key")).exists();
    }

    @Test
    void refusesWrongCodesAndAddresses() {
        assertThat(enrol(NOWHERE, "gw-1:7K3MQ").code()).isEqualTo(ExitCode.USAGE);
        assertThat(enrol("http://market.example", CODE).code()).isEqualTo(ExitCode.USAGE);
        assertThat(Tool.run("enrol", "--code", CODE).code()).isEqualTo(ExitCode.USAGE);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void rotatesOnlyWhatHasEnrolledAndForDaysThatTheMarketTakes() {
        assertThat(rotate("7").err()).contains("has not enrolled");
        enrol(NOWHERE, CODE);

        assertThat(rotate("0").code()).isEqualTo(ExitCode.USAGE);
        assertThat(rotate("31").code()).isEqualTo(ExitCode.USAGE);
        assertThat(rotate("30").code()).isEqualTo(ExitCode.FAILED);
    }

    private Tool enrol(String market, String code) {
        return Tool.run("enrol", "--market", market, "--code", code, "--data", folder.toString());
    }

    private Tool rotate(String days) {
        return Tool.run(
                "rotate-key", "--market", NOWHERE, "--days", days, "--data", folder.toString());
    }
}
