package energy.peerwatt.metering.headend.store;

import energy.peerwatt.metering.headend.setpoint.SetpointCommand;
import energy.peerwatt.metering.headend.setpoint.SetpointCommand.State;
import energy.peerwatt.metering.protocol.SetpointPlan;
import energy.peerwatt.metering.protocol.SetpointReport;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Rows of {@code metering.setpoint_command}. */
final class SetpointRows {

    /** To be followed by a condition. */
    static final String SELECT =
            """
            SELECT id, plan, issued_by, state, sends, sent_at, report
            FROM metering.setpoint_command\s
            """;

    private SetpointRows() {}

    static List<SetpointCommand> commands(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false).map(SetpointRows::command).toList();
    }

    private static SetpointCommand command(Row row) {
        Optional<SetpointReport> report =
                Optional.ofNullable(row.getBuffer("report"))
                        .map(bytes -> SetpointReport.decode(bytes.getBytes()));
        return new SetpointCommand(
                row.getLong("id"),
                SetpointPlan.decode(row.getBuffer("plan").getBytes()),
                row.getString("issued_by"),
                State.valueOf(row.getString("state")),
                row.getInteger("sends"),
                Optional.ofNullable(row.getOffsetDateTime("sent_at"))
                        .map(OffsetDateTime::toInstant),
                report);
    }
}
