package energy.peerwatt.deploy;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Debian's MQTT broker, which forgets everything when it ends. */
final class Mosquitto {

    private Mosquitto() {}

    /** The program; ends the test with a reason if it is not installed. */
    static Path program() {
        Optional<Path> program = find();
        boolean required = "true".equals(System.getenv("PEERWATT_REQUIRE_MOSQUITTO"));
        if (program.isEmpty() && !required) {
            System.out.println("SKIPPED: test with a foreign broker, mosquitto was not found");
        }
        assumeTrue(program.isPresent() || required, "mosquitto was not found");
        return program.orElseThrow(() -> new AssertionError("mosquitto was not found"));
    }

    /** Debian puts it where only administrators look. */
    private static Optional<Path> find() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(Stream.of(path.split(":", -1)), Stream.of("/usr/sbin"))
                .map(folder -> Path.of(folder).resolve("mosquitto"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Writes its configuration. */
    static Path configure(Path file, int port) {
        try {
            return Files.writeString(
                    file,
                    """
                    listener %d 127.0.0.1
                    allow_anonymous true
                    persistence false
                    sys_interval 1
                    """
                            .formatted(port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
