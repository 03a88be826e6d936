package energy.peerwatt.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Scripts of the page's that walk through it in a browser. */
final class BrowserScript {

    private BrowserScript() {}

    /**
     * Runs a script; skipped without a browser unless that is required by {@code
     * PEERWATT_REQUIRE_BROWSER}.
     *
     * @param name of the script in the page's {@code e2e}
     */
    static void run(String name, Village village, Duration atMost)
            throws IOException, InterruptedException {
        Path browser = browser();
        boolean required = "true".equals(System.getenv("PEERWATT_REQUIRE_BROWSER"));
        if (browser == null && !required) {
            System.out.println("SKIPPED: browser test, because Chromium was not found");
        }
        assumeTrue(browser != null || required, "Chromium was not found");
        assertThat(browser).as("Chromium").isNotNull();

        Path webui = village.root().resolve("web/src/main/webui");
        ProcessBuilder script =
                new ProcessBuilder(
                        "node",
                        webui.resolve("e2e").resolve(name).toString(),
                        "http://localhost:" + village.httpPort(),
                        village.root().resolve("deploy/target/screenshots").toString());
        script.environment().put("CHROMIUM", browser.toString());
        Process run = script.directory(webui.toFile()).inheritIO().start();

        assertThat(run.waitFor(atMost.toSeconds(), TimeUnit.SECONDS))
                .as("the script ends")
                .isTrue();
        assertThat(run.exitValue()).as("exit code of the script").isZero();
    }

    private static Path browser() {
        return Stream.of(
                        System.getenv("CHROMIUM"),
                        "/usr/bin/chromium",
                        "/usr/bin/chromium-browser",
                        "/usr/bin/google-chrome",
                        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
                .filter(path -> path != null && Files.isExecutable(Path.of(path)))
                .map(Path::of)
                .findFirst()
                .orElse(null);
    }
}
