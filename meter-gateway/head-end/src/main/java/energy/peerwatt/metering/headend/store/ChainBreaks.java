package energy.peerwatt.metering.headend.store;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.ReadingChainState.Reason;
import energy.peerwatt.metering.headend.RegisterId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;

/** Places where a register's hash chain is broken: readings before may be missing or replaced. */
@ApplicationScoped
public class ChainBreaks {

    private static final String NEWEST =
            """
            SELECT g.metering_point, g.channel, p.gateway_id, b.epoch, b.sequence, b.reason,
                b.received_at
            FROM metering.chain_break b
            JOIN metering.register g ON g.id = b.register_id
            JOIN metering.gateway_position p ON p.number = b.gateway
            ORDER BY b.received_at DESC, b.gateway, b.epoch DESC, b.sequence DESC LIMIT $1
            """;

    private final Pool pool;

    public ChainBreaks(Pool pool) {
        this.pool = pool;
    }

    /**
     * A break.
     *
     * @param sequence of the first reading of the block that does not fit
     * @param receivedAt market time
     */
    public record ChainBreak(
            RegisterId register,
            String gatewayId,
            long epoch,
            long sequence,
            Reason reason,
            Instant receivedAt) {}

    /** The newest first. */
    public Uni<List<ChainBreak>> newest(int limit) {
        return DatabaseFailure.named(
                "read chain breaks",
                pool.preparedQuery(NEWEST)
                        .execute(Tuple.of(limit))
                        .map(rows ->
                                StreamSupport.stream(rows.spliterator(), false)
                                        .map(ChainBreaks::chainBreak)
                                        .toList()));
    }

    private static ChainBreak chainBreak(Row row) {
        return new ChainBreak(
                new RegisterId(
                        new MeteringPointId(row.getString(0)), Channel.valueOf(row.getString(1))),
                row.getString(2),
                row.getLong(3),
                row.getLong(4),
                Reason.valueOf(row.getString(5)),
                row.getOffsetDateTime(6).toInstant());
    }
}
