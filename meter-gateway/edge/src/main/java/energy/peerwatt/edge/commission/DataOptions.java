package energy.peerwatt.edge.commission;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the gateway keeps its things. */
final class DataOptions {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${sys:peerwatt.data-dir:-.}",
            description = "The gateway's data directory. Default: ${DEFAULT-VALUE}.")
    private Path data = Path.of(".");

    Path directory() {
        return data;
    }
}
