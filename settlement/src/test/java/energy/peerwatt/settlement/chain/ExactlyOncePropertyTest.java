package energy.peerwatt.settlement.chain;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.settlement.store.ChainOutbox;
import energy.peerwatt.settlement.store.OutboxEntry.Signed;
import energy.peerwatt.unit.Money;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is killed whenever, each batch takes effect once. */
class ExactlyOncePropertyTest {

    private static final int STEPS = 40;

    @TempDir Path home;

    private final long seed = Long.getLong("peerwatt.seed", System.nanoTime());
    private final Random random = new Random(seed);

    private ChainAccounts accounts;
    private EmbeddedChain chain;
    private ChainGateway gateway;
    private int submitted;

    @Test
    void everyBatchTakesEffectOnceWhateverIsKilled() {
        System.out.println("ExactlyOncePropertyTest -Dpeerwatt.seed=" + seed);
        accounts = ChainAccounts.open(home.resolve("seed"));
        OutboxDatabase.empty();
        open();
        try {
            for (int step = 0; step < STEPS; step++) {
                disturb();
            }
            Await.until(() -> gateway.pump().waiting() == 0 && sent() == written());

            assertThat(OutboxDatabase.reopened().confirmed().await().indefinitely())
                    .isEqualTo(submitted);
            assertThat(Gateways.earned(gateway, 0))
                    .isEqualTo(Money.ofNano(submitted * Batches.SALE_NANO));
        } finally {
            chain.close();
        }
        assertThat(children()).isEmpty();
    }

    private static long written() {
        return OutboxDatabase.count("SELECT count(*) FROM settlement.chain_outbox");
    }

    private long sent() {
        return chain.transactionCount(accounts.operatorAddress());
    }

    private static List<ProcessHandle> children() {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info().command().orElse("").endsWith("anvil"))
                .toList();
    }

    private void disturb() {
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> Gateways.submit(gateway, Batches.batch(submitted++, 4), () -> {});
            case 3, 4 -> attempt(gateway::pump);
            case 5 -> attempt(() -> Nodes.kill(chain.nodePid()));
            case 6 -> {
                attempt(this::sendWithoutNote);
                chain.abandon();
                open();
            }
            default -> {
                chain.close();
                open();
            }
        }
    }

    private void open() {
        chain = Nodes.start(home.resolve("chain"));
        gateway = Gateways.of(chain, accounts, OutboxDatabase.reopened());
        Await.until(() -> {
            gateway.ensureDeployed();
            return true;
        });
    }

    /** What a crash in the middle of a step leaves: sent, perhaps mined, never written down. */
    private void sendWithoutNote() {
        ChainOutbox outbox = OutboxDatabase.reopened();
        for (Signed signed : outbox.unfinished(3).await().indefinitely()) {
            chain.send(HexFormat.of().parseHex(signed.newest().rawTransactionHex()));
        }
        if (random.nextBoolean()) {
            new NodeRpc("http://127.0.0.1:" + port()).mine(4_000_000_000L);
        }
    }

    private String port() {
        try {
            return Files.readString(home.resolve("chain").resolve("port")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void attempt(Runnable step) {
        try {
            step.run();
        } catch (MarketException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.CHAIN_UNAVAILABLE);
        }
    }
}
