package energy.peerwatt.matching.cluster;

import energy.peerwatt.matching.cluster.EngineAddress.Member;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** One engine node as a process of its own, started, killed and started again by a test. */
public final class NodeProcess implements AutoCloseable {

    private static final String HOST = InetAddress.getLoopbackAddress().getHostAddress();

    /** Below the ports that the system gives to whoever asks for any. */
    private static final int LOWEST_PORT = 20_000;

    private static final int HIGHEST_PORT = 32_000;

    private static final int LAST_LINES = 40;
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

    private final Path directory;
    private final List<String> command;
    private Process process;

    /**
     * Not started yet.
     *
     * @param directory its data directory, where it also writes its log
     * @param settings of {@link EngineNodeMain}, on top of those given by the other parameters
     */
    public NodeProcess(
            Path directory, int memberId, List<Member> members, Map<String, String> settings) {
        this.directory = directory;
        this.command = command(directory, memberId, members, settings);
    }

    /** Members on free loopback ports. */
    public static List<Member> freeMembers(int count) {
        List<Member> members = new ArrayList<>();
        List<DatagramSocket> held = new ArrayList<>();
        while (members.size() < count) {
            int base = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
            if (hold(base, held)) {
                members.add(new Member(HOST, base));
            }
        }
        held.forEach(DatagramSocket::close);
        return members;
    }

    private static boolean hold(int base, List<DatagramSocket> held) {
        try {
            for (int port = base; port < base + Member.PORTS; port++) {
                held.add(
                        new DatagramSocket(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
            }
            return true;
        } catch (SocketException e) {
            return false;
        }
    }

    private static List<String> command(
            Path directory, int memberId, List<Member> members, Map<String, String> settings) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-Dpeerwatt.data-dir=" + directory,
                        "-Dpeerwatt.engine.member-id=" + memberId,
                        "-Dpeerwatt.engine.members="
                                + members.stream()
                                        .map(member -> member.host() + ":" + member.portBase())
                                        .collect(Collectors.joining(","))));
        settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.add("-cp");
        command.add(
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(EngineNodeMain.class.getName());
        return command;
    }

    /** Starts it in its directory; returns at once. */
    public void start() {
        if (isAlive()) {
            throw new IllegalStateException("runs already: " + directory);
        }
        process = launch();
    }

    /** Runs the program with a word for the operator, such as {@code status}; its exit code. */
    public int run(String... words) {
        try {
            Process running = launch(words);
            running.waitFor();
            return running.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Process launch(String... words) {
        try {
            Files.createDirectories(directory);
            List<String> all = new ArrayList<>(command);
            all.addAll(List.of(words));
            return new ProcessBuilder(all)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL; returns when the process is gone. */
    public void kill() {
        awaitEnd(process.destroyForcibly());
    }

    /** SIGTERM; returns when the process is gone. */
    public void stop() {
        process.destroy();
        awaitEnd(process);
    }

    private static void awaitEnd(Process ending) {
        try {
            if (!ending.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                ending.destroyForcibly();
                throw new AssertionError("did not end within " + STOP_TIMEOUT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Whether the process runs; it may still be starting. */
    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Exit code of the process if it has ended. */
    public Optional<Integer> exitCode() {
        return process == null || process.isAlive()
                ? Optional.empty()
                : Optional.of(process.exitValue());
    }

    /** What the node says of itself; empty while it starts or does not run. */
    public Optional<EngineNodeStatus> status() {
        return isAlive()
                ? EngineNodeStatus.of(engineDirectory())
                        .filter(status -> status.process() == process.pid())
                : Optional.empty();
    }

    /** Where the node keeps its state. */
    public Path engineDirectory() {
        return directory.resolve("engine");
    }

    /** What the process printed, all its lives in one file. */
    public Path log() {
        return directory.resolve("node.log");
    }

    /** Prints how it stands and the end of its log, for whoever wonders why a test failed. */
    void printLast() {
        System.out.println(directory.getFileName() + ": " + status());
        try {
            List<String> lines = Files.readAllLines(log());
            lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size())
                    .forEach(System.out::println);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (isAlive()) {
            stop();
        }
    }
}
