package energy.peerwatt.metering.headend.store;

import energy.peerwatt.metering.headend.IntakeResult.Refused;
import energy.peerwatt.metering.headend.RefusalReason;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Refused blocks that an operator should know of. Gaps are not: the gateway closes them itself. */
@ApplicationScoped
public class RefusedBlockLog {

    private static final int MAX_TEXT = 500;

    private static final String NEWEST =
            """
            SELECT reason, text, block IS NOT NULL, times, first_at, last_at
            FROM metering.refused_block ORDER BY last_at DESC, digest LIMIT $1
            """;

    private final Pool pool;

    public RefusedBlockLog(Pool pool) {
        this.pool = pool;
    }

    /**
     * Blocks of the same bytes that were refused for the same reason.
     *
     * @param isEvidence whether the signed bytes are kept: the gateway contradicted itself
     * @param firstAt market time
     * @param lastAt market time
     */
    public record RefusedBlock(
            RefusalReason reason,
            String text,
            boolean isEvidence,
            long times,
            Instant firstAt,
            Instant lastAt) {}

    /** The newest first. */
    public Uni<List<RefusedBlock>> newest(int limit) {
        return DatabaseFailure.named(
                "read refused blocks",
                pool.preparedQuery(NEWEST)
                        .execute(Tuple.of(limit))
                        .map(rows ->
                                StreamSupport.stream(rows.spliterator(), false)
                                        .map(row ->
                                                new RefusedBlock(
                                                        RefusalReason.valueOf(row.getString(0)),
                                                        row.getString(1),
                                                        row.getBoolean(2),
                                                        row.getLong(3),
                                                        row.getOffsetDateTime(4).toInstant(),
                                                        row.getOffsetDateTime(5).toInstant()))
                                        .toList()));
    }

    /** The bytes are kept for an equivocation: signed, they prove that the gateway contradicted. */
    Uni<Void> record(Refused refused, byte[] block, Instant at) {
        String text = refused.text();
        OffsetDateTime time = at.atOffset(ZoneOffset.UTC);
        @Nullable Buffer evidence =
                refused.reason() == RefusalReason.EQUIVOCATION ? Buffer.buffer(block) : null;
        return pool.preparedQuery(
                        """
                        INSERT INTO metering.refused_block AS b
                            (digest, reason, text, block, first_at, last_at)
                        VALUES ($1, $2, $3, $4, $5, $5)
                        ON CONFLICT (digest, reason)
                        DO UPDATE SET times = b.times + 1, last_at = excluded.last_at
                        """)
                .execute(
                        Tuple.tuple()
                                .addValue(Buffer.buffer(sha256(block)))
                                .addString(refused.reason().name())
                                .addString(text.substring(0, Math.min(MAX_TEXT, text.length())))
                                .addValue(evidence)
                                .addOffsetDateTime(time))
                .replaceWithVoid();
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
