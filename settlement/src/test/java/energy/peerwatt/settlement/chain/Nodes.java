package energy.peerwatt.settlement.chain;

import java.nio.file.Path;
import java.time.InstantSource;

/** Real nodes for the tests, from the contracts' npm packages. */
final class Nodes {

    static final Path NODE_MODULES = Path.of("contracts", "node_modules").toAbsolutePath();

    private Nodes() {}

    static EmbeddedChain start(Path directory) {
        return EmbeddedChain.start(config(directory));
    }

    static EmbeddedChain.Config config(Path directory) {
        return new EmbeddedChain.Config(NODE_MODULES, directory, InstantSource.system());
    }

    static void kill(long pid) {
        ProcessHandle node = ProcessHandle.of(pid).orElseThrow();
        node.destroyForcibly();
        node.onExit().join();
    }
}
