package energy.peerwatt.settlement.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.settlement.chain.TransactionSigner.Draft;
import energy.peerwatt.settlement.store.OutboxEntry.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedChainTest {

    @TempDir Path home;

    private Path directory;
    private TransactionSigner signer;
    private ChainAccounts accounts;

    @BeforeEach
    void openAccounts() {
        directory = home.resolve("chain");
        accounts = ChainAccounts.open(home.resolve("seed"));
        signer = new TransactionSigner(accounts.operator(), AnvilProcess.CHAIN_ID);
    }

    @Test
    void makesNoBlockWithoutTransactions() {
        try (EmbeddedChain chain = Nodes.start(directory)) {
            chain.seal();

            assertThat(chain.height()).isZero();
        }
    }

    @Test
    void sameTransactionsAtTheSameTimeGiveTheSameBlocks() {
        InstantSource fixed = InstantSource.fixed(Instant.parse("2026-06-18T07:00:00Z"));
        Digest one = hashOfBlockTwo(home.resolve("one"), fixed);
        Digest other = hashOfBlockTwo(home.resolve("other"), fixed);

        assertThat(one).isEqualTo(other);
    }

    @Test
    void timeAlwaysAdvances() {
        InstantSource stuck = InstantSource.fixed(Instant.EPOCH);
        hashOfBlockTwo(directory, stuck);

        try (BlockJournal journal = BlockJournal.open(directory.resolve("journal"))) {
            assertThat(journal.timestampOf(2)).isEqualTo(AnvilProcess.GENESIS_TIMESTAMP + 2);
        }
    }

    @Test
    void acceptsTheStartScriptOfThePackage() {
        Path script = Nodes.NODE_MODULES.resolve(".bin").resolve("anvil");
        var config = new EmbeddedChain.Config(script, directory, InstantSource.system());

        try (EmbeddedChain chain = EmbeddedChain.start(config)) {
            assertThat(ProcessHandle.of(chain.nodePid()).orElseThrow().info().command())
                    .hasValueSatisfying(command -> assertThat(command).endsWith("anvil"));
        }
    }

    @Test
    void refusesAProgramThatIsNotThere() {
        var config =
                new EmbeddedChain.Config(
                        home.resolve("missing"), directory, InstantSource.system());

        assertFails(ErrorCode.CONFIGURATION_INVALID, () -> EmbeddedChain.start(config));
    }

    @Test
    void refusesAProgramThatIsNoNode() throws IOException {
        Path script = home.resolve("no node");
        Files.writeString(script, "#!/bin/sh\nexit 1\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        var config = new EmbeddedChain.Config(script, directory, InstantSource.system());

        assertFails(ErrorCode.CHAIN_UNAVAILABLE, () -> EmbeddedChain.start(config));
    }

    @Test
    void refusesAJournalWhoseBlocksDoNotComeOutAsWritten() throws IOException {
        hashOfBlockTwo(directory, InstantSource.system());
        rewriteJournal(directory.resolve("journal"));

        assertFails(ErrorCode.CHAIN_STATE_MISMATCH, () -> Nodes.start(directory));
        assertFails(ErrorCode.CHAIN_STATE_MISMATCH, () -> Nodes.start(directory));
    }

    @Test
    void leavesAloneAProcessThatIsNotOurs() {
        try (EmbeddedChain other = Nodes.start(home.resolve("other"));
                EmbeddedChain chain = Nodes.start(directory)) {
            assertThat(ProcessHandle.of(other.nodePid()).orElseThrow().isAlive()).isTrue();
            assertThat(chain.nodePid()).isNotEqualTo(other.nodePid());
        }
    }

    @Test
    void endsANodeWhoseParentDiedBeforeItCouldNoteAnything() {
        AnvilProcess orphan =
                AnvilProcess.start(AnvilProcess.nativeBinary(Nodes.NODE_MODULES), directory);

        try (EmbeddedChain chain = Nodes.start(directory)) {
            assertThat(orphan.isAlive()).isFalse();
            assertThat(chain.height()).isZero();
        }
    }

    @Test
    void keepsItsPortAndLeavesNoProcessBehind() throws IOException {
        EmbeddedChain chain = Nodes.start(directory);
        ProcessHandle node = ProcessHandle.of(chain.nodePid()).orElseThrow();
        String port = Files.readString(directory.resolve("port"));

        chain.close();

        assertThat(node.isAlive()).isFalse();
        Nodes.start(directory).close();
        assertThat(Files.readString(directory.resolve("port"))).isEqualTo(port);
    }

    private Digest hashOfBlockTwo(Path where, InstantSource clock) {
        var config = new EmbeddedChain.Config(Nodes.NODE_MODULES, where, clock);
        try (EmbeddedChain chain = EmbeddedChain.start(config)) {
            for (int nonce = 0; nonce < 2; nonce++) {
                chain.send(transaction(nonce));
                chain.seal();
            }
            return chain.blockHash(2);
        } finally {
            deleteCheckpoint(where);
        }
    }

    private byte[] transaction(int nonce) {
        ChainAddress to = accounts.addressOf(Batches.participant(nonce));
        Draft draft = Draft.of(Kind.BATCH, Batches.ROOT, Optional.of(to), new byte[0], 21_000);
        String raw = signer.sign(nonce, draft, Fees.NONE).newest().rawTransactionHex();
        return HexFormat.of().parseHex(raw);
    }

    /** A forged journal with right checksums: block 2 a second later, everything else the same. */
    private static void rewriteJournal(Path file) throws IOException {
        Path forged = file.resolveSibling("forged");
        try (BlockJournal from = BlockJournal.open(file);
                BlockJournal to = BlockJournal.open(forged)) {
            to.append(from.read(0));
            to.append(from.read(1));
            BlockJournal.Block two = from.read(2);
            to.append(
                    new BlockJournal.Block(2, two.timestamp() + 1, two.hash(), two.transactions()));
        }
        Files.move(forged, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void deleteCheckpoint(Path where) {
        try {
            Files.deleteIfExists(where.resolve("checkpoint"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertFails(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        MarketException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
