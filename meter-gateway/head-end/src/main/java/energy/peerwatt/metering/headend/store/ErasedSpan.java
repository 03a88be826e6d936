package energy.peerwatt.metering.headend.store;

import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.protocol.Reading;
import energy.peerwatt.metering.protocol.SignedBlock;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Erases the readings of one metering point within the caller's transaction.
 *
 * @param from inclusive
 * @param to exclusive
 */
record ErasedSpan(SqlConnection connection, MeteringPointId point, Instant from, Instant to) {

    private static final int BLOCKS_AT_ONCE = 100;

    private static final String SEQUENCES =
            """
            SELECT r.gateway, r.epoch, min(r.sequence), max(r.sequence)
            FROM metering.register g JOIN metering.reading r ON r.register_id = g.id
                AND r.at >= $2 AND r.at < $3
            WHERE g.metering_point = $1 GROUP BY r.gateway, r.epoch
            """;

    private static final String BLOCKS =
            """
            SELECT last_sequence, received_at, header, body FROM metering.block
            WHERE gateway = $1 AND epoch = $2 AND last_sequence >= $3 AND first_sequence <= $4
            ORDER BY last_sequence LIMIT $5
            """;

    private static final String WITHHOLD =
            """
            UPDATE metering.block b SET body = u.body
            FROM unnest($3::bigint[], $4::timestamptz[], $5::bytea[])
                AS u(last_sequence, received_at, body)
            WHERE b.gateway = $1 AND b.epoch = $2 AND b.last_sequence = u.last_sequence
            AND b.received_at = u.received_at
            """;

    private static final String DELETE_LATE =
            """
            DELETE FROM metering.late_reading l USING metering.register g
            WHERE g.metering_point = $1 AND l.register_id = g.id AND l.at >= $2 AND l.at < $3
            """;

    private static final String DELETE =
            """
            DELETE FROM metering.reading r USING metering.register g
            WHERE g.metering_point = $1 AND r.register_id = g.id AND r.at >= $2 AND r.at < $3
            """;

    /** Readings that one gateway numbered in one epoch; others may be among them. */
    private record Sequences(int gateway, long epoch, long first, long last) {}

    /** Takes the readings out of the kept blocks, then out of the table; answers how many. */
    Uni<Long> erase() {
        Tuple span = Tuple.of(point.value(), Columns.time(from), Columns.time(to));
        return connection
                .preparedQuery(SEQUENCES)
                .execute(span)
                .map(rows -> stream(rows).map(ErasedSpan::sequences).toList())
                .chain(this::withhold)
                .chain(() -> connection.preparedQuery(DELETE_LATE).execute(span))
                .chain(() -> connection.preparedQuery(DELETE).execute(span))
                .map(rows -> (long) rows.rowCount());
    }

    private static Sequences sequences(Row row) {
        return new Sequences(row.getInteger(0), row.getLong(1), row.getLong(2), row.getLong(3));
    }

    private Uni<Void> withhold(List<Sequences> all) {
        Uni<Void> done = Uni.createFrom().voidItem();
        for (Sequences one : all) {
            done = done.chain(() -> withhold(one, one.first()));
        }
        return done;
    }

    private Uni<Void> withhold(Sequences all, long from) {
        return connection
                .preparedQuery(BLOCKS)
                .execute(Tuple.of(all.gateway(), all.epoch(), from, all.last(), BLOCKS_AT_ONCE))
                // Hashing takes too long for an event loop.
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(rows -> stream(rows).toList())
                .chain(blocks ->
                        blocks.isEmpty()
                                ? Uni.createFrom().voidItem()
                                : replace(all, blocks)
                                        .chain(() ->
                                                withhold(all, blocks.getLast().getLong(0) + 1)));
    }

    private Uni<Void> replace(Sequences of, List<Row> blocks) {
        List<Buffer> bodies = new ArrayList<>(blocks.size());
        for (Row row : blocks) {
            SignedBlock block =
                    new SignedBlock(row.getBuffer(2).getBytes(), row.getBuffer(3).getBytes());
            bodies.add(Buffer.buffer(block.without(this::isGone).body()));
        }
        Tuple values =
                Tuple.tuple()
                        .addInteger(of.gateway())
                        .addLong(of.epoch())
                        .addArrayOfLong(Columns.longs(blocks, row -> row.getLong(0)))
                        .addArrayOfOffsetDateTime(
                                Columns.times(blocks, row -> row.getOffsetDateTime(1).toInstant()))
                        .addValue(bodies.toArray(Buffer[]::new));
        return connection.preparedQuery(WITHHOLD).execute(values).replaceWithVoid();
    }

    private boolean isGone(Reading reading) {
        return reading.meteringPoint().equals(point) && reading.at().isBefore(to);
    }

    private static Stream<Row> stream(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }
}
