package energy.peerwatt.web.config;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.metering.headend.check.Check;
import energy.peerwatt.metering.headend.check.CheckRules;
import energy.peerwatt.metering.headend.check.Severity;
import energy.peerwatt.metering.headend.estimation.EstimationRules;
import energy.peerwatt.metering.headend.validation.ClockRules;
import energy.peerwatt.metering.headend.validation.ValidationRules;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Keys and defaults are what installations depend on: changing one here breaks them. */
class WebConfigTest {

    @Test
    void defaultsServeOneProcessOnThisMachine() {
        MarketConfig config = read(Map.of());

        assertThat(config.roles()).containsExactly("all");
        assertThat(config.dataDir()).isEqualTo(Path.of(".peerwatt/market"));
        assertThat(config.clock().marketStart()).isEmpty();
        assertThat(config.clock().wallStart()).isEmpty();
        assertThat(config.clock().speed()).isEqualTo(1);
        assertThat(config.database().embedded()).isTrue();
        assertThat(config.mqtt().embedded()).isTrue();
        assertThat(config.mqtt().port()).isEqualTo(1883);
        assertThat(config.mqtt().gatewayPassword()).isEmpty();
        assertThat(config.mqtt().url()).isEmpty();
        assertThat(config.mqtt().user()).isEqualTo("market");
        assertThat(config.mqtt().password()).isEmpty();
        assertThat(config.engine().embedded()).isTrue();
        assertThat(config.engine().members()).isEmpty();
        assertThat(config.engine().timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.chain().anvil()).isEmpty();
        assertThat(config.chain().url()).isEmpty();
        assertThat(config.chain().id()).isEqualTo(31_337);
        assertThat(config.chain().finality()).isEqualTo("head");
        assertThat(config.chain().maxFeePerGas()).isZero();
        assertThat(config.chain().passwordFile()).isEmpty();
        assertThat(config.chain().signerUrl()).isEmpty();
        assertThat(config.chain().signerAddress()).isEmpty();
        assertThat(config.chain().meteringAddress()).isEmpty();
        assertThat(config.chain().auditorAddress()).isEmpty();
        assertThat(config.chain().token()).isEmpty();
        assertThat(config.chain().challengeWindow()).isEqualTo(Duration.ofDays(1));
        assertThat(config.chain().exitDelay()).isEqualTo(Duration.ofDays(3));
        assertThat(config.chain().energyWindow()).isEqualTo(Duration.ofDays(500));
        assertThat(config.chain().flowLimit()).isEqualTo(1_000_000);
        assertThat(config.chain().rulesByVote()).isTrue();
        assertThat(ValidationRulesProducer.rules(config)).isEqualTo(ValidationRules.DEFAULTS);
        assertThat(ValidationRulesProducer.estimation(config)).isEqualTo(EstimationRules.DEFAULTS);
        assertThat(ValidationRulesProducer.checks(config)).isEqualTo(CheckRules.DEFAULTS);
        assertThat(config.metering().estimateAfter()).isEqualTo(Duration.ofMinutes(30));
        assertThat(config.metering().checkAfter()).isEqualTo(Duration.ofHours(6));
        assertThat(config.metering().resettleAfter()).isEqualTo(Duration.ofMinutes(15));
        assertThat(config.metering().keepReadings()).isEqualTo(Duration.ofDays(1096));
        assertThat(config.metering().keepEvidence()).isEqualTo(Duration.ofDays(1096));
        assertThat(config.strategy().enabled()).isTrue();
        assertThat(config.strategy().intervalsAhead()).isEqualTo(8);
        assertThat(config.strategy().silentAfter()).isEqualTo(Duration.ofMinutes(30));
        assertThat(config.keyRequests().perAddress()).isEqualTo(60);
        assertThat(config.keyRequests().inAll()).isEqualTo(600);
        assertThat(config.balancing().enabled()).isTrue();
        assertThat(config.balancing().planningTime()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.balancing().marginPercent()).isEqualTo(10);
        assertThat(config.balancing().reservePermille()).isEqualTo(100);
        assertThat(config.balancing().latitude()).isEqualTo(48);
        assertThat(config.accounts().sessionIdle()).isEqualTo(Duration.ofDays(14));
        assertThat(config.accounts().sessionLongest()).isEqualTo(Duration.ofDays(90));
        assertThat(config.accounts().failuresPerLogin()).isEqualTo(10);
        assertThat(config.accounts().failuresPerAddress()).isEqualTo(50);
        assertThat(config.accounts().failuresInAll()).isEqualTo(100);
        assertThat(config.accounts().failuresWithin()).isEqualTo(Duration.ofMinutes(15));
        assertThat(config.mail().from()).isEmpty();
        assertThat(config.mail().page()).hasToString("http://localhost:8080");
        assertThat(config.push().allowLoopback()).isFalse();
        assertThat(config.oidc().issuer()).isEmpty();
        assertThat(config.operator().password()).isEmpty();
        assertThat(config.demo().dir()).isEmpty();
        assertThat(config.demo().logins()).isFalse();
        assertThat(config.demo().openReads()).isFalse();
    }

    @Test
    void readsEveryKey() {
        Map<String, String> keys = new HashMap<>();
        keys.put("peerwatt.roles", "api,ingest");
        keys.put("peerwatt.data-dir", "/data");
        keys.put("peerwatt.clock.market-start", "2026-06-18T07:00:00Z");
        keys.put("peerwatt.clock.wall-start", "2026-11-21T07:00:00.123Z");
        keys.put("peerwatt.clock.speed", "60");
        keys.put("peerwatt.database.embedded", "false");
        keys.put("peerwatt.mqtt.embedded", "false");
        keys.put("peerwatt.mqtt.port", "18830");
        keys.put("peerwatt.mqtt.gateway-password", "g");
        keys.put("peerwatt.mqtt.url", "ssl://mqtt:8883");
        keys.put("peerwatt.mqtt.user", "u");
        keys.put("peerwatt.mqtt.password", "p");
        keys.put("peerwatt.engine.embedded", "false");
        keys.put("peerwatt.engine.members", "a:9000,b:9000,c:9000");
        keys.put("peerwatt.engine.timeout", "2s");
        keys.put("peerwatt.chain.anvil", "/bin/anvil");
        keys.put("peerwatt.chain.url", "http://besu:8545");
        keys.put("peerwatt.chain.id", "1337");
        keys.put("peerwatt.chain.finality", "3");
        keys.put("peerwatt.chain.max-fee-per-gas", "7");
        keys.put("peerwatt.chain.password-file", "/run/secrets/chain");
        keys.put("peerwatt.chain.signer-url", "http://signer:9000");
        keys.put("peerwatt.chain.signer-address", "0x00");
        keys.put("peerwatt.chain.metering-address", "0x01");
        keys.put("peerwatt.chain.auditor-address", "0x02");
        keys.put("peerwatt.chain.token", "0x03");
        keys.put("peerwatt.chain.challenge-window", "1h");
        keys.put("peerwatt.chain.exit-delay", "2h");
        keys.put("peerwatt.chain.energy-window", "30d");
        keys.put("peerwatt.chain.flow-limit", "9");
        keys.put("peerwatt.chain.rules-by-vote", "false");
        keys.put("peerwatt.metering.capacity-w", "43000");
        keys.put("peerwatt.metering.tolerance-percent", "10");
        keys.put("peerwatt.metering.register-delay", "10s");
        keys.put("peerwatt.metering.rollovers-wh", "1000,2000");
        keys.put("peerwatt.metering.reset-readings", "9");
        keys.put("peerwatt.metering.reset-period", "1h");
        keys.put("peerwatt.metering.estimate-after", "1h");
        keys.put("peerwatt.metering.check-after", "2h");
        keys.put("peerwatt.metering.linear-up-to", "3h");
        keys.put("peerwatt.metering.shaped-up-to", "10d");
        keys.put("peerwatt.metering.holidays", "2026-12-25,2026-12-26");
        keys.put("peerwatt.metering.resettle-after", "5m");
        keys.put("peerwatt.metering.clock.ahead", "30s");
        keys.put("peerwatt.metering.clock.off", "5s");
        keys.put("peerwatt.metering.clock.reject", "60s");
        keys.put("peerwatt.metering.clock.jump", "1s");
        keys.put("peerwatt.metering.clock.drift-per-day", "3s");
        keys.put("peerwatt.metering.clock.meter-records", "90s");
        keys.put("peerwatt.metering.checks.frozen-intervals", "9");
        keys.put("peerwatt.metering.checks.frozen-expected-wh", "10");
        keys.put("peerwatt.metering.checks.spike-factor", "4");
        keys.put("peerwatt.metering.checks.spike-w", "2000");
        keys.put("peerwatt.metering.checks.directions-intervals", "5");
        keys.put("peerwatt.metering.checks.directions-wh", "6");
        keys.put("peerwatt.metering.checks.night-degrees", "-7");
        keys.put("peerwatt.metering.checks.night-permille", "8");
        keys.put("peerwatt.metering.checks.peak-percent", "110");
        keys.put("peerwatt.metering.checks.neighbours-z", "5");
        keys.put("peerwatt.metering.checks.neighbours-intervals", "12");
        keys.put("peerwatt.metering.checks.power-percent", "11");
        keys.put("peerwatt.metering.checks.power-wh", "201");
        keys.put("peerwatt.metering.checks.power-covered", "2h");
        keys.put("peerwatt.metering.checks.power-gap", "4m");
        keys.put("peerwatt.metering.checks.severities.FROZEN", "INFO");
        keys.put("peerwatt.metering.keep-readings", "0s");
        keys.put("peerwatt.metering.keep-evidence", "400d");
        keys.put("peerwatt.strategy.enabled", "false");
        keys.put("peerwatt.strategy.intervals-ahead", "4");
        keys.put("peerwatt.strategy.silent-after", "1h");
        keys.put("peerwatt.key-requests.per-address", "3");
        keys.put("peerwatt.key-requests.in-all", "4");
        keys.put("peerwatt.balancing.enabled", "false");
        keys.put("peerwatt.balancing.planning-time", "2s");
        keys.put("peerwatt.balancing.margin-percent", "5");
        keys.put("peerwatt.balancing.reserve-permille", "200");
        keys.put("peerwatt.balancing.latitude", "59");
        keys.put("peerwatt.accounts.session-idle", "1h");
        keys.put("peerwatt.accounts.session-longest", "1d");
        keys.put("peerwatt.accounts.failures-per-login", "3");
        keys.put("peerwatt.accounts.failures-per-address", "4");
        keys.put("peerwatt.accounts.failures-in-all", "5");
        keys.put("peerwatt.accounts.failures-within", "1m");
        keys.put("peerwatt.mail.from", "market@example.org");
        keys.put("peerwatt.mail.page", "https://market.example.org");
        keys.put("peerwatt.push.allow-loopback", "true");
        keys.put("peerwatt.oidc.issuer", "https://sso.example.org/realms/street");
        keys.put("peerwatt.oidc.client-id", "market");
        keys.put("peerwatt.oidc.client-secret", "s");
        keys.put("peerwatt.oidc.name", "Keycloak");
        keys.put("peerwatt.oidc.scopes", "openid");
        keys.put("peerwatt.oidc.roles-claim", "groups");
        keys.put("peerwatt.oidc.roles.billing", "UTILITY");
        keys.put("peerwatt.operator.password", "o");
        keys.put("peerwatt.demo.dir", "/home");
        keys.put("peerwatt.demo.logins", "true");
        keys.put("peerwatt.demo.open-reads", "true");

        MarketConfig config = read(keys);

        assertThat(config.roles()).containsExactlyInAnyOrder("api", "ingest");
        assertThat(config.clock().wallStart()).hasToString("Optional[2026-11-21T07:00:00.123Z]");
        assertThat(config.mqtt().gatewayPassword()).contains("g");
        assertThat(config.engine().members().orElseThrow()).hasSize(3);
        assertThat(config.engine().timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.chain().finality()).isEqualTo("3");
        assertThat(config.chain().maxFeePerGas()).isEqualTo(7);
        assertThat(config.chain().passwordFile()).isPresent();
        assertThat(config.chain().signerUrl()).isPresent();
        assertThat(config.chain().signerAddress()).contains("0x00");
        assertThat(config.chain().meteringAddress()).contains("0x01");
        assertThat(config.chain().auditorAddress()).contains("0x02");
        assertThat(config.chain().token()).contains("0x03");
        assertThat(config.chain().challengeWindow()).isEqualTo(Duration.ofHours(1));
        assertThat(config.chain().exitDelay()).isEqualTo(Duration.ofHours(2));
        assertThat(config.chain().energyWindow()).isEqualTo(Duration.ofDays(30));
        assertThat(config.chain().flowLimit()).isEqualTo(9);
        assertThat(config.chain().rulesByVote()).isFalse();
        assertThat(ValidationRulesProducer.rules(config))
                .isEqualTo(
                        new ValidationRules(
                                43_000,
                                10,
                                Duration.ofSeconds(10),
                                List.of(1_000L, 2_000L),
                                new ValidationRules.ResetEvidence(9, Duration.ofHours(1)),
                                new ClockRules(
                                        Duration.ofSeconds(30),
                                        Duration.ofSeconds(5),
                                        Duration.ofSeconds(60),
                                        Duration.ofSeconds(1),
                                        Duration.ofSeconds(3),
                                        Duration.ofSeconds(90))));
        assertThat(ValidationRulesProducer.estimation(config))
                .isEqualTo(
                        new EstimationRules(
                                Duration.ofHours(3),
                                Duration.ofDays(10),
                                ZoneId.of("UTC"),
                                Set.of(LocalDate.of(2026, 12, 25), LocalDate.of(2026, 12, 26))));
        assertThat(ValidationRulesProducer.checks(config))
                .isEqualTo(
                        new CheckRules(
                                new CheckRules.Frozen(9, 10),
                                new CheckRules.Spike(4, 2_000),
                                new CheckRules.Directions(5, 6),
                                new CheckRules.Sun(-7, 8, 110, 5, 12),
                                new CheckRules.Power(
                                        11, 201, Duration.ofHours(2), Duration.ofMinutes(4)),
                                Map.of(Check.FROZEN, Severity.INFO)));
        assertThat(config.metering().estimateAfter()).isEqualTo(Duration.ofHours(1));
        assertThat(config.metering().checkAfter()).isEqualTo(Duration.ofHours(2));
        assertThat(config.metering().resettleAfter()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.metering().keepReadings()).isZero();
        assertThat(config.balancing().enabled()).isFalse();
        assertThat(config.balancing().planningTime()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.balancing().marginPercent()).isEqualTo(5);
        assertThat(config.balancing().reservePermille()).isEqualTo(200);
        assertThat(config.balancing().latitude()).isEqualTo(59);
        assertThat(config.metering().keepEvidence()).isEqualTo(Duration.ofDays(400));
        assertThat(config.keyRequests().perAddress()).isEqualTo(3);
        assertThat(config.keyRequests().inAll()).isEqualTo(4);
        assertThat(config.accounts().sessionIdle()).isEqualTo(Duration.ofHours(1));
        assertThat(config.mail().from()).contains("market@example.org");
        assertThat(config.mail().page()).hasToString("https://market.example.org");
        assertThat(config.push().allowLoopback()).isTrue();
        assertThat(config.accounts().sessionLongest()).isEqualTo(Duration.ofDays(1));
        assertThat(config.accounts().failuresPerLogin()).isEqualTo(3);
        assertThat(config.accounts().failuresPerAddress()).isEqualTo(4);
        assertThat(config.accounts().failuresInAll()).isEqualTo(5);
        assertThat(config.accounts().failuresWithin()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.oidc().issuer())
                .contains(URI.create("https://sso.example.org/realms/street"));
        assertThat(config.oidc().clientId()).contains("market");
        assertThat(config.oidc().clientSecret()).contains("s");
        assertThat(config.oidc().name()).isEqualTo("Keycloak");
        assertThat(config.oidc().scopes()).containsExactly("openid");
        assertThat(config.oidc().rolesClaim()).isEqualTo("groups");
        assertThat(config.oidc().roles()).containsEntry("billing", "UTILITY");
        assertThat(config.demo().openReads()).isTrue();
    }

    /** Fails for a key that is not there: the mapping refuses unknown ones. */
    private static MarketConfig read(Map<String, String> keys) {
        SmallRyeConfig config =
                new SmallRyeConfigBuilder()
                        .withMapping(MarketConfig.class)
                        .withConverter(
                                Duration.class, 200, text -> new DurationConverter().convert(text))
                        .withSources(new PropertiesConfigSource(keys, "test", 100))
                        .build();
        return config.getConfigMapping(MarketConfig.class);
    }
}
