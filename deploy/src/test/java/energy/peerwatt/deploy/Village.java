package energy.peerwatt.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The three programs of a demo on free ports, each of which can be killed and started again. */
final class Village implements AutoCloseable {

    /** A program and the line that it prints once it can be used. */
    enum Part {
        SIMULATOR("simulate", "simulator ready"),
        MARKET("market", "market ready"),
        GATEWAY("gateway", "gateway ready");

        private final String command;
        private final String readyLine;

        Part(String command, String readyLine) {
            this.command = command;
            this.readyLine = readyLine;
        }
    }

    private static final Duration START_TIMEOUT = Duration.ofSeconds(90);

    private final Path root = Path.of(System.getProperty("peerwatt.root", "..")).toAbsolutePath();
    private final Path home;
    private final int httpPort = freePort();
    private final int mqttPort = freePort();
    private final Map<Part, Process> processes = new EnumMap<>(Part.class);
    private final Map<String, String> clock;
    private final List<String> simulatorOptions;

    /**
     * Does not start anything yet.
     *
     * @param marketStart market time when this is called
     */
    Village(Instant marketStart, int speed, List<String> simulatorOptions) throws IOException {
        this.home = Files.createTempDirectory("peerwatt e2e ");
        this.simulatorOptions = simulatorOptions;
        this.clock =
                Map.of(
                        "PEERWATT_CLOCK_MARKET_START", marketStart.toString(),
                        "PEERWATT_CLOCK_WALL_START", wallNow().toString(),
                        "PEERWATT_CLOCK_SPEED", Integer.toString(speed),
                        "PEERWATT_MQTT_GATEWAY_PASSWORD", "end-to-end");
    }

    private static Instant wallNow() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    Path home() {
        return home;
    }

    Path root() {
        return root;
    }

    int httpPort() {
        return httpPort;
    }

    /** Starts all parts at once and waits until each is ready. */
    void start() {
        for (Part part : Part.values()) {
            launch(part);
        }
        for (Part part : Part.values()) {
            awaitReady(part);
        }
    }

    /** Starts one part again and waits until it is ready. */
    void restart(Part part) {
        launch(part);
        awaitReady(part);
    }

    /** SIGKILL; returns once the process is gone. */
    void kill(Part part) {
        Process process = processes.get(part);
        process.destroyForcibly();
        awaitExit(process);
    }

    /** SIGKILL to the EVM node below the market. */
    void killChainNode() {
        ProcessHandle node =
                processes
                        .get(Part.MARKET)
                        .descendants()
                        .filter(Village::isChainNode)
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("no EVM node is running"));
        node.destroyForcibly();
        node.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }

    private static boolean isChainNode(ProcessHandle handle) {
        return handle.info().command().filter(command -> command.contains("anvil")).isPresent();
    }

    /** The end of a part's log, for failure messages. */
    String logTail(Part part) {
        try {
            List<String> lines = Files.readAllLines(log(part));
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
        } catch (IOException e) {
            return "no log: " + e;
        }
    }

    @Override
    public void close() throws IOException {
        List<Part> order = List.of(Part.GATEWAY, Part.SIMULATOR, Part.MARKET);
        for (Part part : order) {
            Process process = processes.get(part);
            if (process != null) {
                process.destroy();
                awaitExit(process);
            }
        }
        deleteHome();
    }

    private void deleteHome() throws IOException {
        List<Path> paths = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(home)) {
            walk.sorted(Comparator.reverseOrder()).forEach(paths::add);
        }
        for (Path path : paths) {
            Files.deleteIfExists(path);
        }
    }

    private void launch(Part part) {
        List<String> command = new ArrayList<>(List.of(root.resolve("peerwatt").toString()));
        command.add(part.command);
        command.addAll(List.of("--data", directory(part).toString()));
        command.addAll(options(part));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(clock);
        builder.redirectErrorStream(true);
        try {
            Files.deleteIfExists(log(part));
            builder.redirectOutput(log(part).toFile());
            processes.put(part, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> options(Part part) {
        return switch (part) {
            case SIMULATOR -> simulatorOptions;
            case GATEWAY ->
                    List.of(
                            "-Dpeerwatt.devices="
                                    + directory(Part.SIMULATOR).resolve("devices.json"),
                            "-Dpeerwatt.mqtt.url=tcp://127.0.0.1:" + mqttPort);
            case MARKET ->
                    List.of(
                            "--http-port",
                            Integer.toString(httpPort),
                            "--mqtt-port",
                            Integer.toString(mqttPort),
                            "-Dpeerwatt.demo.dir=" + home,
                            "-Dpeerwatt.demo.logins=true",
                            "-Dpeerwatt.demo.open-reads=true");
        };
    }

    private Path directory(Part part) {
        return home.resolve(part == Part.SIMULATOR ? "simulator" : part.command);
    }

    private Path log(Part part) {
        return home.resolve(part.command + ".log");
    }

    private void awaitReady(Part part) {
        Await.until(
                part + " is ready",
                START_TIMEOUT,
                () -> {
                    if (!processes.get(part).isAlive()) {
                        throw new IllegalStateException(part + " ended:\n" + logTail(part));
                    }
                    return Files.exists(log(part))
                            && Files.readString(log(part)).contains(part.readyLine);
                });
    }

    private static void awaitExit(Process process) {
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
