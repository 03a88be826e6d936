package energy.peerwatt.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** What the market has committed about meters, read from its database while it runs. */
final class StoredMetering implements AutoCloseable {

    /** A committed reading. */
    record StoredReading(
            long epoch,
            long sequence,
            String meteringPoint,
            String channel,
            Instant at,
            long registerWh,
            int screening) {}

    /** The newest version of an interval value. */
    record StoredValue(
            String meteringPoint,
            String channel,
            Instant start,
            long energyWh,
            String quality,
            long uncertaintyWh,
            String reasons) {}

    private interface Rows<T> {
        T read(ResultSet row) throws SQLException;
    }

    private final Connection connection;

    private StoredMetering(Connection connection) {
        this.connection = connection;
    }

    /** Connects to the database below a village's market. */
    static StoredMetering connect(Path home) throws IOException, SQLException {
        String port = Files.readString(home.resolve("market/postgres/port")).strip();
        String url =
                "jdbc:postgresql://127.0.0.1:%s/postgres?connectTimeout=2&socketTimeout=10"
                        .formatted(port);
        return new StoredMetering(DriverManager.getConnection(url, "postgres", "trusted"));
    }

    /** Highest committed sequence of the newest epoch of the only gateway; 0 if there is none. */
    long position() throws SQLException {
        return number("SELECT coalesce(max(sequence), 0) FROM metering.gateway_position");
    }

    /** Registers with a boundary that has no value yet though it could have one. */
    long dueRegisters() throws SQLException {
        return number("SELECT count(*) FROM metering.register WHERE due");
    }

    /** How often a register's hash chain did not go on where it had got to. */
    long brokenChains() throws SQLException {
        return number("SELECT count(*) FROM metering.chain_break");
    }

    /** All readings, by epoch and sequence. */
    List<StoredReading> readings() throws SQLException {
        return list(
                """
                SELECT r.epoch, r.sequence, g.metering_point, g.channel, r.at, r.register_wh,
                    r.screening
                FROM metering.reading r JOIN metering.register g ON g.id = r.register_id
                ORDER BY r.epoch, r.sequence
                """,
                row ->
                        new StoredReading(
                                row.getLong(1),
                                row.getLong(2),
                                row.getString(3),
                                row.getString(4),
                                row.getObject(5, OffsetDateTime.class).toInstant(),
                                row.getLong(6),
                                row.getInt(7)));
    }

    /** All interval values, by register and start. */
    List<StoredValue> values() throws SQLException {
        return list(
                """
                SELECT DISTINCT ON (metering_point, channel, interval_start) metering_point, channel,
                    interval_start, energy_wh, quality, uncertainty_wh, reasons
                FROM metering.interval_value
                ORDER BY metering_point, channel, interval_start, version DESC
                """,
                row ->
                        new StoredValue(
                                row.getString(1),
                                row.getString(2),
                                row.getObject(3, OffsetDateTime.class).toInstant(),
                                row.getLong(4),
                                row.getString(5),
                                row.getLong(6),
                                row.getString(7)));
    }

    private long number(String query) throws SQLException {
        return list(query, row -> row.getLong(1)).getFirst();
    }

    private <T> List<T> list(String query, Rows<T> rows) throws SQLException {
        List<T> items = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                items.add(rows.read(result));
            }
        }
        return items;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
