package energy.peerwatt.web.billing;

import energy.peerwatt.market.AreaId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/** Which months were issued without being asked for. */
@ApplicationScoped
class InvoiceRuns {

    private static final String OF_AREA =
            "SELECT month, max(settled_to) FROM market.invoice_run WHERE area_id = $1 GROUP BY 1";

    private static final String ADD =
            "INSERT INTO market.invoice_run VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";

    private final Pool pool;

    InvoiceRuns(Pool pool) {
        this.pool = pool;
    }

    /** By month: when the newest settlement was made that its invoices know. */
    Uni<Map<YearMonth, Instant>> of(AreaId area) {
        return pool.preparedQuery(OF_AREA)
                .execute(Tuple.of(area.value()))
                .map(rows -> {
                    Map<YearMonth, Instant> runs = new HashMap<>();
                    rows.forEach(row ->
                            runs.put(
                                    YearMonth.from(row.getLocalDate(0)),
                                    row.getOffsetDateTime(1).toInstant()));
                    return runs;
                });
    }

    /** Says that a month is issued. */
    Uni<Void> add(AreaId area, YearMonth month, Instant settledTo, Instant now) {
        return pool.preparedQuery(ADD)
                .execute(
                        Tuple.of(
                                area.value(),
                                month.atDay(1),
                                settledTo.atOffset(ZoneOffset.UTC),
                                now.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }
}
