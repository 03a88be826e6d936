package energy.peerwatt.metering.headend.store;

import energy.peerwatt.metering.headend.Screening;
import energy.peerwatt.metering.protocol.Reading;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** Remembers readings that came after newer ones, for {@link RevisionStage} to look at. */
final class LateReadings {

    private static final String QUEUE =
            """
            INSERT INTO metering.late_reading (gateway, epoch, register_id, at, sequence)
            SELECT $1, $2, s.* FROM unnest($3::integer[], $4::timestamptz[], $5::bigint[]) AS s
            ON CONFLICT DO NOTHING
            """;

    private record Late(int register, Reading reading) {}

    private final List<Late> late = new ArrayList<>();

    void add(int register, Reading reading, Screening screening) {
        if (screening == Screening.LATE || screening == Screening.CONTRADICTION) {
            late.add(new Late(register, reading));
        }
    }

    /** Asks the database nothing if there are none. */
    Uni<Void> queue(SqlConnection connection, int gateway, long epoch) {
        if (late.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple values =
                Tuple.tuple()
                        .addInteger(gateway)
                        .addLong(epoch)
                        .addArrayOfInteger(Columns.of(late, Late::register, Integer[]::new))
                        .addArrayOfOffsetDateTime(Columns.times(late, l -> l.reading().at()))
                        .addArrayOfLong(Columns.longs(late, l -> l.reading().sequence()));
        return connection.preparedQuery(QUEUE).execute(values).replaceWithVoid();
    }
}
