package energy.peerwatt.web.alarm;

import energy.peerwatt.time.MarketClock;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.StreamSupport;

/** Keeps who looked at which alarm first. */
@ApplicationScoped
public class Acknowledgements {

    private static final String ADD =
            """
            INSERT INTO market.alarm_acknowledgement (alarm, note, acknowledged_at, acknowledged_by)
            VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING
            """;

    private static final String NEWEST =
            """
            SELECT alarm, note, acknowledged_by, acknowledged_at FROM market.alarm_acknowledgement
            ORDER BY acknowledged_at DESC, alarm LIMIT $1
            """;

    private final Pool pool;
    private final MarketClock clock;

    public Acknowledgements(Pool pool, MarketClock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /** False, and the first one stays, if somebody has looked at it already. */
    public Uni<Boolean> add(String alarm, String note, String by) {
        return pool.preparedQuery(ADD)
                .execute(Tuple.of(alarm, note, clock.now().atOffset(ZoneOffset.UTC), by))
                .map(rows -> rows.rowCount() == 1);
    }

    /** The newest, newest first. */
    public Uni<List<Acknowledgement>> newest(int limit) {
        return pool.preparedQuery(NEWEST)
                .execute(Tuple.of(limit))
                .map(rows ->
                        StreamSupport.stream(rows.spliterator(), false)
                                .map(row ->
                                        new Acknowledgement(
                                                row.getString(0),
                                                row.getString(1),
                                                row.getString(2),
                                                row.getOffsetDateTime(3).toInstant()))
                                .toList());
    }
}
