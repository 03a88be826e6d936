package energy.peerwatt.web.preference;

import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.gateway.Actor;
import energy.peerwatt.unit.Price;
import energy.peerwatt.web.preference.Preference.Limits;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Keeps what members wish; what they wished before stays with who said it, when and why. */
@ApplicationScoped
public class Preferences {

    private static final String COLUMNS =
            """
             metering_point, style, sell_from_micro, buy_up_to_micro, reserve_permille,
             car_ready_by, paused, changed_by, changed_at, reason FROM market.strategy
            """;

    private static final String NEWEST =
            "SELECT DISTINCT ON (metering_point)"
                    + COLUMNS
                    + " WHERE metering_point = ANY ($1) ORDER BY metering_point, id DESC";

    private static final String HISTORY =
            "SELECT" + COLUMNS + " WHERE metering_point = $1 ORDER BY id DESC LIMIT $2";

    private static final String PUT =
            """
            INSERT INTO market.strategy (metering_point, style, sell_from_micro, buy_up_to_micro,
                reserve_permille, car_ready_by, paused, changed_by, changed_at, reason)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """;

    private final Pool pool;

    public Preferences(Pool pool) {
        this.pool = pool;
    }

    /** What was said, and by whom. */
    public record Said(Preference preference, Actor by) {}

    /**
     * What holds for these metering points; one without an entry has {@link Preference#DEFAULT}.
     */
    public Uni<Map<MeteringPointId, Preference>> of(Collection<MeteringPointId> points) {
        String[] ids = points.stream().map(MeteringPointId::value).toArray(String[]::new);
        return pool.preparedQuery(NEWEST)
                .execute(Tuple.tuple().addArrayOfString(ids))
                .map(rows -> {
                    Map<MeteringPointId, Preference> found = new HashMap<>();
                    for (Row row : rows) {
                        found.put(new MeteringPointId(row.getString(0)), said(row).preference());
                    }
                    return found;
                });
    }

    /**
     * What was said of a metering point, the newest first.
     *
     * @param limit most to return
     */
    public Uni<List<Said>> history(MeteringPointId point, int limit) {
        return pool.preparedQuery(HISTORY)
                .execute(Tuple.of(point.value(), limit))
                .map(rows -> {
                    List<Said> found = new ArrayList<>();
                    rows.forEach(row -> found.add(said(row)));
                    return found;
                });
    }

    /** Keeps what is said now. */
    public Uni<Void> put(MeteringPointId point, Preference preference, Actor actor) {
        return pool.preparedQuery(PUT)
                .execute(
                        Tuple.tuple()
                                .addString(point.value())
                                .addString(preference.style().name())
                                .addLong(micro(preference.limits().sellFrom()))
                                .addLong(micro(preference.limits().buyUpTo()))
                                .addInteger(orNull(preference.reservePermille()))
                                .addLocalTime(preference.carReadyBy().orElse(null))
                                .addBoolean(preference.paused())
                                .addString(actor.login())
                                .addOffsetDateTime(actor.at().atOffset(ZoneOffset.UTC))
                                .addString(actor.reason()))
                .replaceWithVoid();
    }

    private static Said said(Row row) {
        Preference preference =
                new Preference(
                        Style.valueOf(row.getString(1)),
                        new Limits(price(row.getLong(2)), price(row.getLong(3))),
                        permille(row.getInteger(4)),
                        Optional.ofNullable(row.getLocalTime(5)),
                        row.getBoolean(6));
        return new Said(
                preference,
                new Actor(
                        row.getString(7), row.getOffsetDateTime(8).toInstant(), row.getString(9)));
    }

    private static @Nullable Long micro(Optional<Price> price) {
        return price.map(Price::microPerKwh).orElse(null);
    }

    private static Optional<Price> price(@Nullable Long micro) {
        return Optional.ofNullable(micro).map(Price::ofMicroPerKwh);
    }

    private static OptionalInt permille(@Nullable Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private static @Nullable Integer orNull(OptionalInt value) {
        return value.isPresent() ? value.getAsInt() : null;
    }
}
