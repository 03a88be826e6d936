package energy.peerwatt.matching.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.matching.cluster.EngineAddress.Member;
import energy.peerwatt.matching.cluster.EngineNodeConfig.Durability;
import energy.peerwatt.matching.cluster.EngineNodeConfig.Replicated;
import energy.peerwatt.matching.cluster.EngineNodeConfig.Snapshots;
import energy.peerwatt.matching.cluster.EngineNodeConfig.Storage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EngineSettingsConfigTest {

    private final Map<String, String> values = new HashMap<>();
    private final EngineSettings settings =
            new EngineSettings(name -> Optional.ofNullable(values.get(name)));

    @Test
    void defaults() {
        values.put("peerwatt.data-dir", "/data");

        assertThat(settings.config())
                .isEqualTo(
                        new EngineNodeConfig(
                                Path.of("/data/engine"),
                                0,
                                List.of(new Member("127.0.0.1", 0)),
                                new Storage(Durability.FORCED, 16_777_216),
                                new Snapshots(5_000_000, Duration.ofHours(1)),
                                new Replicated(100_000, 1_000_000)));
    }

    @Test
    void everySettingHasItsName() {
        values.put("peerwatt.data-dir", "/data");
        values.put("peerwatt.engine.members", "a.example:9000, b.example:9010,[::1]:9020");
        values.put("peerwatt.engine.member-id", "2");
        values.put("peerwatt.engine.durability", "written");
        values.put("peerwatt.engine.segment-bytes", "4194304");
        values.put("peerwatt.engine.snapshot-commands", "10");
        values.put("peerwatt.engine.snapshot-period", "PT2M");
        values.put("peerwatt.engine.retained-events", "11");
        values.put("peerwatt.engine.check-commands", "12");

        assertThat(settings.config())
                .isEqualTo(
                        new EngineNodeConfig(
                                Path.of("/data/engine"),
                                2,
                                List.of(
                                        new Member("a.example", 9000),
                                        new Member("b.example", 9010),
                                        new Member("[::1]", 9020)),
                                new Storage(Durability.WRITTEN, 4_194_304),
                                new Snapshots(10, Duration.ofMinutes(2)),
                                new Replicated(11, 12)));
    }

    @Test
    void whatIsWrongIsNamed() {
        assertThatThrownBy(settings::config).hasMessageContaining("peerwatt.data-dir");

        values.put("peerwatt.data-dir", "/data");
        values.put("peerwatt.engine.durability", "perhaps");
        assertThatThrownBy(settings::config)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("peerwatt.engine.durability");

        values.put("peerwatt.engine.durability", "forced");
        values.put("peerwatt.engine.segment-bytes", "3000000");
        assertThatThrownBy(settings::config).isInstanceOf(IllegalArgumentException.class);
    }
}
