package energy.peerwatt.balancer.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BalanceMainTest {

    @TempDir Path folder;
    private Path instance;
    private Path plan;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void copyTheExample() throws IOException {
        instance = folder.resolve("three-homes.json");
        plan = folder.resolve("plan.json");
        String name = "/energy/peerwatt/balancer/three-homes.json";
        try (InputStream in = getClass().getResourceAsStream(name)) {
            Files.write(instance, Objects.requireNonNull(in).readAllBytes());
        }
    }

    @Test
    void plansAndChecks() throws IOException {
        int planned = run("--instance", instance, "--seconds", "1", "--out", plan);
        int checked = run("--check", instance, plan);

        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(planned).isEqualTo(BalanceMain.KEPT);
        assertThat(checked).isEqualTo(BalanceMain.KEPT);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("violations 0");
        assertThat(Files.readString(plan)).contains("The plan costs");
    }

    @Test
    void refusesAPlanThatStatesAWrongCost() throws IOException {
        run("--instance", instance, "--seconds", "1", "--out", plan);
        String text = Files.readString(plan);
        Files.writeString(plan, text.replaceFirst("\"cost\" : \"[^\"]*\"", "\"cost\" : \"1.00\""));

        assertThat(run("--check", instance, plan)).isEqualTo(BalanceMain.BROKEN);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("another cost");
    }

    @Test
    void saysWhatIsWrong() throws IOException {
        Path bad = folder.resolve("bad.json");
        Files.writeString(
                bad, Files.readString(instance).replace("\"limitW\": 9000", "\"limitW\": -1"));

        assertThat(run("--instance", bad, "--seconds", "1", "--out", plan))
                .isEqualTo(BalanceMain.UNUSABLE);
        assertThat(run("--instance", instance, "--seconds", "soon", "--out", plan))
                .isEqualTo(BalanceMain.UNUSABLE);
        assertThat(run("--instance", folder.resolve("none"), "--seconds", "1", "--out", plan))
                .isEqualTo(BalanceMain.UNUSABLE);
        assertThat(run("--seconds", "1")).isEqualTo(BalanceMain.UNUSABLE);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("bad.json: limits[0]: limitW must be from 0 to 100000000, not -1")
                .contains("--seconds must be a whole number, not soon")
                .contains("none: cannot be read")
                .contains("option --instance is missing");
        assertThat(Files.exists(plan)).isFalse();
    }

    private int run(Object... args) {
        String[] texts = new String[args.length];
        for (int i = 0; i < args.length; i++) {
            texts[i] = args[i].toString();
        }
        return BalanceMain.run(
                texts,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }
}
