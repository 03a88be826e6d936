package energy.peerwatt.metering.headend.store;

import energy.peerwatt.metering.headend.MeterKey;
import energy.peerwatt.metering.headend.RegisterId;
import energy.peerwatt.metering.headend.check.Check;
import energy.peerwatt.metering.headend.check.Finding;
import energy.peerwatt.metering.protocol.Reading;
import energy.peerwatt.time.DeliveryInterval;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the meters' own records say of the readings of one block, for one transaction. Asks the
 * database nothing where no meter signs.
 */
final class RecordProofs {

    private static final String TRANSACTIONS = "T";
    private static final String FISCAL = "F";

    // Locked until the end of the transaction: two gateways may report a register one after the
    // other.
    private static final String KEYS =
            """
            SELECT k.metering_point, k.channel, k.public_key, k.serial, k.reversed,
                k.transaction_number, k.fiscal_number
            FROM metering.meter_key k
            JOIN unnest($1::varchar[], $2::varchar[]) AS w(metering_point, channel)
                USING (metering_point, channel)
            ORDER BY k.metering_point, k.channel FOR UPDATE OF k
            """;

    private static final String SAVE_NUMBERS =
            """
            UPDATE metering.meter_key k
            SET transaction_number = u.transaction_number, fiscal_number = u.fiscal_number
            FROM unnest($1::varchar[], $2::varchar[], $3::bigint[], $4::bigint[])
                AS u(metering_point, channel, transaction_number, fiscal_number)
            WHERE k.metering_point = u.metering_point AND k.channel = u.channel
            """;

    private final Map<RegisterId, RecordProof> proofs = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private final Set<Long> unproven = new HashSet<>();

    private final Duration timeTolerance;

    private RecordProofs(Duration timeTolerance) {
        this.timeTolerance = timeTolerance;
    }

    /**
     * Judges readings of a gateway, in their order.
     *
     * @param points what the gateway may report, and which meters sign
     * @param timeTolerance how far a reading's time may be from its record's
     */
    static Uni<RecordProofs> judge(
            SqlConnection connection,
            GatewayPoints points,
            Duration timeTolerance,
            List<Reading> readings) {
        RecordProofs proofs = new RecordProofs(timeTolerance);
        List<Reading> concerned =
                points.signing().isEmpty()
                        ? List.of()
                        : readings.stream()
                                .filter(r -> points.signing().contains(register(r)))
                                .filter(points::include)
                                .toList();
        if (concerned.isEmpty()) {
            return Uni.createFrom().item(proofs);
        }
        List<RegisterId> ids =
                concerned.stream().map(RecordProofs::register).distinct().sorted().toList();
        // Verifying signatures takes too long for an event loop.
        return connection
                .preparedQuery(KEYS)
                .execute(
                        Tuple.of(
                                Columns.names(ids, id -> id.meteringPoint().value()),
                                Columns.names(ids, id -> id.channel().name())))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .invoke(rows -> rows.forEach(proofs::add))
                .invoke(() -> concerned.forEach(proofs::judge))
                .replaceWith(proofs);
    }

    /** Whether the reading has a record to have, and it does not prove it. */
    boolean isUnproven(Reading reading) {
        return unproven.contains(reading.sequence());
    }

    /** Keeps which records were taken, and what is wrong with the others. */
    Uni<Void> save(SqlConnection connection, Instant now) {
        if (proofs.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<RegisterId> ids = proofs.keySet().stream().sorted().toList();
        Tuple numbers =
                Tuple.of(
                        Columns.names(ids, id -> id.meteringPoint().value()),
                        Columns.names(ids, id -> id.channel().name()),
                        Columns.longs(ids, id -> number(id, TRANSACTIONS)),
                        Columns.longs(ids, id -> number(id, FISCAL)));
        return connection
                .preparedQuery(SAVE_NUMBERS)
                .execute(numbers)
                .chain(() -> FindingStore.record(connection, findings, now));
    }

    private long number(RegisterId id, String context) {
        RecordProof proof = proofs.get(id);
        return proof == null ? -1 : proof.number(context);
    }

    private void add(Row row) {
        MeterKey key = new MeterKey(row.getString(2), row.getString(3), row.getBoolean(4));
        Map<String, Long> numbers = Map.of(TRANSACTIONS, row.getLong(5), FISCAL, row.getLong(6));
        proofs.put(MeterKeys.register(row), new RecordProof(key, timeTolerance, numbers));
    }

    private void judge(Reading reading) {
        RecordProof proof = proofs.get(register(reading));
        if (proof != null) {
            proof.objection(reading)
                    .ifPresent(detail -> {
                        findings.add(finding(reading, detail));
                        unproven.add(reading.sequence());
                    });
        }
    }

    private static Finding finding(Reading reading, String detail) {
        return new Finding(
                reading.meteringPoint(),
                reading.channel(),
                DeliveryInterval.containing(reading.at(), DeliveryInterval.QUARTER_HOUR).start(),
                Check.RECORD_REFUSED,
                Check.RECORD_REFUSED.severity(),
                detail);
    }

    private static RegisterId register(Reading reading) {
        return new RegisterId(reading.meteringPoint(), reading.channel());
    }
}
