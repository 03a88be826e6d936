package energy.peerwatt.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a process takes of the machine.
 *
 * @param threads of the operating system
 * @param files open ones, sockets included
 * @param megabytes resident
 */
record Footprint(long threads, long files, long megabytes) {

    /** Of a running process; needs {@code /proc}. */
    static Footprint of(Process process) throws IOException {
        Path directory = Path.of("/proc", Long.toString(process.pid()));
        try (Stream<Path> files = Files.list(directory.resolve("fd"))) {
            return new Footprint(
                    field(directory, "Threads:"),
                    files.count(),
                    field(directory, "VmRSS:") / 1_024);
        }
    }

    private static long field(Path directory, String name) throws IOException {
        return Files.readAllLines(directory.resolve("status")).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).replace("kB", "").strip())
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }
}
