package energy.peerwatt.settlement.store;

import energy.peerwatt.market.TradeId;
import energy.peerwatt.settlement.IntervalSettlement;
import energy.peerwatt.settlement.MeteredEnergy;
import energy.peerwatt.settlement.Salt;
import energy.peerwatt.settlement.SettlementLine;
import energy.peerwatt.settlement.SettlementTotals;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Writes a settlement in one transaction: its header, then all lines in one statement. */
final class SettlementInsert {

    private static final String HEADER =
            """
            INSERT INTO settlement.interval_settlement (area, interval_start, version,
                interval_minutes, sha256, matched_wh, pool_wh, residual_supply_wh,
                residual_feed_in_wh, saved_nano, line_count, created_at, reason, rules,
                carried, leaf_form)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
            ON CONFLICT DO NOTHING
            """;

    private static final String LINES =
            """
            INSERT INTO settlement.settlement_line (area, interval_start, version, number,
                participant, counterparty, kind, direction, energy_wh, price_micro, amount_nano,
                quality, trade, salt)
            SELECT $1, $2, $3, l.* FROM unnest($4::integer[], $5::bigint[], $6::bigint[],
                $7::varchar[], $8::varchar[], $9::bigint[], $10::bigint[], $11::bigint[],
                $12::varchar[], $13::bigint[], $14::bytea[]) AS l
            """;

    private static final String METERED =
            """
            INSERT INTO settlement.metered_energy (area, interval_start, version, participant,
                import_wh, export_wh)
            SELECT $1, $2, $3, m.* FROM unnest($4::bigint[], $5::bigint[], $6::bigint[]) AS m
            """;

    private final Pool pool;

    SettlementInsert(Pool pool) {
        this.pool = pool;
    }

    /** Returns false, and writes nothing, if there is a settlement with this key. */
    Uni<Boolean> insert(StoredSettlement settlement, List<MeteredEnergy> metered) {
        return pool.withTransaction(connection ->
                connection
                        .preparedQuery(HEADER)
                        .execute(header(settlement))
                        .chain(rows ->
                                rows.rowCount() == 0
                                        ? Uni.createFrom().item(false)
                                        : insertRest(connection, settlement, metered)));
    }

    private static Uni<Boolean> insertRest(
            SqlConnection connection, StoredSettlement settlement, List<MeteredEnergy> metered) {
        Tuple rows =
                key(settlement.settlement().settlement())
                        .addArrayOfLong(column(metered, m -> m.participant().value(), Long[]::new))
                        .addArrayOfLong(column(metered, m -> m.imported().wattHours(), Long[]::new))
                        .addArrayOfLong(
                                column(metered, m -> m.exported().wattHours(), Long[]::new));
        return connection
                .preparedQuery(LINES)
                .execute(lines(settlement))
                .chain(() -> connection.preparedQuery(METERED).execute(rows))
                .replaceWith(true);
    }

    private static Tuple header(StoredSettlement stored) {
        IntervalSettlement settlement = stored.settlement().settlement();
        SettlementTotals totals = settlement.totals();
        return key(settlement)
                .addShort((short) settlement.interval().length().toMinutes())
                .addString(settlement.sha256())
                .addLong(totals.matched().wattHours())
                .addLong(totals.pool().wattHours())
                .addLong(totals.residualSupply().wattHours())
                .addLong(totals.residualFeedIn().wattHours())
                .addLong(totals.saved().nano())
                .addInteger(settlement.lines().size())
                .addOffsetDateTime(atUtc(stored.createdAt()))
                .addString(stored.reason())
                .addInteger(stored.rules().revision())
                .addString(stored.rules().carried().text())
                .addShort((short) stored.settlement().form().number());
    }

    private static Tuple lines(StoredSettlement stored) {
        IntervalSettlement settlement = stored.settlement().settlement();
        List<SettlementLine> lines = settlement.lines();
        return key(settlement)
                .addArrayOfInteger(column(lines, SettlementLine::number, Integer[]::new))
                .addArrayOfLong(longs(lines, line -> line.participant().value()))
                .addArrayOfLong(longs(lines, line -> line.counterparty().value()))
                .addArrayOfString(names(lines, line -> line.kind().name()))
                .addArrayOfString(names(lines, line -> line.direction().name()))
                .addArrayOfLong(longs(lines, line -> line.energy().wattHours()))
                .addArrayOfLong(longs(lines, line -> line.price().microPerKwh()))
                .addArrayOfLong(longs(lines, line -> line.amount().nano()))
                .addArrayOfString(names(lines, line -> line.quality().name()))
                .addArrayOfLong(longs(lines, line -> line.trade().map(TradeId::value).orElse(null)))
                .addValue(
                        column(
                                stored.settlement().salts(),
                                SettlementInsert::toBuffer,
                                Buffer[]::new));
    }

    private static Tuple key(IntervalSettlement settlement) {
        return Tuple.tuple()
                .addInteger(settlement.area().value())
                .addOffsetDateTime(atUtc(settlement.interval().start()))
                .addInteger(settlement.version());
    }

    private static OffsetDateTime atUtc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Buffer toBuffer(Salt salt) {
        return Buffer.buffer(salt.bytes());
    }

    private static Long[] longs(
            List<SettlementLine> lines, Function<SettlementLine, ? extends @Nullable Long> value) {
        return column(lines, value, Long[]::new);
    }

    private static String[] names(
            List<SettlementLine> lines, Function<SettlementLine, String> value) {
        return column(lines, value, String[]::new);
    }

    private static <R, T> T[] column(
            List<R> rows, Function<R, ? extends @Nullable T> value, IntFunction<T[]> array) {
        return rows.stream().map(value).toArray(array);
    }
}
