package energy.peerwatt.web.accounts.store;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.web.accounts.PairingCode;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;

/** Codes by which people come to act for a home; each is good once. Times are wall time. */
@ApplicationScoped
public class PairingCodes {

    private static final String ISSUE =
            """
            WITH over AS (DELETE FROM market.pairing_code WHERE expires_at < now()
                OR code_sha256 IN (SELECT code_sha256 FROM market.pairing_code
                    WHERE participant_id = $2 AND used_at IS NULL
                    ORDER BY created_at DESC OFFSET 4))
            INSERT INTO market.pairing_code
                (code_sha256, participant_id, created_by, created_at, expires_at)
            VALUES ($1, $2, $3, now(), now() + interval '30 days') RETURNING expires_at
            """;

    private static final String LOOK =
            """
            SELECT participant_id FROM market.pairing_code
            WHERE code_sha256 = $1 AND used_at IS NULL AND expires_at > now()
            """;

    private static final String USE =
            """
            UPDATE market.pairing_code SET used_by = $2, used_at = now()
            WHERE code_sha256 = $1 AND used_at IS NULL AND expires_at > now()
            RETURNING participant_id
            """;

    private final Pool pool;

    public PairingCodes(Pool pool) {
        this.pool = pool;
    }

    /** A code that was issued. */
    public record Issued(PairingCode code, Instant expiresAt) {}

    /**
     * Draws a code for a home, good for thirty days or until five more were drawn. Codes that are
     * over go.
     */
    public Uni<Issued> issue(ParticipantId home, String by) {
        PairingCode code = PairingCode.draw();
        return pool.preparedQuery(ISSUE)
                .execute(Tuple.of(Buffer.buffer(code.sha256()), home.value(), by))
                .map(rows ->
                        new Issued(code, rows.iterator().next().getOffsetDateTime(0).toInstant()));
    }

    /** The home that a code is for, if it is good. */
    public Uni<Optional<ParticipantId>> home(PairingCode code) {
        return pool.preparedQuery(LOOK)
                .execute(Tuple.of(Buffer.buffer(code.sha256())))
                .map(rows -> Accounts.first(rows).map(row -> new ParticipantId(row.getLong(0))));
    }

    /**
     * Uses a code up and lets the account act for its home; both or neither.
     *
     * @return the home; empty if the code is not good
     */
    public Uni<Optional<ParticipantId>> use(PairingCode code, long account) {
        return pool.withTransaction(connection -> use(connection, code, account));
    }

    /** As {@link #use(PairingCode, long)}, in a transaction that is under way. */
    static Uni<Optional<ParticipantId>> use(SqlClient connection, PairingCode code, long account) {
        return connection
                .preparedQuery(USE)
                .execute(Tuple.of(Buffer.buffer(code.sha256()), account))
                .map(rows -> Accounts.first(rows).map(row -> new ParticipantId(row.getLong(0))))
                .call(home ->
                        home.isEmpty()
                                ? Uni.createFrom().voidItem()
                                : connection
                                        .preparedQuery(Accounts.LET_IN)
                                        .execute(
                                                Tuple.tuple()
                                                        .addLong(account)
                                                        .addArrayOfLong(
                                                                new Long[] {home.get().value()})));
    }
}
