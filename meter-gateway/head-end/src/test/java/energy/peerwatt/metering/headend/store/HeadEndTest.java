package energy.peerwatt.metering.headend.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.IntakeResult;
import energy.peerwatt.metering.headend.IntakeResult.Accepted;
import energy.peerwatt.metering.headend.IntakeResult.Duplicate;
import energy.peerwatt.metering.headend.IntakeResult.Refused;
import energy.peerwatt.metering.headend.RefusalReason;
import energy.peerwatt.metering.headend.check.CheckRules;
import energy.peerwatt.metering.headend.gateway.Actor;
import energy.peerwatt.metering.headend.gateway.GatewayKey.Revocation;
import energy.peerwatt.metering.headend.validation.ValidationRules;
import energy.peerwatt.metering.protocol.GatewayIdentity;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeadEndTest {

    private static final Instant NOW = Instant.parse("2026-06-18T12:00:00Z");

    private final MeteringDatabase database = MeteringDatabase.emptied();
    private final HeadEnd headEnd = database.headEnd();
    private final ReadingStore readings =
            new ReadingStore(database.pool, ValidationRules.DEFAULTS, CheckRules.DEFAULTS);
    private final GatewayRegistry registry = database.registry();
    private final TestGateway gateway = new TestGateway("gw-1");

    @BeforeEach
    void registerGateway() {
        headEnd.register(gateway.identity, NOW).await().atMost(MeteringDatabase.PATIENCE);
    }

    @Test
    void acceptsConsecutiveBlocks() {
        byte[] first = gateway.read("2026-06-18T10:00:00Z", 5).block();
        byte[] second =
                gateway.read("2026-06-18T10:00:01Z", 5).read("2026-06-18T10:00:02Z", 6).block();

        assertThat(accept(first)).isEqualTo(new Accepted("gw-1", 1, 1));
        IntakeResult result = accept(second);

        assertThat(result).isEqualTo(new Accepted("gw-1", 1, 3));
        assertThat(result.answer().orElseThrow().acknowledgement().toJson())
                .isEqualTo("{\"epoch\":1,\"sequence\":3}");
        assertThat(result.answer().orElseThrow().topics().ack())
                .isEqualTo("peerwatt/v1/gw-1/down/ack");
        assertThat(count()).isEqualTo(3);
        assertThat(database.number("SELECT count(*) FROM metering.reading")).isEqualTo(3);
        assertThat(database.number("SELECT count(*) FROM metering.reading_20260618")).isEqualTo(3);
    }

    @Test
    void acknowledgesIdenticalResendWithoutStoringItAgain() {
        byte[] block = gateway.read("2026-06-18T10:00:00Z", 5).block();

        accept(block);

        assertThat(accept(block)).isEqualTo(new Duplicate("gw-1", 1, 1));
        assertThat(count()).isEqualTo(1);
        assertThat(database.number("SELECT count(*) FROM metering.reading")).isEqualTo(1);
    }

    @Test
    void takesOnlyTheNewPartOfABlockThatOverlaps() {
        accept(gateway.read("2026-06-18T10:00:00Z", 5).block());

        IntakeResult result =
                accept(
                        gateway.epoch(1)
                                .read("2026-06-18T10:00:00Z", 5)
                                .read("2026-06-18T10:00:01Z", 6)
                                .block());

        assertThat(result).isEqualTo(new Accepted("gw-1", 1, 2));
        assertThat(count()).isEqualTo(2);
    }

    @Test
    void tellsAGatewayWithAGapWhereToResendFrom() {
        accept(gateway.read("2026-06-18T10:00:00Z", 5).block());

        IntakeResult result = accept(gateway.skip(1).read("2026-06-18T10:00:02Z", 6).block());

        assertThat(reason(result)).isEqualTo(RefusalReason.GAP);
        assertThat(result.answer().orElseThrow().acknowledgement().toJson())
                .isEqualTo("{\"epoch\":1,\"sequence\":1}");
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void refusesAndRecordsAContradiction() {
        accept(gateway.read("2026-06-18T10:00:00Z", 5).block());
        byte[] other = gateway.epoch(1).read("2026-06-18T10:00:00Z", 6).block();

        IntakeResult result = accept(other);
        accept(other);

        assertThat(reason(result)).isEqualTo(RefusalReason.EQUIVOCATION);
        assertThat(result.answer().orElseThrow().acknowledgement().toJson())
                .isEqualTo("{\"epoch\":1,\"sequence\":1,\"conflict\":true}");
        assertThat(
                        database.rows(
                                "SELECT block, reason, times, last_at FROM metering.refused_block"))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.getBuffer(0).getBytes()).isEqualTo(other);
                    assertThat(row.getString(1)).isEqualTo("EQUIVOCATION");
                    assertThat(row.getLong(2)).isEqualTo(2);
                    assertThat(row.getOffsetDateTime(3).toInstant()).isEqualTo(NOW);
                });
        assertThat(database.rows("SELECT register_wh FROM metering.reading").getFirst().getLong(0))
                .isEqualTo(5);
        assertThat(
                        new RefusedBlockLog(database.pool)
                                .newest(10)
                                .await()
                                .atMost(MeteringDatabase.PATIENCE))
                .as("an operator sees it")
                .singleElement()
                .satisfies(refused -> {
                    assertThat(refused.reason()).isEqualTo(RefusalReason.EQUIVOCATION);
                    assertThat(refused.isEvidence()).isTrue();
                    assertThat(refused.times()).isEqualTo(2);
                });
    }

    @Test
    void gatewaysWithTheSameNewRegistersDoNotWaitForEachOther() {
        TestGateway other = new TestGateway("gw-2");
        headEnd.register(other.identity, NOW).await().atMost(MeteringDatabase.PATIENCE);
        HeadEnd elsewhere = database.headEnd();
        for (int round = 0; round < 30; round++) {
            for (int i = 0; i < 60; i++) {
                Instant at = NOW.minusSeconds(60 - i);
                gateway.read(point(round, i), Channel.IMPORT, at, i);
                other.read(point(round, 59 - i), Channel.IMPORT, at, i);
                // Of the round before: these exist and are locked as well.
                gateway.read(point(round - 1, i), Channel.IMPORT, at, i);
                other.read(point(round - 1, i), Channel.IMPORT, at, i);
            }

            assertThat(
                            Uni.join()
                                    .all(
                                            headEnd.accept(gateway.block(), NOW),
                                            elsewhere.accept(other.block(), NOW))
                                    .andCollectFailures()
                                    .await()
                                    .atMost(MeteringDatabase.PATIENCE))
                    .allSatisfy(result -> assertThat(result).isInstanceOf(Accepted.class));
        }
    }

    private static MeteringPointId point(int round, int number) {
        return new MeteringPointId("AT-NEW-" + (round + 1) + "-" + number);
    }

    @Test
    void refusesAContradictionInAnyField() {
        accept(gateway.read("2026-06-18T10:00:00Z", 5).block());

        IntakeResult result = accept(gateway.epoch(1).read("2026-06-18T10:00:00.001Z", 5).block());

        assertThat(reason(result)).isEqualTo(RefusalReason.EQUIVOCATION);
    }

    @Test
    void aGrownEpochIsSeenByOperatorsAndOwners() {
        accept(gateway.read("2026-06-18T10:00:00Z", 5).block());
        accept(gateway.read("2026-06-18T10:01:00Z", 6).block());
        assertThat(database.number("SELECT count(*) FROM metering.finding")).isZero();

        accept(gateway.epoch(7).read("2026-06-18T10:02:00Z", 7).block());
        accept(gateway.read("2026-06-18T10:03:00Z", 8).block());

        assertThat(database.rows("SELECT check_name, metering_point FROM metering.finding"))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.getString(0)).isEqualTo("NUMBERED_ANEW");
                    assertThat(row.getString(1)).isEqualTo(TestGateway.POINT.value());
                });
        assertThat(
                        database.rows(
                                "SELECT detail FROM metering.gateway_event"
                                        + " WHERE kind = 'NUMBERED_ANEW'"))
                .singleElement()
                .satisfies(
                        row -> assertThat(row.getString(0)).isEqualTo("epoch 7 after 1 up to 2"));
    }

    @Test
    void startsAnewWithAGrownEpochAndNeverGoesBack() {
        byte[] old = gateway.read("2026-06-18T10:00:00Z", 5).block();
        accept(old);

        IntakeResult grown = accept(gateway.epoch(2).read("2026-06-18T10:00:01Z", 5).block());

        assertThat(grown).isEqualTo(new Accepted("gw-1", 2, 1));
        assertThat(reason(accept(old))).isEqualTo(RefusalReason.STALE_EPOCH);
        assertThat(count()).isEqualTo(2);
    }

    @Test
    void refusesUnknownKey() {
        TestGateway stranger = new TestGateway("gw-2");

        assertThat(reason(accept(stranger.read("2026-06-18T10:00:00Z", 5).block())))
                .isEqualTo(RefusalReason.UNKNOWN_KEY);
        assertThat(count()).isZero();
    }

    @Test
    void refusesRevokedKeyAndDoesNotBringItBack() {
        String keyId = gateway.identity.keyId();

        assertThat(revoke(keyId)).containsExactly(keyId);
        assertThat(revoke(keyId)).isEmpty();
        registerGateway();

        assertThat(reason(accept(gateway.read("2026-06-18T10:00:00Z", 5).block())))
                .isEqualTo(RefusalReason.REVOKED_KEY);
        assertThat(registry.keys().await().atMost(MeteringDatabase.PATIENCE))
                .singleElement()
                .satisfies(key ->
                        assertThat(key.revocation())
                                .contains(new Revocation(NOW, "stolen", Optional.empty())));
    }

    private List<String> revoke(String keyId) {
        return registry.revoke(keyId, Optional.empty(), new Actor("operator", NOW, "stolen"))
                .await()
                .atMost(MeteringDatabase.PATIENCE);
    }

    @Test
    void refusesAKeyThatIsAnotherGateways() {
        GatewayIdentity taken = new GatewayIdentity("gw-2", gateway.identity.publicKey());

        assertThatThrownBy(() ->
                        headEnd.register(taken, NOW).await().atMost(MeteringDatabase.PATIENCE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesEveryTamperedByte() {
        byte[] block = gateway.read("2026-06-18T10:00:00Z", 5).block();
        for (int i = 0; i < block.length; i += 7) {
            byte[] tampered = block.clone();
            tampered[i] ^= 1;
            assertThat(accept(tampered)).isInstanceOf(Refused.class);
        }
        assertThat(reason(accept(Arrays.copyOf(block, 20)))).isEqualTo(RefusalReason.MALFORMED);
        assertThat(reason(accept(new byte[0]))).isEqualTo(RefusalReason.MALFORMED);
        assertThat(count()).isZero();
    }

    @Test
    void knowsItsPositionAfterARestart() {
        byte[] block =
                gateway.read("2026-06-18T10:00:00Z", 5).read("2026-06-18T10:00:01Z", 5).block();
        accept(block);

        HeadEnd restarted = database.headEnd();
        IntakeResult result =
                restarted.accept(block, NOW).await().atMost(MeteringDatabase.PATIENCE);

        assertThat(result).isEqualTo(new Duplicate("gw-1", 1, 2));
    }

    @Test
    void storesReadingsOfDaysWithoutPartition() {
        accept(
                gateway.read("1999-01-01T00:00:00Z", 5)
                        .read("2026-06-18T10:00:00Z", 6)
                        .read("2030-01-01T00:00:00Z", 7)
                        .block());

        assertThat(database.number("SELECT count(*) FROM metering.reading_default")).isEqualTo(2);
        assertThat(database.number("SELECT count(*) FROM metering.reading")).isEqualTo(3);
    }

    @Test
    void movesReadingsToADayPartitionThatIsCreatedLate() {
        accept(gateway.read("2025-01-05T10:00:00Z", 5).block());

        database.execute("SELECT metering.ensure_reading_partition('2025-01-05')");

        assertThat(database.number("SELECT count(*) FROM metering.reading_20250105")).isEqualTo(1);
        assertThat(database.number("SELECT count(*) FROM metering.reading")).isEqualTo(1);
    }

    @Test
    void takesConcurrentResendsOnce() {
        byte[] block = gateway.read("2026-06-18T10:00:00Z", 5).block();

        List<IntakeResult> results =
                Uni.join()
                        .all(headEnd.accept(block, NOW), headEnd.accept(block, NOW))
                        .andFailFast()
                        .await()
                        .atMost(MeteringDatabase.PATIENCE);

        assertThat(results)
                .containsExactlyInAnyOrder(new Accepted("gw-1", 1, 1), new Duplicate("gw-1", 1, 1));
        assertThat(count()).isEqualTo(1);
    }

    private IntakeResult accept(byte[] block) {
        return headEnd.accept(block, NOW).await().atMost(MeteringDatabase.PATIENCE);
    }

    private long count() {
        return readings.readingCount().await().atMost(MeteringDatabase.PATIENCE);
    }

    private static RefusalReason reason(IntakeResult result) {
        assertThat(result).isInstanceOf(Refused.class);
        return ((Refused) result).reason();
    }
}
