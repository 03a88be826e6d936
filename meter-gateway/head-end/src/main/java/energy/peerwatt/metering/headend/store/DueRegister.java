package energy.peerwatt.metering.headend.store;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.market.Quality;
import energy.peerwatt.metering.headend.BoundaryRule;
import energy.peerwatt.metering.headend.BoundaryValue;
import energy.peerwatt.metering.headend.IntervalValue;
import energy.peerwatt.metering.headend.RegisterId;
import energy.peerwatt.metering.headend.RegisterReading;
import energy.peerwatt.time.DeliveryInterval;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A register with a due boundary, locked for one transaction, one thread. */
final class DueRegister {

    private final int id;
    private final RegisterId register;
    private final Instant lastAt;
    private Instant nextBoundary;
    private Instant searchFrom;
    private @Nullable BoundaryValue boundary;

    private DueRegister(
            int id, RegisterId register, Instant lastAt, Instant nextBoundary, Instant searchFrom) {
        this.id = id;
        this.register = register;
        this.lastAt = lastAt;
        this.nextBoundary = nextBoundary;
        this.searchFrom = searchFrom;
    }

    /**
     * Reads id, metering_point, channel, last_at, next_boundary, search_from, boundary_wh,
     * boundary_quality, boundary_uncertainty_wh.
     */
    static DueRegister of(Row row) {
        DueRegister due =
                new DueRegister(
                        row.getInteger(0),
                        new RegisterId(
                                new MeteringPointId(row.getString(1)),
                                Channel.valueOf(row.getString(2))),
                        row.getOffsetDateTime(3).toInstant(),
                        row.getOffsetDateTime(4).toInstant(),
                        row.getOffsetDateTime(5).toInstant());
        @Nullable Long wattHours = row.getLong(6);
        if (wattHours != null) {
            due.boundary =
                    new BoundaryValue(
                            due.nextBoundary.minus(DeliveryInterval.QUARTER_HOUR),
                            wattHours,
                            Quality.valueOf(row.getString(7)),
                            row.getLong(8));
        }
        return due;
    }

    /**
     * Gives the next boundary its value.
     *
     * @param at the boundary that the readings enclose; must be the next one
     * @return the interval that ends there, unless it is the register's first boundary
     */
    Optional<IntervalValue> advance(Instant at, RegisterReading before, RegisterReading after) {
        if (!at.equals(nextBoundary)) {
            throw new IllegalStateException(
                    register + ": boundary " + at + " where " + nextBoundary + " is due");
        }
        BoundaryValue value = BoundaryRule.at(at, before, after);
        Optional<IntervalValue> interval =
                Optional.ofNullable(boundary)
                        .map(start -> IntervalValue.between(register, start, value));
        boundary = value;
        searchFrom = before.at();
        nextBoundary = at.plus(DeliveryInterval.QUARTER_HOUR);
        return interval;
    }

    int id() {
        return id;
    }

    /** Newest usable reading. */
    Instant lastAt() {
        return lastAt;
    }

    Instant nextBoundary() {
        return nextBoundary;
    }

    /** A usable reading's time, at or before the next boundary. */
    Instant searchFrom() {
        return searchFrom;
    }

    /** The boundary before the next one; known once {@link #advance} was called. */
    BoundaryValue boundary() {
        return Objects.requireNonNull(boundary);
    }
}
