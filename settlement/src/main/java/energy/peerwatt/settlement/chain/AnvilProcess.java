package energy.peerwatt.settlement.chain;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** One run of the anvil program as our child. Its file in the chain's directory: port. */
final class AnvilProcess {

    private static final Logger LOG = System.getLogger(AnvilProcess.class.getName());
    private static final String PORT_FILE = "port";

    static final long CHAIN_ID = 31337;

    /** Part of every block hash through the genesis block; never change it. */
    static final long GENESIS_TIMESTAMP = Instant.parse("2026-01-01T00:00:00Z").getEpochSecond();

    private static final Duration START_LIMIT = Duration.ofSeconds(20);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private final Process process;
    private final NodeRpc rpc;

    private AnvilProcess(Process process, NodeRpc rpc) {
        this.process = process;
        this.rpc = rpc;
    }

    /**
     * Starts the program and waits until it answers.
     *
     * @throws MarketException CHAIN_UNAVAILABLE if it does not
     */
    static AnvilProcess start(Path binary, Path directory) {
        try {
            return startOnce(binary, directory);
        } catch (MarketException e) {
            // Somebody else may have taken the port in the meantime: once more, on another one.
            LOG.log(Level.DEBUG, "second attempt to start the node", e);
            forgetPort(directory);
            return startOnce(binary, directory);
        }
    }

    private static AnvilProcess startOnce(Path binary, Path directory) {
        try {
            int port = choosePort(directory.resolve(PORT_FILE));
            Process process =
                    new ProcessBuilder(command(binary, directory, port))
                            .redirectErrorStream(true)
                            .redirectOutput(directory.resolve("node.log").toFile())
                            .start();
            return brought(process, new NodeRpc("http://127.0.0.1:" + port), directory);
        } catch (IOException e) {
            throw new MarketException(ErrorCode.CHAIN_UNAVAILABLE, "starting " + binary, e);
        }
    }

    /** The running node, or an exception and no process left behind. */
    private static AnvilProcess brought(Process process, NodeRpc rpc, Path directory) {
        boolean answers = false;
        try {
            AnvilProcess node = new AnvilProcess(process, rpc);
            node.awaitAnswer(directory);
            answers = true;
            return node;
        } finally {
            if (!answers) {
                process.destroyForcibly();
            }
        }
    }

    /** The next start takes another port. */
    static void forgetPort(Path directory) {
        try {
            Files.deleteIfExists(directory.resolve(PORT_FILE));
        } catch (IOException e) {
            throw new MarketException(ErrorCode.CHAIN_UNAVAILABLE, "port file in " + directory, e);
        }
    }

    /**
     * Ends the children that earlier processes of ours left behind, however early those died: they
     * are known by their program and by our directory among their arguments.
     */
    static void endOrphans(Path binary, Path directory) {
        ProcessHandle.allProcesses()
                .filter(process -> isOurs(process.info(), binary, directory))
                .forEach(AnvilProcess::endNow);
    }

    private static boolean isOurs(ProcessHandle.Info process, Path binary, Path directory) {
        return process.command().filter(binary.toString()::equals).isPresent()
                && process.arguments().stream()
                        .flatMap(Stream::of)
                        .anyMatch(cache(directory)::equals);
    }

    /**
     * The native program behind a path: itself, a {@code node_modules} folder, or npm's start
     * script in it, which would stand between us and the process we have to watch.
     */
    static Path nativeBinary(Path path) {
        try {
            Path real = path.toRealPath();
            if (Files.isDirectory(real)) {
                return platformBinary(real.resolve("@foundry-rs"));
            }
            if (real.endsWith(Path.of("@foundry-rs", "anvil", "bin.mjs"))) {
                return platformBinary(real.resolve("../..").normalize());
            }
            return real;
        } catch (IOException e) {
            throw new MarketException(
                    ErrorCode.CONFIGURATION_INVALID, "no anvil program at " + path, e);
        }
    }

    NodeRpc rpc() {
        return rpc;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    void awaitExit() throws InterruptedException {
        process.waitFor();
    }

    /** Ends the child at once; its state is in the journal. */
    void kill() {
        endNow(process.toHandle());
    }

    private void awaitAnswer(Path directory) {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (System.nanoTime() < deadline && process.isAlive()) {
            try {
                if (rpc.chainId() == CHAIN_ID) {
                    return;
                }
                break;
            } catch (MarketException notYet) {
                pause();
            }
        }
        throw new MarketException(
                ErrorCode.CHAIN_UNAVAILABLE,
                "the node did not start, see " + directory.resolve("node.log"));
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(10);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MarketException(ErrorCode.CHAIN_UNAVAILABLE, "interrupted", e);
        }
    }

    /** Without fees, accounts of its own or blocks of its own: all that happens comes from us. */
    private static List<String> command(Path binary, Path directory, int port) {
        List<String> command = new ArrayList<>();
        command.add(binary.toString());
        command.addAll(List.of("--host", "127.0.0.1", "--port", Integer.toString(port)));
        command.addAll(List.of("--chain-id", Long.toString(CHAIN_ID)));
        command.addAll(List.of("--timestamp", Long.toString(GENESIS_TIMESTAMP)));
        command.addAll(List.of("--hardfork", "prague", "--no-mining", "--order", "fifo"));
        command.addAll(List.of("--accounts", "0", "--disable-default-create2-deployer"));
        command.addAll(List.of("--gas-price", "0", "--block-base-fee-per-gas", "0"));
        // So large that no block is half full, which would raise the base fee above zero.
        command.addAll(List.of("--gas-limit", "100000000000"));
        command.addAll(List.of("--prune-history", "--no-request-size-limit", "--no-cors"));
        command.addAll(List.of("--cache-path", cache(directory), "--quiet"));
        return command;
    }

    private static String cache(Path directory) {
        return directory.toAbsolutePath().normalize().resolve("cache").toString();
    }

    /** The port of the last run if it is free, else any; remembered for wallets and tools. */
    private static int choosePort(Path file) throws IOException {
        if (Files.exists(file)) {
            try {
                return freePort(Integer.parseInt(Files.readString(file).strip()));
            } catch (IOException | IllegalArgumentException taken) {
                Files.delete(file);
            }
        }
        int port = freePort(0);
        DurableFile.replace(file, Integer.toString(port).getBytes(StandardCharsets.US_ASCII));
        return port;
    }

    private static int freePort(int wanted) throws IOException {
        try (ServerSocket socket =
                new ServerSocket(wanted, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return socket.getLocalPort();
        }
    }

    private static void endNow(ProcessHandle process) {
        process.destroyForcibly();
        try {
            process.onExit().get(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new MarketException(
                    ErrorCode.CHAIN_UNAVAILABLE, "process " + process.pid() + " does not end", e);
        }
    }

    private static Path platformBinary(Path packages) throws IOException {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        boolean windows = os.startsWith("windows");
        String platform = windows ? "win32" : os.startsWith("mac") ? "darwin" : "linux";
        String machine = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
        return packages.resolve("anvil-" + platform + "-" + machine)
                .resolve("bin")
                .resolve(windows ? "anvil.exe" : "anvil")
                .toRealPath();
    }
}
