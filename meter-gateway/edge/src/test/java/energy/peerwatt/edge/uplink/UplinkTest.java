package energy.peerwatt.edge.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.edge.intake.LiveBoard;
import energy.peerwatt.edge.mqtt.MqttAddress;
import energy.peerwatt.edge.spool.Measurement;
import energy.peerwatt.edge.spool.Spool;
import energy.peerwatt.edge.spool.SpoolBounds;
import energy.peerwatt.edge.testkit.Await;
import energy.peerwatt.edge.testkit.FakeHeadEnd;
import energy.peerwatt.edge.testkit.FreePort;
import energy.peerwatt.edge.testkit.TestBroker;
import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.protocol.BlockSigner;
import energy.peerwatt.metering.protocol.Ed25519SigningKey;
import energy.peerwatt.metering.protocol.SaltKey;
import energy.peerwatt.time.ScaledMarketClock;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UplinkTest {

    private static final MeteringPointId POINT = new MeteringPointId("AT-1");
    private static final Instant START = Instant.parse("2026-06-18T07:00:00Z");
    private static final Duration ACK_TIMEOUT = Duration.ofMillis(400);

    private static TestBroker broker;

    @TempDir Path folder;

    private final BlockSigner signer =
            new BlockSigner("gw-1", Ed25519SigningKey.generate(new SecureRandom()));
    private Spool spool;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = TestBroker.start();
    }

    @AfterAll
    static void stopBroker() throws IOException {
        broker.close();
    }

    @BeforeEach
    void open() {
        spool = Spool.open(folder, new SpoolBounds(16 << 20, Duration.ofDays(400)), 5);
    }

    @AfterEach
    void close() {
        spool.close();
    }

    @Test
    void everyReadingArrivesOnceAndIsFreed() throws Exception {
        append(1, 2_500);
        try (FakeHeadEnd headEnd = headEnd();
                Uplink _ = uplink()) {
            Await.until("all freed", () -> spool.acknowledged() == 2_500);

            assertComplete(headEnd, 2_500);
        }
    }

    @Test
    void liveTelemetryFlows() throws Exception {
        try (FakeHeadEnd headEnd = headEnd();
                Uplink _ = uplink()) {
            Await.until("live telemetry", () -> !headEnd.live().isEmpty());

            assertThat(headEnd.live().getFirst()).startsWith("{\"at\":\"").contains("points");
        }
    }

    @Test
    void sendsAgainWhenAcknowledgementsAreLost() throws Exception {
        append(1, 100);
        try (FakeHeadEnd headEnd = headEnd()) {
            headEnd.swallowAcknowledgements(2);
            try (Uplink _ = uplink()) {
                Await.until("all freed", () -> spool.acknowledged() == 100);
            }
            assertComplete(headEnd, 100);
        }
    }

    @Test
    void conflictAtTheHeadEndStartsANewEpochInWhichEverythingArrives() throws Exception {
        append(1, 1_500);
        try (FakeHeadEnd headEnd = headEnd()) {
            headEnd.conflictIn(spool.epoch());
            long before = spool.epoch();
            try (Uplink _ = uplink()) {
                Await.until("a new epoch", () -> spool.epoch() > before);
                append(1_501, 1_600);
                Await.until("all freed", () -> spool.acknowledged() == 1_600);
            }
            assertComplete(headEnd, 1_600);
        }
    }

    @Test
    void brokerAcknowledgementFreesNothing() throws Exception {
        append(1, 10);
        try (FakeHeadEnd headEnd = headEnd()) {
            headEnd.swallowAcknowledgements(1_000);
            try (Uplink _ = uplink()) {
                Await.until("arrived", () -> headEnd.readings().size() == 10);

                assertThat(spool.acknowledged()).isZero();
                assertThat(spool.read(1, 100)).hasSize(10);
            }
        }
    }

    @Test
    void nothingIsLostWhenTheBrokerRestartsInTheMiddle() throws Exception {
        try (FakeHeadEnd headEnd = headEnd();
                Uplink _ = uplink()) {
            long last = 0;
            for (int round = 0; round < 3; round++) {
                append(last + 1, last + 1_500);
                last += 1_500;
                long half = last - 700;
                Await.until("some arrived", () -> headEnd.readings().size() > half - 500);
                broker.restart();
                append(last + 1, last + 500);
                last += 500;
            }
            long all = last;
            Await.until("all freed", () -> spool.acknowledged() == all);

            assertComplete(headEnd, all);
        }
    }

    @Test
    void nothingIsLostWhenTheGatewayRestartsInTheMiddle() throws Exception {
        append(1, 3_000);
        try (FakeHeadEnd headEnd = headEnd()) {
            try (Uplink _ = uplink()) {
                Await.until("some arrived", () -> !headEnd.readings().isEmpty());
            }
            spool.close();
            spool = Spool.open(folder, new SpoolBounds(16 << 20, Duration.ofDays(400)), 5);
            append(3_001, 3_100);
            try (Uplink _ = uplink()) {
                Await.until("all freed", () -> spool.acknowledged() == 3_100);
            }
            assertComplete(headEnd, 3_100);
        }
    }

    /** The head-end compares each link; the first file of the spool is gone by the restart. */
    @Test
    void hashChainsGoOnWhereTheyWereBeforeTheRestart() throws Exception {
        append(1, 30_000);
        append(30_001, 30_100);
        try (FakeHeadEnd headEnd = headEnd()) {
            try (Uplink _ = uplink()) {
                Await.until("first file freed", () -> spool.acknowledged() == 30_100);
            }
            spool.close();
            spool = Spool.open(folder, new SpoolBounds(16 << 20, Duration.ofDays(400)), 5);
            assertThat(spool.acknowledged()).isEqualTo(30_000);
            append(30_101, 30_200);
            try (Uplink _ = uplink()) {
                Await.until("all freed", () -> spool.acknowledged() == 30_200);
            }
            assertComplete(headEnd, 30_200);
        }
    }

    @Test
    void closesAtOnceWhileTheBrokerIsAway() throws Exception {
        append(1, 10);
        Uplink uplink = uplink("tcp://127.0.0.1:" + FreePort.find());

        long start = System.nanoTime();
        uplink.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        assertThat(spool.read(1, 100)).hasSize(10);
    }

    private static void assertComplete(FakeHeadEnd headEnd, long last) {
        assertThat(headEnd.complaints()).isEmpty();
        assertThat(headEnd.readings().keySet())
                .containsExactlyElementsOf(LongStream.rangeClosed(1, last).boxed().toList());
        headEnd.readings()
                .forEach((sequence, reading) ->
                        assertThat(reading.registerWh()).isEqualTo(sequence));
    }

    private void append(long from, long to) throws InterruptedException {
        List<Measurement> measurements =
                LongStream.rangeClosed(from, to)
                        .mapToObj(
                                i -> new Measurement(POINT, Channel.IMPORT, START, i, 1_000, false))
                        .toList();
        spool.append(measurements);
        assertThat(spool.awaitDurable(to, Duration.ofSeconds(10))).isTrue();
    }

    private FakeHeadEnd headEnd() {
        return new FakeHeadEnd(broker.url(), signer.identity());
    }

    private Uplink uplink() {
        return uplink(broker.url());
    }

    private ChainFile chainFile() {
        return new ChainFile(folder.resolve("chains"), "gw-1", SaltKey.of(new byte[SaltKey.BYTES]));
    }

    private Uplink uplink(String url) {
        return new Uplink(
                new MqttAddress(url, "gw-1", Optional.of(new MqttAddress.Login("gw-1", "secret"))),
                signer,
                spool,
                chainFile(),
                new LiveBoard(),
                ScaledMarketClock.realTime(),
                ACK_TIMEOUT);
    }
}
