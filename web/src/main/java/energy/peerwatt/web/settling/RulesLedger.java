package energy.peerwatt.web.settling;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import energy.peerwatt.market.AreaId;
import energy.peerwatt.metering.headend.gateway.Actor;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.database.DatabaseFailure;
import energy.peerwatt.web.registry.Notice;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.StreamSupport;

/** The settlement rules of areas; what is set is never changed. */
@ApplicationScoped
public class RulesLedger {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String OF_AREA =
            """
            SELECT area_id, revision, valid_from, content, set_by, set_at, reason
            FROM market.settlement_rules WHERE area_id = $1 ORDER BY revision
            """;

    /** Locks the area, so that revisions are numbered one after the other. */
    private static final String LOCK =
            "SELECT horizon_seconds FROM market.area WHERE id = $1 FOR UPDATE";

    private static final String ADD =
            """
            INSERT INTO market.settlement_rules
            SELECT $1, coalesce(max(revision), 0) + 1, $2, $3, $4, $5, $6
            FROM market.settlement_rules WHERE area_id = $1
            RETURNING revision
            """;

    private final Pool pool;
    private final MarketClock clock;

    public RulesLedger(Pool pool, MarketClock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /** All revisions of an area's rules, the first first. */
    public Uni<List<RulesRevision>> of(AreaId area) {
        return DatabaseFailure.named(
                        "settlement rules",
                        pool.preparedQuery(OF_AREA).execute(Tuple.of(area.value())))
                .map(rows ->
                        StreamSupport.stream(rows.spliterator(), false)
                                .map(RulesLedger::revision)
                                .toList());
    }

    /**
     * Adds the next revision. The caller has checked that it can be used.
     *
     * <p>Fails with {@link IllegalArgumentException}, naming the field, if it begins sooner than
     * {@link Notice} after the last interval that can be traded; nothing is kept then.
     */
    public Uni<RulesRevision> add(
            AreaId area, Instant validFrom, RulesContent content, Actor actor) {
        String document = json(content);
        Tuple values =
                Tuple.tuple()
                        .addInteger(area.value())
                        .addOffsetDateTime(validFrom.atOffset(ZoneOffset.UTC))
                        .addString(document)
                        .addString(actor.login())
                        .addOffsetDateTime(actor.at().atOffset(ZoneOffset.UTC))
                        .addString(actor.reason());
        Uni<RowSet<Row>> added =
                pool.withTransaction(connection ->
                        connection
                                .preparedQuery(LOCK)
                                .execute(Tuple.of(area.value()))
                                .invoke(locked -> requireAhead(locked, validFrom))
                                .chain(() -> connection.preparedQuery(ADD).execute(values)));
        return DatabaseFailure.named("settlement rules", added)
                .map(rows -> rows.iterator().next().getInteger(0))
                .map(revision ->
                        new RulesRevision(area, revision, validFrom, content, document, actor));
    }

    private void requireAhead(RowSet<Row> locked, Instant validFrom) {
        int horizon = locked.iterator().next().getInteger(0);
        Notice.requireAhead(validFrom, Duration.ofSeconds(horizon), clock);
    }

    private static RulesRevision revision(Row row) {
        return new RulesRevision(
                new AreaId(row.getInteger(0)),
                row.getInteger(1),
                row.getOffsetDateTime(2).toInstant(),
                content(row.getString(3)),
                row.getString(3),
                new Actor(
                        row.getString(4), row.getOffsetDateTime(5).toInstant(), row.getString(6)));
    }

    private static String json(RulesContent content) {
        try {
            return JSON.writeValueAsString(content);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("rules cannot be written as JSON", e);
        }
    }

    private static RulesContent content(String json) {
        try {
            return JSON.readValue(json, RulesContent.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("kept rules cannot be read", e);
        }
    }
}
