package energy.peerwatt.edge;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.edge.keys.KeyConfig;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.time.ScaledMarketClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GatewayConfigTest {

    private static final Map<String, String> LEAST =
            Map.of(
                    "peerwatt.data-dir", "/some dir/gateway",
                    "peerwatt.devices", "/some dir/devices.json",
                    "peerwatt.mqtt.url", "tcp://127.0.0.1:1883",
                    "peerwatt.mqtt.gateway-password", "secret");

    @Test
    void defaultsAreThese() {
        GatewayConfig config = TestConfig.of(LEAST);

        assertThat(config.dataDir()).isEqualTo(Path.of("/some dir/gateway"));
        assertThat(config.devicesTimeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.mqtt().ackTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.poll().interval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.poll().timeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.spool().maxSizeMib()).isEqualTo(256);
        assertThat(config.watchdog().polls()).isEqualTo(120);
        assertThat(config.watchdog().publishing()).isEqualTo(Duration.ofMinutes(15));
        assertThat(config.spool().maxAge()).isEqualTo(Duration.ofDays(400));
        assertThat(config.clock().speed()).isEqualTo(1);
        assertThat(config.deviceBroker().user()).isEmpty();
        assertThat(config.deviceBroker().password()).isEmpty();
        assertThat(config.key().source()).isEqualTo(KeyConfig.Source.FILE);
        assertThat(config.mqtt().gatewayPassword()).contains("secret");
        assertThat(config.control().trustedKeys()).isEmpty();
        assertThat(config.control().reversion()).isEqualTo(Duration.ofMinutes(1));
        assertThat(GatewayMain.clock(config.clock())).isEqualTo(ScaledMarketClock.realTime());
    }

    @Test
    void everyKeyIsRead() {
        GatewayConfig config =
                TestConfig.of(
                        with(
                                Map.ofEntries(
                                        entry("peerwatt.device-broker.user", "gateway"),
                                        entry("peerwatt.device-broker.password", "hidden"),
                                        entry("peerwatt.devices-timeout", "5s"),
                                        entry("peerwatt.mqtt.ack-timeout", "2s"),
                                        entry(
                                                "peerwatt.clock.market-start",
                                                "2026-06-18T06:00:00Z"),
                                        entry(
                                                "peerwatt.clock.wall-start",
                                                "2026-11-21T03:00:00.123Z"),
                                        entry("peerwatt.clock.speed", "60"),
                                        entry("peerwatt.poll.interval", "250ms"),
                                        entry("peerwatt.poll.timeout", "3s"),
                                        entry("peerwatt.watchdog.polls", "7"),
                                        entry("peerwatt.watchdog.publishing", "1h"),
                                        entry("peerwatt.spool.max-size-mib", "8"))));
        GatewayConfig control =
                TestConfig.of(
                        with(
                                Map.of(
                                        "peerwatt.control.trusted-keys", "AAAA,BBBB",
                                        "peerwatt.control.reversion", "30s")));

        assertThat(control.control().trustedKeys()).contains(List.of("AAAA", "BBBB"));
        assertThat(control.control().reversion()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.deviceBroker().user()).contains("gateway");
        assertThat(config.deviceBroker().password()).contains("hidden");
        assertThat(config.devicesTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.mqtt().ackTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.poll().interval()).isEqualTo(Duration.ofMillis(250));
        assertThat(config.poll().timeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.spool().maxSizeMib()).isEqualTo(8);
        assertThat(config.watchdog().polls()).isEqualTo(7);
        assertThat(config.watchdog().publishing()).isEqualTo(Duration.ofHours(1));
        MarketClock clock = GatewayMain.clock(config.clock());
        assertThat(clock.speed()).isEqualTo(60);
        assertThat(
                        ((ScaledMarketClock) clock)
                                .marketTimeAt(Instant.parse("2026-11-21T03:00:01.123Z")))
                .isEqualTo(Instant.parse("2026-06-18T06:01:00Z"));
    }

    @Test
    void everyKeyOfTheSigningKeyIsRead() {
        KeyConfig key =
                TestConfig.of(
                                with(
                                        Map.of(
                                                "peerwatt.key.source", "pkcs11",
                                                "peerwatt.key.alias", "gateway",
                                                "peerwatt.key.store", "/k.p12",
                                                "peerwatt.key.library", "/usr/lib/token.so",
                                                "peerwatt.key.slot", "7",
                                                "peerwatt.key.password", "pin",
                                                "peerwatt.key.password-file", "/pin")))
                        .key();

        assertThat(key.source()).isEqualTo(KeyConfig.Source.PKCS11);
        assertThat(key.alias()).contains("gateway");
        assertThat(key.store()).contains(Path.of("/k.p12"));
        assertThat(key.library()).contains(Path.of("/usr/lib/token.so"));
        assertThat(key.slot()).contains(7);
        assertThat(key.password()).contains("pin");
        assertThat(key.passwordFile()).contains(Path.of("/pin"));
    }

    @Test
    void halfAClockIsRefused() {
        GatewayConfig config =
                TestConfig.of(with(Map.of("peerwatt.clock.market-start", "2026-06-18T06:00:00Z")));

        assertThatThrownBy(() -> GatewayMain.clock(config.clock()))
                .isInstanceOf(MarketException.class)
                .hasMessageContaining("wall-start");
    }

    private static Map<String, String> with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(LEAST);
        all.putAll(more);
        return all;
    }
}
