package energy.peerwatt.metering.headend.store;

import energy.peerwatt.metering.headend.gateway.GatewayKey;
import energy.peerwatt.metering.headend.gateway.GatewayKey.Revocation;
import energy.peerwatt.metering.protocol.GatewayIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Rows of {@code metering.gateway_key}. */
final class KeyTable {

    private static final String SELECT =
            """
            SELECT k.gateway_id, k.public_key, k.registered_at, k.introduced_by, k.valid_until,
                k.revoked_at, k.revoked_because, k.compromised_since, p.version
            FROM metering.gateway_key k JOIN metering.gateway_position p USING (gateway_id)
            """;

    private KeyTable() {}

    /**
     * A key and the version of its gateway when it was read.
     *
     * @param version see {@link GatewayRow#version}
     */
    record Versioned(GatewayKey key, long version) {}

    static Uni<Optional<Versioned>> find(SqlClient client, String keyId) {
        return client.preparedQuery(SELECT + " WHERE k.key_id = $1")
                .execute(Tuple.of(keyId))
                .map(rows ->
                        StreamSupport.stream(rows.spliterator(), false)
                                .map(row -> new Versioned(key(row), row.getLong("version")))
                                .findFirst());
    }

    static Uni<Optional<GatewayKey>> key(SqlClient client, String keyId) {
        return find(client, keyId).map(found -> found.map(Versioned::key));
    }

    static Uni<List<GatewayKey>> all(SqlClient client) {
        return list(client, "", Tuple.tuple());
    }

    static Uni<List<GatewayKey>> of(SqlClient client, String gatewayId) {
        return list(client, " WHERE k.gateway_id = $1", Tuple.of(gatewayId));
    }

    private static Uni<List<GatewayKey>> list(SqlClient client, String where, Tuple values) {
        return client.preparedQuery(
                        SELECT + where + " ORDER BY k.gateway_id, k.registered_at, k.key_id")
                .execute(values)
                .map(rows ->
                        StreamSupport.stream(rows.spliterator(), false)
                                .map(KeyTable::key)
                                .toList());
    }

    /** False if the key is known already, to whichever gateway. */
    static Uni<Boolean> insert(
            SqlClient client, GatewayIdentity identity, Instant at, @Nullable String introducedBy) {
        return client.preparedQuery(
                        """
                        INSERT INTO metering.gateway_key
                            (key_id, gateway_id, public_key, registered_at, introduced_by)
                        VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING
                        """)
                .execute(
                        Tuple.of(
                                identity.keyId(),
                                identity.gatewayId(),
                                identity.publicKeyBase64(),
                                Columns.time(at),
                                introducedBy))
                .map(rows -> rows.rowCount() == 1);
    }

    private static GatewayKey key(Row row) {
        return new GatewayKey(
                GatewayIdentity.of(row.getString("gateway_id"), row.getString("public_key")),
                row.getOffsetDateTime("registered_at").toInstant(),
                Optional.ofNullable(row.getString("introduced_by")),
                instant(row, "valid_until"),
                instant(row, "revoked_at")
                        .map(at ->
                                new Revocation(
                                        at,
                                        Optional.ofNullable(row.getString("revoked_because"))
                                                .orElse(""),
                                        instant(row, "compromised_since"))));
    }

    private static Optional<Instant> instant(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }
}
