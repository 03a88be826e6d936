package energy.peerwatt.web.testkit;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the settlement module's build has put the EVM node. */
public final class Anvil {

    private Anvil() {}

    /** The program's start script; fails if the settlement module was never built. */
    public static Path path() {
        for (Path folder = Path.of("").toAbsolutePath();
                folder != null;
                folder = folder.getParent()) {
            Path anvil = folder.resolve("settlement/contracts/node_modules/.bin/anvil");
            if (Files.exists(anvil)) {
                return anvil;
            }
        }
        throw new IllegalStateException("no anvil: build the settlement module first");
    }
}
