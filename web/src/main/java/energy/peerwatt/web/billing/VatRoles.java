package energy.peerwatt.web.billing;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.tariff.VatRole;
import energy.peerwatt.time.MarketClock;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** What members are to the VAT, from a day on. */
@ApplicationScoped
public class VatRoles {

    private static final String ADD =
            """
            INSERT INTO market.vat_role (participant_id, valid_from, role, created_at, created_by)
            VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING
            """;

    private static final String ON =
            """
            SELECT role FROM market.vat_role WHERE participant_id = $1 AND valid_from <= $2
            ORDER BY valid_from DESC LIMIT 1
            """;

    private final Pool pool;
    private final MarketClock clock;

    public VatRoles(Pool pool, MarketClock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /** False, and nothing is kept, if a role begins on that day already. */
    public Uni<Boolean> add(ParticipantId member, LocalDate from, VatRole role, String by) {
        Tuple row =
                Tuple.of(
                        member.value(),
                        from,
                        role.name(),
                        clock.now().atOffset(ZoneOffset.UTC),
                        by);
        return pool.preparedQuery(ADD).execute(row).map(rows -> rows.rowCount() == 1);
    }

    /** The role on a day; no business unless something else is known. */
    public Uni<VatRole> on(ParticipantId member, LocalDate day) {
        return pool.preparedQuery(ON)
                .execute(Tuple.of(member.value(), day))
                .map(rows ->
                        rows.rowCount() == 0
                                ? VatRole.PRIVATE
                                : VatRole.valueOf(rows.iterator().next().getString(0)));
    }
}
