package energy.peerwatt.edge.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.market.MarketException;
import energy.peerwatt.metering.protocol.Ed25519SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {

    @TempDir Path folder;

    @Test
    void isMadeOnceAndReadableByTheOwnerAlone() throws IOException {
        Path file = folder.resolve("signing-key");

        Ed25519SigningKey made = KeyFile.loadOrCreate(file);

        assertThat(KeyFile.loadOrCreate(file).verificationKey()).isEqualTo(made.verificationKey());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void readsWhatTheJdkWroteInEarlierVersions() throws IOException {
        Path file = folder.resolve("signing-key");
        // RFC 8032 section 7.1, test 1.
        Files.write(
                file,
                List.of(
                        "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g",
                        "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="));

        assertThat(KeyFile.loadOrCreate(file).verificationKey().id()).isEqualTo("06e3fd8fda29bb60");
    }

    @Test
    void refusesADamagedFileAndLeavesItAsItIs() throws IOException {
        Path file = folder.resolve("signing-key");
        KeyFile.loadOrCreate(file);
        String secret = Files.readAllLines(file).getFirst();
        String other = KeyFile.loadOrCreate(folder.resolve("other")).verificationKey().toBase64();

        for (String damaged : List.of("", secret, secret + "\n" + other, "x\n" + other)) {
            Files.writeString(file, damaged);
            assertThatThrownBy(() -> KeyFile.loadOrCreate(file))
                    .isInstanceOf(MarketException.class)
                    .hasMessageNotContaining(secret);
            assertThat(file).hasContent(damaged);
        }
    }
}
