package energy.peerwatt.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The programs of a demo on free ports, each of which can be killed and started again. Different
 * parts may be handled by different threads.
 */
final class Village implements AutoCloseable {

    /** A program and the line that it prints once it can be used. */
    enum Part {
        /** Only where the market does not bring its own. */
        BROKER("broker", " running"),
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

    /**
     * How to run a village.
     *
     * @param marketStart market time when the village is made
     * @param speed market seconds per wall second
     * @param broker the foreign broker's program; empty lets the market bring its own
     */
    record Setting(
            Instant marketStart,
            int speed,
            List<String> simulatorOptions,
            List<String> gatewayOptions,
            Optional<Path> broker) {}

    private static final Duration START_TIMEOUT = Duration.ofSeconds(90);

    private final Path root = Path.of(System.getProperty("peerwatt.root", "..")).toAbsolutePath();
    private final Path home;
    private final int httpPort = freePort();
    private final int mqttPort = freePort();
    private final Map<Part, Process> processes =
            Collections.synchronizedMap(new EnumMap<>(Part.class));
    private final Map<Part, Integer> starts = new ConcurrentHashMap<>();
    private final Map<String, String> clock;
    private final Setting setting;
    private final List<String> moreOfMarket = new ArrayList<>();

    /**
     * Does not start anything yet.
     *
     * @param marketStart market time when this is called
     */
    Village(Instant marketStart, int speed, List<String> simulatorOptions) throws IOException {
        this(new Setting(marketStart, speed, simulatorOptions, List.of(), Optional.empty()));
    }

    /** Does not start anything yet. */
    Village(Setting setting) throws IOException {
        this.home = Files.createTempDirectory("peerwatt e2e ");
        this.setting = setting;
        this.clock =
                Map.of(
                        "PEERWATT_CLOCK_MARKET_START", setting.marketStart().toString(),
                        "PEERWATT_CLOCK_WALL_START", wallNow().toString(),
                        "PEERWATT_CLOCK_SPEED", Integer.toString(setting.speed()),
                        "PEERWATT_MQTT_GATEWAY_PASSWORD", "end-to-end");
    }

    /**
     * One whose gateway trusts its market's control key, so that devices do what they are told.
     * Does not start anything yet.
     *
     * @param marketStart market time when this is called
     */
    static Village controlled(Instant marketStart, int speed, List<String> simulatorOptions)
            throws IOException {
        KeyPair key = newKey();
        String trusted = base64(key.getPublic());
        Village village =
                new Village(
                        new Setting(
                                marketStart,
                                speed,
                                simulatorOptions,
                                List.of("-Dpeerwatt.control.trusted-keys=" + trusted),
                                Optional.empty()));
        Path file = village.directory(Part.MARKET).resolve("control-key");
        Files.createDirectories(file.getParent());
        Files.writeString(file, base64(key.getPrivate()) + "\n");
        return village;
    }

    private static KeyPair newKey() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(Key key) {
        return Base64.getEncoder().encodeToString(key.getEncoded());
    }

    private static Instant wallNow() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Gives the market one more option; only before it starts. */
    Village withMarketOption(String option) {
        moreOfMarket.add(option);
        return this;
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

    String brokerUrl() {
        return "tcp://127.0.0.1:" + mqttPort;
    }

    /** Starts all parts at once and waits until each is ready. */
    void start() {
        List<Part> parts = new ArrayList<>(List.of(Part.values()));
        if (setting.broker().isEmpty()) {
            parts.remove(Part.BROKER);
        }
        parts.forEach(this::launch);
        parts.forEach(this::awaitReady);
    }

    /** Starts one part again and waits until it is ready. */
    void restart(Part part) {
        launch(part);
        awaitReady(part);
    }

    /** SIGKILL; returns once the process is gone. */
    void kill(Part part) {
        Process process = process(part);
        process.destroyForcibly();
        awaitExit(process);
    }

    /** SIGTERM; returns once the process is gone. */
    void stop(Part part) {
        Process process = process(part);
        process.destroy();
        awaitExit(process);
    }

    /** SIGKILL to the database server below the market, also one that the market left behind. */
    void killDatabase() {
        database()
                .ifPresent(server -> {
                    server.destroyForcibly();
                    server.onExit().orTimeout(10, TimeUnit.SECONDS).join();
                });
    }

    private Optional<ProcessHandle> database() {
        Path file = directory(Part.MARKET).resolve("postgres/data/postmaster.pid");
        try {
            String pid = Files.readAllLines(file).getFirst().strip();
            return ProcessHandle.of(Long.parseLong(pid)).filter(Village::isDatabase);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The number in the file may have gone to another program meanwhile. */
    private static boolean isDatabase(ProcessHandle handle) {
        return handle.info().command().filter(command -> command.endsWith("/postgres")).isPresent();
    }

    boolean isRunning(Part part) {
        return process(part).isAlive();
    }

    /** The running process of a part, or the last one. */
    Process process(Part part) {
        return Objects.requireNonNull(processes.get(part), () -> part + " was never started");
    }

    /** Processes of this village that run, whoever started them. */
    List<String> leftovers() {
        return ProcessHandle.allProcesses()
                .flatMap(process -> process.info().commandLine().stream())
                .filter(line -> line.contains(home.toString()))
                .toList();
    }

    /** SIGKILL to the EVM node below the market. */
    void killChainNode() {
        ProcessHandle node =
                process(Part.MARKET)
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
        List<Part> order = List.of(Part.GATEWAY, Part.SIMULATOR, Part.MARKET, Part.BROKER);
        for (Part part : order) {
            if (processes.containsKey(part)) {
                stop(part);
            }
        }
        deleteHome();
    }

    private void deleteHome() throws IOException {
        if (Boolean.getBoolean("peerwatt.e2e.keep")) {
            System.out.println("kept: " + home);
            return;
        }
        List<Path> paths = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(home)) {
            walk.sorted(Comparator.reverseOrder()).forEach(paths::add);
        }
        for (Path path : paths) {
            Files.deleteIfExists(path);
        }
    }

    /** Starts one part without waiting for it. */
    void launch(Part part) {
        ProcessBuilder builder = new ProcessBuilder(command(part));
        builder.environment().putAll(clock);
        builder.redirectErrorStream(true);
        try {
            keepLog(part);
            builder.redirectOutput(log(part).toFile());
            processes.put(part, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Logs of earlier processes stay beside the newest, numbered. */
    private void keepLog(Part part) throws IOException {
        if (Files.exists(log(part))) {
            int number = starts.merge(part, 1, Integer::sum);
            Files.move(log(part), home.resolve(part.command + "." + number + ".log"));
        }
    }

    private List<String> command(Part part) {
        if (part == Part.BROKER) {
            Path file = Mosquitto.configure(home.resolve("mosquitto.conf"), mqttPort);
            return List.of(setting.broker().orElseThrow().toString(), "-c", file.toString());
        }
        List<String> command = new ArrayList<>(List.of(root.resolve("peerwatt").toString()));
        command.add(part.command);
        command.addAll(List.of("--data", directory(part).toString()));
        command.addAll(options(part));
        return command;
    }

    private List<String> options(Part part) {
        return switch (part) {
            case BROKER -> List.of();
            case SIMULATOR -> setting.simulatorOptions();
            case GATEWAY -> gatewayOptions();
            case MARKET -> marketOptions();
        };
    }

    private List<String> gatewayOptions() {
        Path devices = directory(Part.SIMULATOR).resolve("devices.json");
        List<String> options = new ArrayList<>(setting.gatewayOptions());
        options.add("-Dpeerwatt.devices=" + devices);
        options.add("-Dpeerwatt.mqtt.url=" + brokerUrl());
        return options;
    }

    private List<String> marketOptions() {
        List<String> options = new ArrayList<>();
        options.addAll(List.of("--http-port", Integer.toString(httpPort)));
        options.addAll(
                setting.broker().isEmpty()
                        ? List.of("--mqtt-port", Integer.toString(mqttPort))
                        : List.of(
                                "-Dpeerwatt.mqtt.embedded=false",
                                "-Dpeerwatt.mqtt.url=" + brokerUrl()));
        // What a gateway takes to start is hours of a clock that runs fast.
        options.add("-Dpeerwatt.metering.estimate-after=6h");
        // Passkeys are bound to where the page is.
        options.add("-Dpeerwatt.mail.page=http://localhost:" + httpPort);
        options.add("-Dpeerwatt.demo.dir=" + home);
        options.add("-Dpeerwatt.demo.logins=true");
        options.add("-Dpeerwatt.demo.open-reads=true");
        options.addAll(moreOfMarket);
        return options;
    }

    private Path directory(Part part) {
        return home.resolve(part == Part.SIMULATOR ? "simulator" : part.command);
    }

    private Path log(Part part) {
        return home.resolve(part.command + ".log");
    }

    void awaitReady(Part part) {
        Await.until(
                part + " is ready",
                START_TIMEOUT,
                () -> {
                    if (!isRunning(part)) {
                        throw new IllegalStateException(part + " ended:\n" + logTail(part));
                    }
                    return isReady(part);
                });
    }

    /** Whether the newest process of a part has said so. */
    boolean isReady(Part part) {
        try {
            return Files.exists(log(part)) && Files.readString(log(part)).contains(part.readyLine);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
