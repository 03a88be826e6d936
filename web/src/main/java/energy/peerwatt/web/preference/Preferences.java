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
             car_ready_by, paused, changed_by, changed_at, reason, id FROM market.strategy
            """;

    private static final String NEWEST =
            "SELECT DISTINCT ON (metering_point)"
                    + COLUMNS
                    + " WHERE metering_point = ANY ($1) ORDER BY metering_point, id DESC";

    private static final String HISTORY =
            "SELECT" + COLUMNS + " WHERE metering_point = $1 ORDER BY id DESC LIMIT $2";

    /** Held until the entry is kept: each is compared with the one before it. */
    private static final String LOCK =
            "SELECT pg_advisory_xact_lock(hashtext('market.strategy ' || $1::text))";

    private static final String PUT =
            """
            INSERT INTO market.strategy (metering_point, style, sell_from_micro, buy_up_to_micro,
                reserve_permille, car_ready_by, paused, changed_by, changed_at, reason)
            SELECT $1::varchar, $2::varchar, $3::bigint, $4::bigint, $5::smallint, $6::time,
                $7::boolean, $8::varchar, $9::timestamptz, $10::varchar
            WHERE $11::bigint IS NULL OR $11 =
                (SELECT coalesce(max(id), 0) FROM market.strategy WHERE metering_point = $1)
            """;

    private final Pool pool;

    public Preferences(Pool pool) {
        this.pool = pool;
    }

    /**
     * What was said, and by whom.
     *
     * @param version above 0; grows with each entry of a metering point
     */
    public record Said(Preference preference, Actor by, long version) {}

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

    /**
     * Keeps what is said now.
     *
     * @param version the newest that whoever says it has seen, 0 if there was none; null: whatever
     *     was said before
     * @return false if something else has been said since, and nothing was kept
     */
    public Uni<Boolean> put(
            MeteringPointId point, Preference preference, Actor actor, @Nullable Long version) {
        Tuple entry =
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
                        .addString(actor.reason())
                        .addLong(version);
        return pool.withTransaction(connection ->
                connection
                        .preparedQuery(LOCK)
                        .execute(Tuple.of(point.value()))
                        .chain(() -> connection.preparedQuery(PUT).execute(entry))
                        .map(rows -> rows.rowCount() == 1));
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
                new Actor(row.getString(7), row.getOffsetDateTime(8).toInstant(), row.getString(9)),
                row.getLong(10));
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
