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
import org.jspecify.annotations.Nullable;

/** Refused blocks that an operator should know of. Gaps are not: the gateway closes them itself. */
@ApplicationScoped
public class RefusedBlockLog {

    private static final int MAX_TEXT = 500;

    private final Pool pool;

    public RefusedBlockLog(Pool pool) {
        this.pool = pool;
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
