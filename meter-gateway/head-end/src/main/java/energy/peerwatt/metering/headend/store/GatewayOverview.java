package energy.peerwatt.metering.headend.store;

import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.GatewayPosition;
import energy.peerwatt.metering.headend.gateway.Actor;
import energy.peerwatt.metering.headend.gateway.GatewayEvent;
import energy.peerwatt.metering.headend.gateway.GatewayEvent.Kind;
import energy.peerwatt.metering.headend.gateway.GatewayState;
import energy.peerwatt.metering.headend.gateway.GatewayState.ForeignPoint;
import energy.peerwatt.metering.headend.gateway.GatewayState.Gap;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** What an operator sees of the gateways, and how one that is stuck goes on. */
@ApplicationScoped
public class GatewayOverview {

    private static final String STATES =
            "SELECT gateway_id, all_points, epoch, sequence, readings, gap_epoch, gap_first, gap_at, "
                    + GatewayClockColumns.NAMES
                    + """
                    FROM metering.gateway_position WHERE $1::varchar IS NULL OR gateway_id = $1
                    ORDER BY gateway_id
                    """;

    private static final String FOREIGN_POINTS =
            """
            SELECT p.gateway_id, f.metering_point, f.readings, f.first_at, f.last_at
            FROM metering.foreign_point f JOIN metering.gateway_position p ON p.number = f.gateway
            WHERE $1::varchar IS NULL OR p.gateway_id = $1 ORDER BY p.gateway_id, f.metering_point
            """;

    private static final String EVENTS =
            """
            SELECT e.at, e.actor, e.kind, e.detail FROM metering.gateway_event e
            JOIN metering.gateway_position p ON p.number = e.gateway
            WHERE p.gateway_id = $1 ORDER BY e.id DESC LIMIT $2
            """;

    private final Pool pool;

    public GatewayOverview(Pool pool) {
        this.pool = pool;
    }

    /** What became of {@link #move}. */
    public enum MoveResult {
        MOVED,
        /** There is no such gateway. */
        UNKNOWN,
        /** Never back: readings could be taken twice. */
        BACKWARD
    }

    /** All gateways by id. */
    public Uni<List<GatewayState>> gateways() {
        return states(null);
    }

    /** One gateway. */
    public Uni<Optional<GatewayState>> gateway(String gatewayId) {
        return states(gatewayId).map(states -> states.stream().findFirst());
    }

    private Uni<List<GatewayState>> states(@Nullable String gatewayId) {
        Tuple wanted = Tuple.tuple().addString(gatewayId);
        Uni<List<GatewayState>> states =
                pool.preparedQuery(FOREIGN_POINTS)
                        .execute(wanted)
                        .map(GatewayOverview::foreignPoints)
                        .chain(foreign ->
                                pool.preparedQuery(STATES)
                                        .execute(wanted)
                                        .map(rows ->
                                                StreamSupport.stream(rows.spliterator(), false)
                                                        .map(row -> state(row, foreign))
                                                        .toList()));
        return DatabaseFailure.named("gateways", states);
    }

    private static Map<String, List<ForeignPoint>> foreignPoints(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .collect(
                        Collectors.groupingBy(
                                row -> row.getString(0),
                                Collectors.mapping(
                                        GatewayOverview::foreignPoint, Collectors.toList())));
    }

    private static ForeignPoint foreignPoint(Row row) {
        return new ForeignPoint(
                new MeteringPointId(row.getString(1)),
                row.getLong(2),
                row.getOffsetDateTime(3).toInstant(),
                row.getOffsetDateTime(4).toInstant());
    }

    private static GatewayState state(Row row, Map<String, List<ForeignPoint>> foreign) {
        String gatewayId = row.getString(0);
        GatewayPosition position = new GatewayPosition(row.getLong(2), row.getLong(3));
        return new GatewayState(
                gatewayId,
                row.getBoolean(1),
                position,
                row.getLong(4),
                gap(row).filter(gap -> isOpen(gap, position)),
                GatewayClockColumns.clock(row),
                foreign.getOrDefault(gatewayId, List.of()));
    }

    private static Optional<Gap> gap(Row row) {
        @Nullable OffsetDateTime at = row.getOffsetDateTime(7);
        return at == null
                ? Optional.empty()
                : Optional.of(new Gap(row.getLong(5), row.getLong(6), at.toInstant()));
    }

    private static boolean isOpen(Gap gap, GatewayPosition position) {
        return position.isBefore(new GatewayPosition(gap.epoch(), gap.firstSequence() - 1));
    }

    /** The newest things done to the gateway's rights, the newest first. */
    public Uni<List<GatewayEvent>> events(String gatewayId, int limit) {
        Uni<List<GatewayEvent>> events =
                pool.preparedQuery(EVENTS)
                        .execute(Tuple.of(gatewayId, limit))
                        .map(rows ->
                                StreamSupport.stream(rows.spliterator(), false)
                                        .map(row ->
                                                new GatewayEvent(
                                                        row.getOffsetDateTime(0).toInstant(),
                                                        row.getString(1),
                                                        Kind.valueOf(row.getString(2)),
                                                        row.getString(3)))
                                        .toList());
        return DatabaseFailure.named("gateway events", events);
    }

    /**
     * Goes on after {@code position} although readings before it are missing here: they were lost
     * with a database and the gateway has them no longer. Registers are cumulative, so the energy
     * of the gap comes with the next reading, as an estimate.
     *
     * @param position all of its epoch up to its sequence is given up; not before the present one
     * @param actor with the reason
     */
    public Uni<MoveResult> move(String gatewayId, GatewayPosition position, Actor actor) {
        return DatabaseFailure.named(
                "move position",
                pool.withTransaction(connection ->
                        GatewayChange.lock(connection, gatewayId, actor)
                                .chain(change ->
                                        change.isEmpty()
                                                ? Uni.createFrom().item(MoveResult.UNKNOWN)
                                                : move(change.get(), position))));
    }

    private static Uni<MoveResult> move(GatewayChange change, GatewayPosition position) {
        GatewayPosition present = change.gateway().position();
        if (!present.isBefore(position)) {
            return Uni.createFrom().item(MoveResult.BACKWARD);
        }
        String what =
                "from %d/%d to %d/%d"
                        .formatted(
                                present.epoch(),
                                present.sequence(),
                                position.epoch(),
                                position.sequence());
        return change.gateway()
                .advance(change.connection(), position, 0)
                .chain(() -> change.record(Kind.POSITION_MOVED, what))
                .replaceWith(MoveResult.MOVED);
    }
}
