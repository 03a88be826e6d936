package energy.peerwatt.edge.keys;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** The same settings for a tool, which runs without Quarkus and its mappings. */
public record KeySettings(
        Source source,
        Optional<String> alias,
        Optional<Path> store,
        Optional<Path> library,
        Optional<Integer> slot,
        Optional<String> password,
        Optional<Path> passwordFile)
        implements KeyConfig {

    /**
     * What system properties and environment say.
     *
     * @throws MarketException {@code CONFIGURATION_INVALID} for what cannot be read
     */
    public static KeySettings read() {
        SmallRyeConfig config =
                new SmallRyeConfigBuilder().addDefaultSources().addDefaultInterceptors().build();
        try {
            return new KeySettings(
                    text(config, "source")
                            .map(name -> Source.valueOf(name.toUpperCase(Locale.ROOT)))
                            .orElse(Source.FILE),
                    text(config, "alias"),
                    text(config, "store").map(Path::of),
                    text(config, "library").map(Path::of),
                    text(config, "slot").map(Integer::valueOf),
                    text(config, "password"),
                    text(config, "password-file").map(Path::of));
        } catch (IllegalArgumentException e) {
            throw new MarketException(
                    ErrorCode.CONFIGURATION_INVALID, "peerwatt.key: " + e.getMessage(), e);
        }
    }

    private static Optional<String> text(SmallRyeConfig config, String name) {
        return config.getOptionalValue("peerwatt.key." + name, String.class);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return source + " key settings";
    }
}
