package energy.peerwatt.settlement.chain;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/** Starts {@link OutboxProcess} in a JVM of its own. */
final class OutboxProcessLauncher {

    private final Path directory;
    private final String classPath;

    /**
     * Packs the classes, so that the first process that ends in order leaves an archive of all that
     * it loaded, with which the others start faster.
     *
     * @param directory for what all processes share
     */
    OutboxProcessLauncher(Path directory) {
        this.directory = directory;
        List<String> entries = new ArrayList<>();
        String all =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        for (String entry : all.split(File.pathSeparator, -1)) {
            if (!entry.isEmpty()) {
                Path path = Path.of(entry);
                entries.add(Files.isDirectory(path) ? packed(path, entries.size()) : entry);
            }
        }
        classPath = String.join(File.pathSeparator, entries);
    }

    private String packed(Path classes, int number) {
        String jar = directory.resolve("classes" + number + ".jar").toString();
        int exit =
                ToolProvider.findFirst("jar")
                        .orElseThrow()
                        .run(
                                System.out,
                                System.err,
                                "--create",
                                "--file",
                                jar,
                                "-C",
                                classes.toString(),
                                ".");
        if (exit != 0) {
            throw new IllegalStateException("packing " + classes);
        }
        return jar;
    }

    Process start(Path world, String chain, int batches, String point, int occurrence, long seed) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx128m"));
        command.add("-Dvertx.cacheDirBase=" + directory.resolve("vertx"));
        command.add("-XX:+AutoCreateSharedArchive");
        command.add("-XX:SharedArchiveFile=" + directory.resolve("classes.jsa"));
        command.addAll(List.of("-cp", classPath, OutboxProcess.class.getName()));
        command.addAll(List.of(Integer.toString(OutboxDatabase.port()), world.toString()));
        command.addAll(List.of(chain, Integer.toString(batches), point));
        command.addAll(List.of(Integer.toString(occurrence), Long.toString(seed)));
        try {
            Files.deleteIfExists(world.resolve(OutboxProcess.UP));
            Files.deleteIfExists(world.resolve(OutboxProcess.CRASHED));
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(world.resolve("process.log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
