package energy.peerwatt.bench;

import energy.peerwatt.edge.intake.LiveBoard;
import energy.peerwatt.edge.mqtt.MqttAddress;
import energy.peerwatt.edge.spool.Measurement;
import energy.peerwatt.edge.spool.Spool;
import energy.peerwatt.edge.spool.SpoolBounds;
import energy.peerwatt.edge.uplink.ChainFile;
import energy.peerwatt.edge.uplink.Uplink;
import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.protocol.BlockSigner;
import energy.peerwatt.metering.protocol.Ed25519SigningKey;
import energy.peerwatt.metering.protocol.SaltKey;
import energy.peerwatt.time.ScaledMarketClock;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A gateway that was offline for a week sends what it has read: {@value #METERS} meters, once a
 * minute. Its own spool and uplink, in a process with a gateway's heap; a real market with its
 * broker, head-end and database in processes of their own.
 */
public final class BacklogBenchmark {

    private static final int METERS = 100;
    private static final int MINUTES = 7 * 24 * 60;
    private static final long READINGS = (long) METERS * MINUTES;
    private static final String GATEWAY = "gw-offline";
    private static final Duration ACK_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private BacklogBenchmark() {}

    /**
     * Measures.
     *
     * @param args file for the figures, empty directory, the {@code peerwatt} command
     */
    public static void main(String... args) {
        int code = 1;
        try {
            drain(Path.of(args[1]), Path.of(args[2])).write(Path.of(args[0]));
            code = 0;
        } catch (Exception e) {
            System.getLogger(BacklogBenchmark.class.getName()).log(Level.ERROR, "failed", e);
        }
        // Pools of Mutiny and Vert.x would keep the process.
        System.exit(code);
    }

    private static Figures drain(Path directory, Path command)
            throws IOException, InterruptedException {
        BlockSigner signer =
                new BlockSigner(GATEWAY, Ed25519SigningKey.generate(new SecureRandom()));
        Instant end = Instant.now().truncatedTo(ChronoUnit.MINUTES);
        Path spoolDirectory = directory.resolve("spool");
        fill(spoolDirectory, end.minus(MINUTES, ChronoUnit.MINUTES));
        try (MarketProgram market = MarketProgram.start(command, directory.resolve("market"));
                MarketDatabase database = MarketDatabase.of(market.databasePort())) {
            database.headEnd().register(signer.identity(), end).await().atMost(ACK_TIMEOUT);
            double seconds = send(spoolDirectory, signer, market);
            check(database);
            return new Figures()
                    .with("backlogReadingsPerSecond", READINGS / seconds)
                    .with("backlogReadings", READINGS)
                    .with("backlogSeconds", seconds);
        }
    }

    private static Spool open(Path directory) {
        return Spool.open(directory, new SpoolBounds(1L << 30, Duration.ofDays(30)), 1);
    }

    private static void fill(Path directory, Instant start) throws InterruptedException {
        try (Spool spool = open(directory)) {
            for (int minute = 0; minute < MINUTES; minute++) {
                Instant at = start.plus(minute, ChronoUnit.MINUTES);
                long wattHours = 1_000_000 + 20L * minute;
                List<Measurement> measurements =
                        IntStream.range(0, METERS)
                                .mapToObj(meter -> measurement(meter, at, wattHours + meter))
                                .toList();
                spool.append(measurements);
            }
            Figures.require(spool.awaitDurable(READINGS, PATIENCE), "spooled");
        }
    }

    private static Measurement measurement(int meter, Instant at, long wattHours) {
        return new Measurement(
                new MeteringPointId("AT-OFFLINE-%03d".formatted(meter)),
                Channel.IMPORT,
                at,
                wattHours,
                1_000,
                false);
    }

    /** From the start of the uplink until the last acknowledgement. */
    private static double send(Path directory, BlockSigner signer, MarketProgram market)
            throws InterruptedException {
        try (Spool spool = open(directory)) {
            MqttAddress.Login login = new MqttAddress.Login(GATEWAY, market.gatewayPassword());
            long start = System.nanoTime();
            try (Uplink _ =
                    new Uplink(
                            new MqttAddress(market.brokerUrl(), GATEWAY, Optional.of(login)),
                            signer,
                            spool,
                            new ChainFile(
                                    directory.resolveSibling("chains"), GATEWAY, SaltKey.random()),
                            new LiveBoard(),
                            ScaledMarketClock.realTime(),
                            ACK_TIMEOUT)) {
                long deadline = start + PATIENCE.toNanos();
                while (spool.acknowledged() < READINGS && System.nanoTime() < deadline) {
                    Thread.sleep(20);
                }
            }
            Figures.require(spool.acknowledged() == READINGS, "all acknowledged");
            return (System.nanoTime() - start) / 1e9;
        }
    }

    private static void check(MarketDatabase database) {
        Figures.require(
                READINGS == database.number("SELECT count(*) FROM metering.reading"), "complete");
        Figures.require(
                READINGS
                        == database.number("SELECT count(DISTINCT sequence) FROM metering.reading"),
                "exactly once");
        // A reading that came after a newer one of its register would be late.
        Figures.require(
                0 == database.number("SELECT count(*) FROM metering.reading WHERE screening <> 0"),
                "in order");
        Figures.require(
                0 == database.number("SELECT count(*) FROM metering.refused_block"),
                "nothing refused");
        Figures.require(
                0 == database.number("SELECT count(*) FROM metering.chain_break"),
                "chains unbroken");
        Figures.require(
                0 == database.number("SELECT count(*) FROM metering.reading_default"),
                "every reading in its day");
    }
}
