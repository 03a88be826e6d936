package energy.peerwatt.edge.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The gateway as the launcher runs it, and what Linux says about its process. */
final class GatewayProcess implements AutoCloseable {

    private static final String READY = "gateway ready";
    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");

    /** Linux counts processor time for programs in hundredths of a second. */
    private static final double TICKS_PER_SECOND = 100;

    private final Process process;
    private final Path log;

    /**
     * Starts it.
     *
     * @param launcher the file {@code peerwatt}
     */
    GatewayProcess(Path launcher, Path dataDir, List<String> properties) throws IOException {
        log = dataDir.resolve("gateway.log");
        List<String> command =
                new ArrayList<>(
                        List.of(launcher.toString(), "gateway", "--data", dataDir.toString()));
        command.addAll(properties);
        process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
    }

    void awaitReady(Duration limit) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!Files.readString(log).contains(READY)) {
            if (!process.isAlive() || System.nanoTime() - deadline > 0) {
                throw new IOException("gateway not ready\n" + Files.readString(log));
            }
            Thread.sleep(50);
        }
    }

    /** Processor time of all its threads so far. */
    double cpuSeconds() throws IOException {
        String stat = Files.readString(proc("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    /** The most memory it ever had resident, in MB. */
    double peakResidentMb() throws IOException {
        Matcher peak = PEAK.matcher(Files.readString(proc("status")));
        if (!peak.find()) {
            throw new IOException("no VmHWM");
        }
        return Long.parseLong(peak.group(1)) / 1_024.0;
    }

    /** Warnings and errors it wrote. */
    List<String> complaints() throws IOException {
        return Files.readAllLines(log).stream()
                .filter(line -> line.contains(" WARN ") || line.contains(" ERROR "))
                .toList();
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

    private Path proc(String name) {
        return Path.of("/proc", Long.toString(process.pid()), name);
    }
}
