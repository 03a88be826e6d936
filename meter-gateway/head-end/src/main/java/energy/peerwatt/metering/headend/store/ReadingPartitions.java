package energy.peerwatt.metering.headend.store;

import energy.peerwatt.metering.protocol.Reading;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;

/** The days of raw readings: made ahead of use, dropped as a whole when their time is over. */
@ApplicationScoped
public class ReadingPartitions {

    /** Days that exist before their first reading, today not counted. */
    public static final int DAYS_AHEAD = 3;

    /** Readings of older days, and of days further ahead, stay in the default partition. */
    public static final int DAYS_BACK = 400;

    private static final int MOST_DROPPED_AT_ONCE = 30;

    /** A week that a concentrator could not send, and no more for one whose clock jumps. */
    private static final int MOST_DAYS_OF_A_BLOCK = 8;

    private static final int SECONDS_OF_A_DAY = 86_400;

    // Blocks arrive after their readings were made, so their days are among those, or today.
    private static final String ENSURE =
            """
            SELECT metering.ensure_reading_partition(day), metering.ensure_block_partition(day)
            FROM unnest($1::date[]) AS day
            """;

    // The default partition is small: its rows are counted.
    private static final String OVERVIEW =
            """
            SELECT (SELECT count(*) FROM pg_inherits
                    WHERE inhparent = 'metering.reading'::regclass)::integer - 1,
                count(*), min(at), max(at)
            FROM metering.reading_default
            """;

    private final Pool pool;

    /** Days that this process knows to exist; another one may have dropped them since. */
    private final Set<LocalDate> known = ConcurrentHashMap.newKeySet();

    public ReadingPartitions(Pool pool) {
        this.pool = pool;
    }

    /**
     * What the raw store consists of.
     *
     * @param days partitions of one UTC day
     * @param strays readings of days that have none, most of them from clocks that are wrong
     * @param firstStray time of the oldest of these
     * @param lastStray time of the newest of these
     */
    public record Overview(
            int days, long strays, Optional<Instant> firstStray, Optional<Instant> lastStray) {}

    /**
     * Makes the days from yesterday to {@link #DAYS_AHEAD} days ahead; costs nothing if this
     * process has done so already.
     *
     * @param now market time
     */
    public Uni<Void> createAhead(Instant now) {
        long today = day(now);
        return DatabaseFailure.named(
                "create days", ensure(LongStream.rangeClosed(today - 1, today + DAYS_AHEAD)));
    }

    /** Makes the days of a block's readings, unless they are absurd, and of its arrival. */
    Uni<Void> create(List<Reading> readings, Instant now) {
        long today = day(now);
        LongStream read =
                readings.stream()
                        .mapToLong(reading -> day(reading.at()))
                        .distinct()
                        .filter(day -> day >= today - DAYS_BACK && day <= today + DAYS_AHEAD)
                        .limit(MOST_DAYS_OF_A_BLOCK);
        return ensure(LongStream.concat(LongStream.of(today), read).distinct());
    }

    private Uni<Void> ensure(LongStream days) {
        LocalDate[] missing =
                days.mapToObj(LocalDate::ofEpochDay)
                        .filter(day -> !known.contains(day))
                        .toArray(LocalDate[]::new);
        if (missing.length == 0) {
            return Uni.createFrom().voidItem();
        }
        return pool.preparedQuery(ENSURE)
                .execute(Tuple.of(missing))
                .invoke(() -> known.addAll(Set.of(missing)))
                .replaceWithVoid();
    }

    private static long day(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), SECONDS_OF_A_DAY);
    }

    /**
     * Drops the days that ended by then, some at a time. Readings that the next interval values
     * need stay, whatever their age; a register without a reading since then starts anew with its
     * next one.
     *
     * <p>Fails, and has dropped nothing, if others use the tables for more than 3 s.
     *
     * @return number of days dropped; there may be more unless it is 0
     */
    public Uni<Integer> drop(Instant before) {
        Uni<Integer> dropped =
                pool.preparedQuery("SELECT metering.drop_readings($1, $2)")
                        .execute(Tuple.of(Columns.time(before), MOST_DROPPED_AT_ONCE))
                        .map(rows -> rows.iterator().next().getInteger(0))
                        .invoke(() -> known.removeIf(day -> day.toEpochDay() < day(before)));
        return DatabaseFailure.named("drop days", dropped);
    }

    /** Counts days and the readings that belong to none. */
    public Uni<Overview> overview() {
        Uni<Overview> overview =
                pool.preparedQuery(OVERVIEW)
                        .execute()
                        .map(rows -> {
                            Row row = rows.iterator().next();
                            return new Overview(
                                    row.getInteger(0), row.getLong(1), at(row, 2), at(row, 3));
                        });
        return DatabaseFailure.named("days", overview);
    }

    private static Optional<Instant> at(Row row, int column) {
        var time = row.getOffsetDateTime(column);
        return time == null ? Optional.empty() : Optional.of(time.toInstant());
    }
}
