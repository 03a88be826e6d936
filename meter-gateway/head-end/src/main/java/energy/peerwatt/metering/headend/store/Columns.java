package energy.peerwatt.metering.headend.store;

import energy.peerwatt.metering.protocol.Hash256;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Rows as one array per column, as PostgreSQL's {@code unnest} takes them. */
final class Columns {

    private Columns() {}

    static <R, T> T[] of(List<R> rows, Function<R, T> value, IntFunction<T[]> array) {
        return rows.stream().map(value).toArray(array);
    }

    static <R> String[] names(List<R> rows, Function<R, String> value) {
        return of(rows, value, String[]::new);
    }

    static <R> Long[] longs(List<R> rows, Function<R, Long> value) {
        return of(rows, value, Long[]::new);
    }

    static <R> OffsetDateTime[] times(List<R> rows, Function<R, Instant> value) {
        return of(rows, row -> time(value.apply(row)), OffsetDateTime[]::new);
    }

    static <R> Buffer[] hashes(List<R> rows, Function<R, Hash256> value) {
        return of(rows, row -> Buffer.buffer(value.apply(row).toByteArray()), Buffer[]::new);
    }

    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
