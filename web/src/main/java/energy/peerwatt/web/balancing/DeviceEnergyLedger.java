package energy.peerwatt.web.balancing;

import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.time.DeliveryInterval;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What devices took in past intervals, by their telemetry. */
@ApplicationScoped
public class DeviceEnergyLedger {

    private static final String PUT =
            """
            INSERT INTO market.device_energy (metering_point, interval_start, battery_wh, charger_wh)
            VALUES ($1, $2, $3, $4) ON CONFLICT (metering_point, interval_start) DO UPDATE
            SET battery_wh = excluded.battery_wh, charger_wh = excluded.charger_wh
            """;

    private static final String OF =
            """
            SELECT metering_point, interval_start, battery_wh, charger_wh
            FROM market.device_energy d WHERE metering_point = ANY ($1)
                AND interval_start >= $2 AND interval_start < $3
                AND NOT EXISTS (SELECT 1 FROM metering.erasure e
                    WHERE e.metering_point = d.metering_point AND d.interval_start < e.before)
            """;

    private final Pool pool;

    public DeviceEnergyLedger(Pool pool) {
        this.pool = pool;
    }

    /** Keeps what was taken in an interval, replacing what was known. */
    Uni<Void> put(MeteringPointId point, DeliveryInterval interval, DeviceEnergy energy) {
        return pool.preparedQuery(PUT)
                .execute(
                        Tuple.of(
                                point.value(),
                                LimitLedger.time(interval.start()),
                                orNull(energy.batteryWh()),
                                orNull(energy.chargerWh())))
                .replaceWithVoid();
    }

    /** By metering point and quarter-hour; what an erasure is for or has no entry is unknown. */
    Uni<Map<MeteringPointId, Map<DeliveryInterval, DeviceEnergy>>> of(
            Collection<MeteringPointId> points, Instant from, Instant to) {
        String[] ids = points.stream().map(MeteringPointId::value).toArray(String[]::new);
        return pool.preparedQuery(OF)
                .execute(
                        Tuple.tuple()
                                .addArrayOfString(ids)
                                .addOffsetDateTime(LimitLedger.time(from))
                                .addOffsetDateTime(LimitLedger.time(to)))
                .map(rows -> {
                    Map<MeteringPointId, Map<DeliveryInterval, DeviceEnergy>> found =
                            new HashMap<>();
                    for (Row row : rows) {
                        DeliveryInterval interval =
                                DeliveryInterval.quarterHourAt(
                                        row.getOffsetDateTime(1).toInstant());
                        found.computeIfAbsent(
                                        new MeteringPointId(row.getString(0)), _ -> new HashMap<>())
                                .put(interval, new DeviceEnergy(watts(row, 2), watts(row, 3)));
                    }
                    return found;
                });
    }

    private static OptionalInt watts(Row row, int column) {
        Integer value = row.getInteger(column);
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private static @Nullable Integer orNull(OptionalInt value) {
        return value.isPresent() ? value.getAsInt() : null;
    }
}
