package energy.peerwatt.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.deploy.StoredMetering.StoredReading;
import energy.peerwatt.deploy.Village.Part;
import energy.peerwatt.metering.protocol.Reading;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/**
 * Gateway, broker and market are killed at random moments, again and again; afterwards the stored
 * registers are the village's true ones. {@code -Dpeerwatt.kills=N} and {@code
 * -Dpeerwatt.kills.seed=S} choose how often and repeat a plan.
 */
class MeteringKillE2E {

    private static final int KILLS = Integer.getInteger("peerwatt.kills", 50);
    private static final long SEED =
            Long.getLong("peerwatt.kills.seed", ThreadLocalRandom.current().nextLong(1_000_000));

    /** A quarter-hour takes 3.75 s, so that meters show nothing but their boundary registers. */
    private static final int SPEED = 240;

    private static final Instant SUMMER_MORNING = Instant.parse("2026-06-18T06:10:00Z");
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    /** With every process up. */
    private static final Duration CALM = Duration.ofSeconds(8);

    /** Threads and sockets that come and go by themselves. */
    private static final int NOISE = 6;

    @Test
    void killedPartsLoseNothingAndInventNothing() throws Exception {
        Path broker = Mosquitto.program();
        System.out.printf("%d kills, -Dpeerwatt.kills.seed=%d%n", KILLS, SEED);
        List<String> homes = List.of("--homes", "12", "--seed", "7");
        List<String> polls = List.of("-Dpeerwatt.poll.interval=125ms");
        try (Village village =
                        new Village(
                                new Village.Setting(
                                        SUMMER_MORNING, SPEED, homes, polls, Optional.of(broker)));
                Killer killer = new Killer(village)) {
            village.start();
            run(village, killer);
            assertThat(village.leftovers()).as("processes after all have ended").isEmpty();
        } catch (Exception | AssertionError e) {
            throw new AssertionError("repeat with -Dpeerwatt.kills.seed=" + SEED, e);
        }
    }

    private static void run(Village village, Killer killer) throws Exception {
        SpoolArchive archive =
                new SpoolArchive(
                        village.home().resolve("gateway/spool"), village.home().resolve("archive"));
        try (CommitWitness witness = new CommitWitness(village, archive)) {
            killer.carryOut(KillPlan.draw(SEED, KILLS));
            for (Part part : Part.values()) {
                village.awaitReady(part);
            }
            aDeadMarketIsGivenNoBlocks(village, witness.broker());
            losingTheBrokerLeavesNothingBehind(village);
            try (StoredMetering database = StoredMetering.connect(village.home())) {
                drain(village, database);
                village.stop(Part.GATEWAY);
                check(village, archive, database, killer);
            }
            assertThat(witness.complaints()).isEmpty();
            assertThat(witness.looks()).as("looks at the database").isPositive();
            assertThat(witness.broker().count()).as("acknowledgements heard").isPositive();
            System.out.printf(
                    "%d acknowledgements heard, %d looks at the position%n",
                    witness.broker().count(), witness.looks());
        }
        for (Part part : List.of(Part.MARKET, Part.BROKER)) {
            village.stop(part);
        }
    }

    /** A session kept for it would take its share of the blocks and answer none. */
    private static void aDeadMarketIsGivenNoBlocks(Village village, BrokerEar broker) {
        long heard = broker.count();
        Await.until("blocks are acknowledged", TIMEOUT, () -> broker.count() > heard);
        village.kill(Part.MARKET);
        long counts = broker.counts();
        Await.until("the broker counts sessions", TIMEOUT, () -> broker.counts() > counts + 2);
        assertThat(broker.abandonedSessions()).as("sessions of the dead").isZero();
        village.restart(Part.MARKET);
    }

    /** The longest-lived of all failures: threads and sockets of lost connections. */
    private static void losingTheBrokerLeavesNothingBehind(Village village) throws Exception {
        Await.pause(CALM);
        Map<Part, Footprint> before = footprints(village);
        for (int time = 0; time < 3; time++) {
            village.kill(Part.BROKER);
            village.restart(Part.BROKER);
            Await.pause(Duration.ofSeconds(3));
        }
        footprints(village)
                .forEach((part, after) -> {
                    String what = part + " before " + before.get(part) + ", after " + after;
                    System.out.println(what);
                    assertThat(after.threads())
                            .as(what)
                            .isLessThanOrEqualTo(before.get(part).threads() + NOISE);
                    assertThat(after.files())
                            .as(what)
                            .isLessThanOrEqualTo(before.get(part).files() + NOISE);
                });
    }

    private static Map<Part, Footprint> footprints(Village village) throws IOException {
        Map<Part, Footprint> footprints = new EnumMap<>(Part.class);
        for (Part part : List.of(Part.SIMULATOR, Part.MARKET, Part.GATEWAY)) {
            footprints.put(part, Footprint.of(village.process(part)));
        }
        return footprints;
    }

    /** Without meters nothing is read any more, and what was spooled arrives. */
    private static void drain(Village village, StoredMetering database) throws IOException {
        village.stop(Part.SIMULATOR);
        long[] last = {-1};
        Await.until(
                "nothing new arrives and all values are computed",
                TIMEOUT,
                () -> {
                    long before = last[0];
                    last[0] = database.position();
                    Await.pause(Duration.ofSeconds(2));
                    return before == last[0] && database.dueRegisters() == 0;
                });
    }

    private static void check(
            Village village, SpoolArchive archive, StoredMetering database, Killer killer)
            throws IOException, SQLException {
        assertThat(archive.epochs()).as("epochs of the spool").isEqualTo(1);
        List<Reading> spooled = archive.readings();
        List<StoredReading> stored = database.readings();
        MeteringCheck.storedIsSpooled(spooled, stored);
        assertThat(database.position()).as("position").isEqualTo(spooled.getLast().sequence());
        assertThat(database.brokenChains()).as("broken hash chains").isZero();
        MeteringCheck check = new MeteringCheck(new Truth(village.home()));
        check.readingsAreTrue(stored);
        check.valuesAreTrue(database.values(), stored);
        assertThat(check.actual()).as("values between boundaries that were read").isPositive();
        assertThat(archive.keptSegments()).as("segments not freed").isEqualTo(1);
        System.out.printf(
                "%s; %d readings spooled in %d segments and stored once; %d values ACTUAL and true,"
                        + " %d ESTIMATED%n",
                killer.summary(),
                stored.size(),
                archive.allSegments(),
                check.actual(),
                check.estimated());
    }
}
