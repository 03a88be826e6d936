package energy.peerwatt.web.balancing;

import energy.peerwatt.balancer.file.FeederFile;
import energy.peerwatt.balancer.file.FileFault;
import energy.peerwatt.balancer.model.Feeder;
import energy.peerwatt.market.AreaId;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.balancing.GridSettings.Kind;
import energy.peerwatt.web.balancing.GridSettings.Version;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** Reads what holds of areas' grids now. Blocks; safe for use by several threads. */
@Singleton
final class AreaGrids {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final GridSettings settings;
    private final MarketClock clock;
    private final Map<AreaId, Read> last = new ConcurrentHashMap<>();

    AreaGrids(GridSettings settings, MarketClock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    private record Read(long version, Feeder feeder) {}

    /**
     * What holds now.
     *
     * @throws IllegalStateException if the feeder that holds cannot be read: nobody knows then
     *     whether cables carry a plan
     */
    AreaGrid of(AreaId area) {
        Optional<Feeder> feeder = feeder(area);
        int charge = content(area, Kind.DEMAND_CHARGE).map(Integer::parseInt).orElse(0);
        return new AreaGrid(feeder, charge);
    }

    private Optional<String> content(AreaId area, Kind kind) {
        return settings.at(area, kind, clock.now()).await().atMost(TIMEOUT).map(Version::content);
    }

    /** The same object for the same version; only a new one's text is read. */
    private Optional<Feeder> feeder(AreaId area) {
        OptionalLong version =
                settings.versionAt(area, Kind.FEEDER, clock.now()).await().atMost(TIMEOUT);
        if (version.isEmpty()) {
            return Optional.empty();
        }
        Read known = last.get(area);
        if (known == null || known.version() != version.getAsLong()) {
            String text = settings.content(version.getAsLong()).await().atMost(TIMEOUT);
            known = new Read(version.getAsLong(), read(text));
            last.put(area, known);
        }
        return Optional.of(known.feeder());
    }

    private static Feeder read(String text) {
        try {
            return FeederFile.read(text);
        } catch (FileFault fault) {
            throw new IllegalStateException(
                    "the area's feeder cannot be read, set it again: " + fault.getMessage(), fault);
        }
    }
}
