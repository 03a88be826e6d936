package energy.peerwatt.settlement.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockJournalTest {

    @TempDir Path home;

    private Path file;

    @BeforeEach
    void writeThreeBlocks() throws IOException {
        file = home.resolve("journal");
        try (BlockJournal journal = BlockJournal.open(file)) {
            for (int number = 0; number < 3; number++) {
                journal.append(block(number));
            }
        }
    }

    @Test
    void readsBackWhatWasWritten() throws IOException {
        try (BlockJournal journal = BlockJournal.open(file)) {
            assertThat(journal.height()).isEqualTo(2);
            assertThat(journal.hashOf(1)).isEqualTo(block(1).hash());
            assertThat(journal.timestampOf(2)).isEqualTo(block(2).timestamp());
            assertThat(journal.read(2).transactions().getFirst())
                    .isEqualTo(block(2).transactions().getFirst());
        }
    }

    @Test
    void cutsOffATornLastBlockWhereverItWasTorn() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        int last = whole.length - whole.length / 3;
        for (int size = last; size < whole.length; size++) {
            Files.write(file, Arrays.copyOf(whole, size));
            assertGoesOnAfterBlock(1);
        }
    }

    @Test
    void cutsOffSpaceThatWasNeverWritten() throws IOException {
        Files.write(file, new byte[100], StandardOpenOption.APPEND);

        assertGoesOnAfterBlock(2);
    }

    @Test
    void refusesDamageInTheMiddleWhereverItIs() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        int record = whole.length / 3;
        for (int at = 0; at < 2 * record; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x40;
            Files.write(file, damaged);
            assertThatThrownBy(() -> BlockJournal.open(file))
                    .isInstanceOfSatisfying(
                            MarketException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.CHAIN_STATE_MISMATCH));
            assertThat(Files.readAllBytes(file)).isEqualTo(damaged);
        }
    }

    @Test
    void refusesBlocksOutOfOrder() {
        try (BlockJournal journal = BlockJournal.open(file)) {
            assertThatThrownBy(() -> journal.append(block(4)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void belongsToOneAtATime() {
        try (BlockJournal journal = BlockJournal.open(file)) {
            assertThatThrownBy(() -> BlockJournal.open(file))
                    .isInstanceOfSatisfying(
                            MarketException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.CHAIN_UNAVAILABLE));
            assertThat(journal.height()).isEqualTo(2);
        }
    }

    private void assertGoesOnAfterBlock(long height) throws IOException {
        try (BlockJournal journal = BlockJournal.open(file)) {
            assertThat(journal.height()).isEqualTo(height);
            journal.append(block((int) height + 1));
        }
        try (BlockJournal journal = BlockJournal.open(file)) {
            assertThat(journal.height()).isEqualTo(height + 1);
        }
    }

    private static BlockJournal.Block block(int number) {
        byte[] bytes = {(byte) number, 2, 3};
        return new BlockJournal.Block(number, 1000L + number, Digest.keccak(bytes), List.of(bytes));
    }
}
