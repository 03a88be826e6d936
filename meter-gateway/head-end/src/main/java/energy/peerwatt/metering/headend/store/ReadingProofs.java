package energy.peerwatt.metering.headend.store;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.ReadingId;
import energy.peerwatt.metering.headend.RegisterId;
import energy.peerwatt.metering.headend.StoredReading;
import energy.peerwatt.metering.protocol.ReadingProof;
import energy.peerwatt.metering.protocol.SignedBlock;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Shows stored readings to those they are about, and proves who signed them. */
@ApplicationScoped
public class ReadingProofs {

    private static final String READINGS =
            """
            SELECT p.gateway_id, r.epoch, r.sequence, g.channel, r.at, r.register_wh,
                r.resolution_milli_wh, r.boundary, r.clock_millis, r.screening
            FROM metering.register g
            JOIN metering.reading r ON r.register_id = g.id AND r.at >= $2 AND r.at < $3
            JOIN metering.gateway_position p ON p.number = r.gateway
            WHERE g.metering_point = $1
            ORDER BY r.at, g.channel, r.gateway, r.epoch, r.sequence LIMIT $4
            """;

    // The two that the boundary rule interpolates between, or one that is at the boundary.
    private static final String AROUND =
            """
            SELECT p.gateway_id, r.epoch, r.sequence, g.channel, r.at, r.register_wh,
                r.resolution_milli_wh, r.boundary, r.clock_millis, r.screening
            FROM metering.register g
            CROSS JOIN LATERAL (
                (SELECT * FROM metering.reading r WHERE r.register_id = g.id AND r.screening = 0
                    AND r.at <= $3 ORDER BY r.at DESC LIMIT 1)
                UNION
                (SELECT * FROM metering.reading r WHERE r.register_id = g.id AND r.screening = 0
                    AND r.at >= $3 ORDER BY r.at LIMIT 1)) r
            JOIN metering.gateway_position p ON p.number = r.gateway
            WHERE g.metering_point = $1 AND g.channel = $2
            ORDER BY r.at
            """;

    private static final String BLOCK =
            """
            SELECT b.header, b.body FROM metering.gateway_position p
            JOIN metering.block b ON b.gateway = p.number AND b.epoch = $2
                AND b.last_sequence >= $3
            WHERE p.gateway_id = $1 ORDER BY b.last_sequence LIMIT 1
            """;

    private final Pool pool;

    public ReadingProofs(Pool pool) {
        this.pool = pool;
    }

    /**
     * Readings of all registers of a metering point, usable or not, by time.
     *
     * @param from inclusive
     * @param to exclusive
     * @param limit most readings to return
     */
    public Uni<List<StoredReading>> readings(
            MeteringPointId point, Instant from, Instant to, int limit) {
        Tuple values = Tuple.of(point.value(), Columns.time(from), Columns.time(to), limit);
        Uni<List<StoredReading>> readings =
                pool.preparedQuery(READINGS).execute(values).map(ReadingProofs::readings);
        return DatabaseFailure.named("readings", readings);
    }

    /** What the value of a boundary is interpolated from: up to two usable readings around it. */
    public Uni<List<StoredReading>> around(RegisterId register, Instant boundary) {
        Tuple values =
                Tuple.of(
                        register.meteringPoint().value(),
                        register.channel().name(),
                        Columns.time(boundary));
        Uni<List<StoredReading>> readings =
                pool.preparedQuery(AROUND).execute(values).map(ReadingProofs::readings);
        return DatabaseFailure.named("readings around a boundary", readings);
    }

    /**
     * The proof of one reading, taken from the block as its gateway signed it.
     *
     * @return empty if there is no such reading of this metering point, or its block is not kept
     *     any more
     */
    public Uni<Optional<ReadingProof>> proof(MeteringPointId point, ReadingId id) {
        Uni<Optional<ReadingProof>> proof =
                pool.preparedQuery(BLOCK)
                        .execute(Tuple.of(id.gatewayId(), id.epoch(), id.sequence()))
                        .map(rows ->
                                StreamSupport.stream(rows.spliterator(), false)
                                        .map(ReadingProofs::block)
                                        .findFirst()
                                        .flatMap(block -> block.prove(id.sequence()))
                                        .filter(found -> found.isAbout(point)));
        return DatabaseFailure.named("proof of a reading", proof);
    }

    private static SignedBlock block(Row row) {
        return new SignedBlock(row.getBuffer(0).getBytes(), row.getBuffer(1).getBytes());
    }

    private static List<StoredReading> readings(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false).map(ReadingProofs::reading).toList();
    }

    private static StoredReading reading(Row row) {
        @Nullable Integer clock = row.getInteger(8);
        return new StoredReading(
                new ReadingId(row.getString(0), row.getLong(1), row.getLong(2)),
                Channel.valueOf(row.getString(3)),
                row.getOffsetDateTime(4).toInstant(),
                row.getLong(5),
                row.getInteger(6),
                row.getBoolean(7),
                clock == null ? OptionalInt.empty() : OptionalInt.of(clock),
                ScreeningCode.screening(row.getShort(9)));
    }
}
