package energy.peerwatt.metering.headend.store;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.RegisterId;
import energy.peerwatt.metering.headend.RegisterReading;
import energy.peerwatt.metering.headend.Screening;
import io.vertx.mutiny.sqlclient.Row;

/**
 * Readings of a register that continue each other and not the newest usable one.
 *
 * @param verdict LIMIT: more than the connection can carry; ROLLBACK: less than before
 * @param readings how many, from {@code first} to {@code last}
 * @param usable the newest usable reading
 */
public record HeldBack(
        RegisterId register,
        Screening verdict,
        RegisterReading first,
        RegisterReading last,
        int readings,
        RegisterReading usable) {

    static HeldBack of(Row row) {
        return new HeldBack(
                new RegisterId(
                        new MeteringPointId(row.getString(0)), Channel.valueOf(row.getString(1))),
                ScreeningCode.suspicion(row.getShort(2)),
                reading(row, 3),
                reading(row, 5),
                row.getInteger(7),
                reading(row, 8));
    }

    private static RegisterReading reading(Row row, int column) {
        return new RegisterReading(
                row.getOffsetDateTime(column).toInstant(), row.getLong(column + 1));
    }
}
