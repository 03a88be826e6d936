package energy.peerwatt.settlement.chain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The conformance suite against a real node that makes blocks by itself. */
class ChainCheckTest {

    @TempDir Path home;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private WildNode node;
    private Thread miner;
    private volatile boolean mining = true;

    @BeforeEach
    void start() {
        node = new WildNode(home);
    }

    @AfterEach
    void stop() throws InterruptedException {
        mining = false;
        if (miner != null) {
            miner.join();
        }
        node.close();
    }

    @Test
    void passesAChainWithoutFees() {
        mine(0);

        assertThat(check("--finality", "2")).as(said()).isEqualTo(ChainCheckMain.FIT);

        assertThat(out.toString(UTF_8).lines().filter(line -> line.startsWith("PASS"))).hasSize(16);
        assertThat(said()).contains("VersionOutOfOrder(9)").contains("can carry settlement");
    }

    @Test
    void passesAChainWithFees() {
        mine(WildNode.GWEI);
        String seed = home.resolve("seed").toString();
        node.fund(ChainAccounts.open(Path.of(seed)).operatorAddress());

        int exit = check("--finality", "1", "--max-fee-per-gas", "100000000000", "--seed", seed);

        assertThat(exit).as(said()).isEqualTo(ChainCheckMain.FIT);
    }

    @Test
    void saysWhatAnAccountWithoutFundsLacks() {
        mine(WildNode.GWEI);

        int exit = check("--max-fee-per-gas", "100000000000");

        assertThat(exit).isEqualTo(ChainCheckMain.UNFIT);
        assertThat(said()).contains("FAIL  account").contains("no funds").contains("SKIP  deploy");
    }

    @Test
    void saysThatGasCosts() {
        mine(WildNode.GWEI);

        assertThat(check()).isEqualTo(ChainCheckMain.UNFIT);
        assertThat(said()).contains("FAIL  fees").contains("--max-fee-per-gas");
    }

    @Test
    void saysThatNothingBecomesFinal() {
        mine(0);

        assertThat(check("--finality", "1000000")).isEqualTo(ChainCheckMain.UNFIT);
        assertThat(said()).contains("FAIL  finality").contains("does not become final");
    }

    @Test
    void saysThatNoBlocksAreMade() {
        assertThat(check()).isEqualTo(ChainCheckMain.UNFIT);
        assertThat(said()).contains("FAIL  deploy").contains("no block took it");
    }

    @Test
    void refusesWhatItCannotAsk() {
        assertThat(ChainCheckMain.run(new String[0], print(out), print(err)))
                .isEqualTo(ChainCheckMain.UNUSABLE);
        assertThat(check("--finality", "soon")).isEqualTo(ChainCheckMain.UNUSABLE);
        node.close();
        assertThat(check()).isEqualTo(ChainCheckMain.UNUSABLE);
        assertThat(err.toString(UTF_8)).contains("URL is missing").contains("eth_chainId");
    }

    private int check(String... options) {
        String[] args = new String[options.length + 3];
        args[0] = node.url().toString();
        System.arraycopy(options, 0, args, 1, options.length);
        args[args.length - 2] = "--patience";
        args[args.length - 1] = "3";
        return ChainCheckMain.run(args, print(out), print(err));
    }

    private void mine(long baseFee) {
        node.baseFee(baseFee);
        node.mine(1);
        miner =
                Thread.ofPlatform()
                        .start(() -> {
                            while (mining) {
                                node.mine(1);
                                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
                            }
                        });
    }

    private String said() {
        return out.toString(UTF_8);
    }

    private static PrintStream print(ByteArrayOutputStream to) {
        return new PrintStream(to, true, UTF_8);
    }
}
