package energy.peerwatt.balancer.file;

import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Connection;
import energy.peerwatt.balancer.model.Feeder;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Horizon;
import energy.peerwatt.balancer.model.Island;
import energy.peerwatt.balancer.model.Limit;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.balancer.model.Tariff;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads and writes communities, see {@code community.schema.json}. */
public final class CommunityFile {

    /** The format's name and version, the member {@code format} of every file. */
    public static final String FORMAT = "peerwatt-community/1";

    private CommunityFile() {}

    /**
     * Reads a community.
     *
     * @throws FileFault if the text is not JSON or a field is missing, unknown or out of bounds
     */
    public static Community read(String text) {
        Field file = Json.requireFormat(text, FORMAT);
        Horizon horizon = horizon(file.member("horizon"));
        Tariff tariff = tariff(file.member("tariff"), horizon);
        String name = file.text("name");
        List<Limit> limits =
                file.member("limits").elements().stream().map(f -> limit(f, horizon)).toList();
        List<Home> homes =
                file.member("homes").elements().stream().map(f -> home(f, horizon)).toList();
        Feeder feeder = file.find("feeder").map(FeederFields::read).orElse(null);
        Optional<Island> island = file.find("island").map(IslandFields::read);
        file.requireNothingElse();
        return file.build(
                () -> new Community(name, horizon, tariff, limits, homes, feeder, island));
    }

    /** The community as JSON text; reading it gives an equal community. */
    public static String write(Community community) {
        return CommunityWriter.write(community);
    }

    private static Horizon horizon(Field field) {
        Field start = field.member("start");
        int slots = field.integer("slots");
        boolean running = field.find("firstRunning").map(Field::yes).orElse(false);
        Horizon.Rest rest = rest(field);
        field.requireNothingElse();
        try {
            Instant instant = Instant.parse(start.text());
            return field.build(() -> new Horizon(instant, slots, running, rest));
        } catch (DateTimeParseException broken) {
            throw start.fault("must be a time such as 2026-06-01T10:00:00Z, not " + start.text());
        }
    }

    private static Horizon.Rest rest(Field field) {
        Horizon.Rest whole = Horizon.Rest.WHOLE;
        int seconds = field.integer("restSeconds", whole.seconds());
        long metered = field.find("meteredWs").map(Field::wide).orElse(whole.meteredWs());
        return field.build(() -> new Horizon.Rest(seconds, metered));
    }

    private static Tariff tariff(Field field, Horizon horizon) {
        Series imports = field.member("importMicro").series(horizon.slots());
        Series exports = field.member("exportMicro").series(horizon.slots());
        Tariff.PeakCharge peak =
                field.find("peak").map(CommunityFile::peak).orElse(Tariff.PeakCharge.NONE);
        Optional<Series> local =
                field.find("localMicro").map(found -> found.series(horizon.slots()));
        field.requireNothingElse();
        return field.build(() -> new Tariff(imports, exports, peak, local));
    }

    private static Tariff.PeakCharge peak(Field field) {
        int price = field.integer("microPerKw");
        int reached = field.integer("reachedW");
        field.requireNothingElse();
        return field.build(() -> new Tariff.PeakCharge(price, reached));
    }

    private static Limit limit(Field field, Horizon horizon) {
        String id = field.text("id");
        Limit.Source source = field.member("source").oneOf(Limit.Source.class);
        Limit.Scope scope = field.member("scope").oneOf(Limit.Scope.class);
        Limit.Direction direction = field.member("direction").oneOf(Limit.Direction.class);
        int watts = field.integer("limitW");
        int from = field.integer("fromSlot", 0);
        int until = field.integer("untilSlot", horizon.slots());
        Optional<Limit.Expiry> expiry = field.find("expiry").map(CommunityFile::expiry);
        Optional<String> home = field.find("home").map(Field::text);
        field.requireNothingElse();
        return field.build(() ->
                new Limit(
                        id,
                        source,
                        scope,
                        direction,
                        watts,
                        new Limit.Window(from, until),
                        expiry,
                        home));
    }

    private static Limit.Expiry expiry(Field field) {
        int slot = field.integer("slot");
        int floor = field.integer("floorW");
        field.requireNothingElse();
        return field.build(() -> new Limit.Expiry(slot, floor));
    }

    private static Home home(Field field, Horizon horizon) {
        String id = field.text("id");
        Connection connection = field.member("connection").oneOf(Connection.class);
        Series load = field.member("loadW").series(horizon.slots());
        Series solar =
                field.find("pvW")
                        .map(pv -> pv.series(horizon.slots()))
                        .orElse(Series.constant(horizon.slots(), 0));
        boolean curtailable = field.find("pvCurtailable").map(Field::yes).orElse(false);
        Optional<Home.Spread> spread = spread(field, horizon, load, solar);
        DeviceFields devices = new DeviceFields(horizon, connection);
        var list =
                field.find("devices")
                        .map(found -> found.elements().stream().map(devices::read).toList())
                        .orElse(List.of());
        field.requireNothingElse();
        return field.build(() ->
                new Home(id, connection, load, new Home.Solar(solar, curtailable), list, spread));
    }

    /** A low quantile is at most what is expected, a high one at least. */
    private static void requireBeside(Field field, String name, Series stated, Series expected) {
        boolean low = name.contains("Low");
        for (int slot = 0; slot < expected.slots(); slot++) {
            int above = Integer.compare(stated.at(slot), expected.at(slot));
            if (low ? above > 0 : above < 0) {
                throw field.fault(
                        name
                                + "["
                                + slot
                                + "] must be at "
                                + (low ? "most " : "least ")
                                + expected.at(slot)
                                + " as expected, not "
                                + stated.at(slot));
            }
        }
    }

    /** Quantiles; those that are not stated are what is expected. */
    private static Optional<Home.Spread> spread(
            Field field, Horizon horizon, Series load, Series solar) {
        List<String> names = List.of("loadLowW", "loadHighW", "pvLowW", "pvHighW");
        List<Optional<Field>> found = names.stream().map(field::find).toList();
        if (found.stream().allMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        List<Series> series = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            Series expected = i < 2 ? load : solar;
            series.add(found.get(i).map(each -> each.series(horizon.slots())).orElse(expected));
        }
        Home.Spread spread =
                field.build(() ->
                        new Home.Spread(
                                series.get(0), series.get(1), series.get(2), series.get(3)));
        for (int i = 0; i < found.size(); i++) {
            requireBeside(field, names.get(i), series.get(i), i < 2 ? load : solar);
        }
        return Optional.of(spread);
    }
}
