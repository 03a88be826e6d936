package energy.peerwatt.metering.headend.store;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.market.Quality;
import energy.peerwatt.metering.headend.BoundaryRule;
import energy.peerwatt.metering.headend.BoundaryValue;
import energy.peerwatt.metering.headend.IntervalValue;
import energy.peerwatt.metering.headend.RegisterChange;
import energy.peerwatt.metering.headend.RegisterId;
import energy.peerwatt.metering.headend.RegisterReading;
import energy.peerwatt.metering.headend.validation.ValidationRules;
import energy.peerwatt.time.DeliveryInterval;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A register with a due boundary, locked for one transaction, one thread. */
final class DueRegister {

    private final int id;
    private final RegisterId register;
    private final Instant lastAt;
    private final long mostWh;
    private final List<RegisterChange> changes = new ArrayList<>();
    private Instant nextBoundary;
    private Instant searchFrom;
    private @Nullable BoundaryValue boundary;

    private DueRegister(Row row, long mostWh) {
        id = row.getInteger(0);
        register =
                new RegisterId(
                        new MeteringPointId(row.getString(1)), Channel.valueOf(row.getString(2)));
        lastAt = row.getOffsetDateTime(3).toInstant();
        nextBoundary = row.getOffsetDateTime(4).toInstant();
        searchFrom = row.getOffsetDateTime(5).toInstant();
        this.mostWh = mostWh;
    }

    /**
     * Reads id, metering_point, channel, last_at, next_boundary, search_from, boundary_wh,
     * boundary_quality, boundary_uncertainty_wh, boundary_reasons, capacity_watts.
     */
    static DueRegister of(Row row, ValidationRules rules) {
        @Nullable Long capacity = row.getLong(10);
        long watts = capacity == null ? rules.capacityWatts() : capacity;
        DueRegister due = new DueRegister(row, rules.mostWh(DeliveryInterval.QUARTER_HOUR, watts));
        @Nullable Long wattHours = row.getLong(6);
        if (wattHours != null) {
            due.boundary =
                    new BoundaryValue(
                            due.nextBoundary.minus(DeliveryInterval.QUARTER_HOUR),
                            wattHours,
                            Quality.valueOf(row.getString(7)),
                            row.getLong(8),
                            Reasons.parse(row.getString(9)));
        }
        return due;
    }

    /**
     * Gives the next boundary its value.
     *
     * <p>The readings are the energy so far: offsets are added.
     *
     * @param at the boundary that the readings enclose; must be the next one
     * @return the interval that ends there, unless it is the register's first boundary
     */
    Optional<IntervalValue> advance(Instant at, RegisterReading before, RegisterReading after) {
        if (!at.equals(nextBoundary)) {
            throw new IllegalStateException(
                    register + ": boundary " + at + " where " + nextBoundary + " is due");
        }
        BoundaryValue value = BoundaryRule.at(at, before, after, changesAfter(at, after.at()));
        Optional<IntervalValue> interval =
                Optional.ofNullable(boundary).map(start -> interval(start, value));
        boundary = value;
        searchFrom = before.at();
        nextBoundary = at.plus(DeliveryInterval.QUARTER_HOUR);
        return interval;
    }

    private IntervalValue interval(BoundaryValue start, BoundaryValue end) {
        IntervalValue value =
                IntervalValue.between(register, start, end, changesAfter(start.at(), end.at()));
        return value.energy().wattHours() > mostWh ? value.spike() : value;
    }

    private List<RegisterChange> changesAfter(Instant after, Instant to) {
        return changes.stream()
                .filter(change -> change.from().isAfter(after) && !change.from().isAfter(to))
                .toList();
    }

    /** A change since the boundary before the next one. */
    void add(RegisterChange change) {
        changes.add(change);
    }

    /** From here on changes matter, exclusive. */
    Instant changesFrom() {
        return nextBoundary.minus(DeliveryInterval.QUARTER_HOUR);
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
