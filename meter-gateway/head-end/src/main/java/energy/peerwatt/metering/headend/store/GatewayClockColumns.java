package energy.peerwatt.metering.headend.store;

import energy.peerwatt.metering.headend.check.GatewayClock;
import energy.peerwatt.metering.headend.check.GatewayClock.Trend;
import energy.peerwatt.metering.protocol.ClockState;
import energy.peerwatt.metering.protocol.ClockState.Deviation;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The clock in a row of {@code metering.gateway_position}. */
final class GatewayClockColumns {

    /** To be selected. */
    static final String NAMES =
            """
            clock_at, clock_source, clock_sync, clock_offset_millis, clock_uncertainty_millis,
            trend_at, trend_offset_millis, trend_uncertainty_millis
            """;

    private static final String SAVE =
            """
            UPDATE metering.gateway_position SET clock_at = $2, clock_source = $3, clock_sync = $4,
                clock_offset_millis = $5, clock_uncertainty_millis = $6, trend_at = $7,
                trend_offset_millis = $8, trend_uncertainty_millis = $9
            WHERE number = $1
            """;

    private GatewayClockColumns() {}

    static Optional<GatewayClock> clock(Row row) {
        @Nullable OffsetDateTime at = row.getOffsetDateTime("clock_at");
        if (at == null) {
            return Optional.empty();
        }
        @Nullable OffsetDateTime trendAt = row.getOffsetDateTime("trend_at");
        Optional<Trend> trend =
                trendAt == null
                        ? Optional.empty()
                        : deviation(row, "trend_offset_millis", "trend_uncertainty_millis")
                                .map(deviation -> new Trend(trendAt.toInstant(), deviation));
        return Optional.of(
                new GatewayClock(
                        at.toInstant(),
                        new ClockState(
                                ClockState.Source.valueOf(row.getString("clock_source")),
                                ClockState.Sync.valueOf(row.getString("clock_sync")),
                                deviation(row, "clock_offset_millis", "clock_uncertainty_millis")),
                        trend));
    }

    private static Optional<Deviation> deviation(Row row, String offset, String uncertainty) {
        @Nullable Integer millis = row.getInteger(offset);
        return millis == null
                ? Optional.empty()
                : Optional.of(new Deviation(millis, row.getInteger(uncertainty)));
    }

    static Uni<Void> save(SqlConnection connection, int gateway, GatewayClock clock) {
        Tuple row =
                Tuple.tuple()
                        .addInteger(gateway)
                        .addOffsetDateTime(Columns.time(clock.at()))
                        .addString(clock.state().source().name())
                        .addString(clock.state().sync().name());
        add(row, clock.state().deviation());
        row.addOffsetDateTime(clock.trend().map(t -> Columns.time(t.at())).orElse(null));
        add(row, clock.trend().map(Trend::deviation));
        return connection.preparedQuery(SAVE).execute(row).replaceWithVoid();
    }

    private static void add(Tuple row, Optional<Deviation> deviation) {
        row.addInteger(deviation.map(Deviation::offsetMillis).orElse(null))
                .addInteger(deviation.map(Deviation::uncertaintyMillis).orElse(null));
    }
}
