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
import energy.peerwatt.metering.headend.estimation.GapShape;
import energy.peerwatt.metering.headend.validation.ValidationRules;
import energy.peerwatt.time.DeliveryInterval;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A register with a due boundary, locked for one transaction, one thread. */
final class DueRegister {

    private final int id;
    private final RegisterId register;
    private final Instant lastAt;
    private final long mostWh;
    private final Instant valuedTo;
    private final List<RegisterChange> changes = new ArrayList<>();
    private Instant nextBoundary;
    private Instant searchFrom;
    private @Nullable BoundaryValue boundary;
    private @Nullable SpreadGap gap;
    private @Nullable RegisterReading kept;

    /** A gap whose energy was spread, from {@code from} on. */
    private record SpreadGap(Instant from, Map<Instant, Long> boundaries) {}

    private DueRegister(
            int id,
            RegisterId register,
            Instant lastAt,
            Instant nextBoundary,
            Instant searchFrom,
            long mostWh,
            Instant valuedTo) {
        this.id = id;
        this.register = register;
        this.lastAt = lastAt;
        this.nextBoundary = nextBoundary;
        this.searchFrom = searchFrom;
        this.mostWh = mostWh;
        this.valuedTo = valuedTo;
    }

    /**
     * Reads id, metering_point, channel, last_at, next_boundary, search_from, boundary_wh,
     * boundary_quality, boundary_uncertainty_wh, boundary_reasons, capacity_watts, estimated_to.
     */
    static DueRegister of(Row row, ValidationRules rules) {
        Instant nextBoundary = row.getOffsetDateTime(4).toInstant();
        var estimatedTo = row.getOffsetDateTime(11);
        DueRegister due =
                new DueRegister(
                        row.getInteger(0),
                        new RegisterId(
                                new MeteringPointId(row.getString(1)),
                                Channel.valueOf(row.getString(2))),
                        row.getOffsetDateTime(3).toInstant(),
                        nextBoundary,
                        row.getOffsetDateTime(5).toInstant(),
                        mostWh(row.getLong(10), rules),
                        estimatedTo == null ? Instant.MIN : estimatedTo.toInstant());
        @Nullable Long wattHours = row.getLong(6);
        if (wattHours != null) {
            due.boundary =
                    new BoundaryValue(
                            nextBoundary.minus(DeliveryInterval.QUARTER_HOUR),
                            wattHours,
                            Quality.valueOf(row.getString(7)),
                            row.getLong(8),
                            Reasons.parse(row.getString(9)));
        }
        return due;
    }

    /**
     * The same register gone back in time, to compute again the values that end after {@code
     * firstBoundary}.
     *
     * @param searchFrom not after a usable reading at or before that boundary
     */
    DueRegister again(Instant firstBoundary, Instant searchFrom) {
        return new DueRegister(
                id, register, lastAt, firstBoundary, searchFrom, mostWh, Instant.MAX);
    }

    private static long mostWh(@Nullable Long capacity, ValidationRules rules) {
        long watts = capacity == null ? rules.capacityWatts() : capacity;
        return rules.mostWh(DeliveryInterval.QUARTER_HOUR, watts);
    }

    /**
     * Gives the next boundary its value.
     *
     * <p>The readings are the energy so far: offsets are added.
     *
     * @param bracket of the next boundary
     * @param shape how to spread the energy between the readings; empty for evenly
     * @return the interval that ends there, unless it is the register's first boundary
     */
    Optional<ComputedValue> advance(Brackets.Bracket bracket, Optional<GapShape> shape) {
        Instant at = bracket.boundary();
        if (!at.equals(nextBoundary)) {
            throw new IllegalStateException(
                    register + ": boundary " + at + " where " + nextBoundary + " is due");
        }
        RegisterReading after = bracket.after();
        BoundaryValue interpolated =
                BoundaryRule.at(at, bracket.before(), after, changesAfter(at, after.at()));
        BoundaryValue even = bracket.doubt().addedTo(interpolated, bracket.before(), after, mostWh);
        BoundaryValue value =
                shape.map(known -> spread(even, known, bracket.before(), after)).orElse(even);
        RegisterReading known = kept;
        if (known != null && known.at().equals(at)) {
            value = withRegister(value, known.registerWh());
        }
        BoundaryValue end = value;
        Optional<ComputedValue> interval =
                Optional.ofNullable(boundary).map(start -> interval(start, end));
        boundary = value;
        searchFrom = bracket.before().at();
        nextBoundary = at.plus(DeliveryInterval.QUARTER_HOUR);
        return interval;
    }

    /** Starts from a boundary inside the gap if its value is known, else from the reading. */
    private BoundaryValue spread(
            BoundaryValue even, GapShape shape, RegisterReading before, RegisterReading after) {
        SpreadGap known = gap;
        if (known == null || !known.from().equals(before.at())) {
            RegisterReading from = boundary == null ? before : later(before, boundary);
            known = new SpreadGap(before.at(), shape.boundaries(from, after));
            gap = known;
        }
        Long wattHours = known.boundaries().get(even.at());
        return wattHours == null ? even : even.spread(wattHours, shape.reason());
    }

    private static RegisterReading later(RegisterReading reading, BoundaryValue boundary) {
        return boundary.at().isAfter(reading.at())
                ? new RegisterReading(boundary.at(), boundary.registerWh())
                : reading;
    }

    private ComputedValue interval(BoundaryValue start, BoundaryValue end) {
        IntervalValue value =
                IntervalValue.between(register, start, end, changesAfter(start.at(), end.at()));
        return new ComputedValue(
                value.energy().wattHours() > mostWh ? value.spike() : value,
                end.registerWh(),
                start.at().isBefore(valuedTo));
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

    /** Starts at a later boundary: there are no readings before the first ones. */
    void skipTo(Instant boundaryAt) {
        nextBoundary = boundaryAt;
    }

    /** Replaces the value of the boundary before the next one. */
    void startFrom(long wattHours) {
        boundary = withRegister(boundary(), wattHours);
    }

    /** Says what a later boundary shows, whatever its readings would make of it now. */
    void keep(Instant boundaryAt, long wattHours) {
        kept = new RegisterReading(boundaryAt, wattHours);
    }

    private static BoundaryValue withRegister(BoundaryValue value, long wattHours) {
        return new BoundaryValue(
                value.at(), wattHours, value.quality(), value.uncertaintyWh(), value.reasons());
    }

    /** From here on changes matter, exclusive. */
    Instant changesFrom() {
        return nextBoundary.minus(DeliveryInterval.QUARTER_HOUR);
    }

    int id() {
        return id;
    }

    RegisterId register() {
        return register;
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
