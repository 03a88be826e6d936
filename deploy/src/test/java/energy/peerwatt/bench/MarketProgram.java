package energy.peerwatt.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The real market as a process that only takes readings, on free ports. */
final class MarketProgram implements AutoCloseable {

    private static final String PASSWORD = "benchmark";

    private final Process process;
    private final Path directory;
    private final int mqttPort;

    private MarketProgram(Process process, Path directory, int mqttPort) {
        this.process = process;
        this.directory = directory;
        this.mqttPort = mqttPort;
    }

    /** Starts it; returns when it takes readings. */
    static MarketProgram start(Path command, Path directory) throws IOException {
        int mqttPort = freePort();
        Process process =
                new ProcessBuilder(
                                command.toString(),
                                "market",
                                "--data",
                                directory.toString(),
                                "--http-port",
                                String.valueOf(freePort()),
                                "--mqtt-port",
                                String.valueOf(mqttPort),
                                "-Dpeerwatt.roles=ingest",
                                "-Dpeerwatt.mqtt.gateway-password=" + PASSWORD)
                        .redirectErrorStream(true)
                        .start();
        MarketProgram program = new MarketProgram(process, directory, mqttPort);
        try {
            program.awaitStarted();
            return program;
        } catch (IOException | RuntimeException e) {
            program.close();
            throw e;
        }
    }

    private void awaitStarted() throws IOException {
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        StringBuilder said = new StringBuilder();
        Optional<String> started = Optional.empty();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.append(line).append('\n');
            if (line.contains("started as")) {
                started = Optional.of(line);
                break;
            }
        }
        if (started.isEmpty()) {
            throw new IOException("the market did not start:\n" + said);
        }
        // Who does not read what it says would hold it up.
        Thread.ofVirtual().start(() -> output.lines().forEach(MarketProgram::tell));
    }

    @SuppressWarnings("SystemOut")
    private static void tell(String line) {
        if (line.contains("WARN") || line.contains("ERROR")) {
            System.err.println(line);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    String brokerUrl() {
        return "tcp://127.0.0.1:" + mqttPort;
    }

    String gatewayPassword() {
        return PASSWORD;
    }

    int databasePort() {
        try {
            return Integer.parseInt(Files.readString(directory.resolve("postgres/port")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
