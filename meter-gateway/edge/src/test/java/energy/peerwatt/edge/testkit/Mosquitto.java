package energy.peerwatt.edge.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Debian's broker as a process of its own. */
public final class Mosquitto implements AutoCloseable {

    private final int port;
    private final Process process;

    private Mosquitto(int port, Process process) {
        this.port = port;
        this.process = process;
    }

    /** Starts it, or ends the test with a reason if it is not installed. */
    public static Mosquitto start(Path folder) throws IOException {
        Optional<Path> binary = binary();
        if (binary.isEmpty() && "true".equals(System.getenv("PEERWATT_REQUIRE_MOSQUITTO"))) {
            throw new AssertionError("mosquitto is required here and not installed");
        }
        Assumptions.assumeTrue(binary.isPresent(), "mosquitto is not installed");
        int port = FreePort.find();
        Path configuration =
                Files.writeString(
                        folder.resolve("mosquitto.conf"),
                        """
                        listener %d 127.0.0.1
                        allow_anonymous true
                        persistence false
                        """
                                .formatted(port));
        Process process =
                new ProcessBuilder(
                                List.of(
                                        binary.orElseThrow().toString(),
                                        "-c",
                                        configuration.toString()))
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("mosquitto.log").toFile())
                        .start();
        Mosquitto broker = new Mosquitto(port, process);
        Await.until("mosquitto listens", broker::listens);
        return broker;
    }

    public String url() {
        return "tcp://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean listens() {
        try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Debian puts it where only administrators look. */
    private static Optional<Path> binary() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(Stream.of(path.split(":", -1)), Stream.of("/usr/sbin"))
                .map(folder -> Path.of(folder).resolve("mosquitto"))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
