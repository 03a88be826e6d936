package energy.peerwatt.settlement.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.market.ParticipantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChainAccountsTest {

    @TempDir Path home;

    @Test
    void createsASeedThatOnlyItsOwnerCanRead() throws IOException {
        assumeTrue(home.getFileSystem().supportedFileAttributeViews().contains("posix"));
        Path seed = home.resolve("chain").resolve("seed");

        ChainAccounts.open(seed);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(seed)))
                .isEqualTo("rw-------");
    }

    @Test
    void keepsAddressesOverRestarts() {
        ChainAccounts before = ChainAccounts.open(home.resolve("seed"));
        ChainAccounts after = ChainAccounts.open(home.resolve("seed"));

        assertThat(after.operatorAddress()).isEqualTo(before.operatorAddress());
        assertThat(after.addressOf(new ParticipantId(100)))
                .isEqualTo(before.addressOf(new ParticipantId(100)));
    }

    @Test
    void givesEveryParticipantAnAddressOfItsOwn() {
        ChainAccounts accounts = ChainAccounts.open(home.resolve("seed"));

        assertThat(
                        LongStream.rangeClosed(1, 200)
                                .mapToObj(id -> accounts.addressOf(new ParticipantId(id))))
                .doesNotHaveDuplicates()
                .doesNotContain(accounts.operatorAddress());
    }

    /** Keys must never change for a seed in use. */
    @Test
    void derivesTheSameKeysForever() throws IOException {
        Path seed = home.resolve("seed");
        Files.writeString(seed, "07".repeat(32) + "\n");

        ChainAccounts accounts = ChainAccounts.open(seed);

        assertThat(accounts.operatorAddress().checksummed())
                .isEqualTo("0xf1e24AA7d2c8eF6012B5a78F0DA779D530989bF8");
        assertThat(accounts.addressOf(new ParticipantId(100)).checksummed())
                .isEqualTo("0x72d6eF508a492e62b984B9fB7a174bA0e14874d3");
    }

    @Test
    void refusesAFileThatIsNoSeed() throws IOException {
        Path seed = home.resolve("seed");
        Files.writeString(seed, "0707\n");

        assertThatThrownBy(() -> ChainAccounts.open(seed))
                .isInstanceOfSatisfying(
                        MarketException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID));
    }
}
