package energy.peerwatt.deploy;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;

/**
 * Looks ten times a second, on a thread of its own, whenever database and broker answer: what is
 * acknowledged is committed, what is committed stays so. Keeps what the gateway spools.
 */
final class CommitWitness implements AutoCloseable {

    private static final Duration PERIOD = Duration.ofMillis(100);

    private final Path home;
    private final SpoolArchive archive;
    private final BrokerEar broker;
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private @Nullable StoredMetering database;
    private long position;
    private final AtomicLong looks = new AtomicLong();

    CommitWitness(Village village, SpoolArchive archive) throws MqttException {
        home = village.home();
        this.archive = archive;
        broker = new BrokerEar(village.brokerUrl());
        thread = Thread.ofPlatform().name("witness").daemon().start(this::run);
    }

    /** What must not be, in the order in which it was seen. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** How often acknowledgements were compared with the database. */
    long looks() {
        return looks.get();
    }

    /** Also hears what the broker says about its sessions. */
    BrokerEar broker() {
        return broker;
    }

    @Override
    public void close() throws MqttException {
        closing.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        broker.close();
        disconnect();
    }

    private void run() {
        try {
            while (!closing.await(PERIOD.toMillis(), TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException | IOException | RuntimeException e) {
            complaints.add("the witness ended: " + e);
        }
    }

    private void look() throws IOException {
        archive.collect();
        try {
            broker.look();
        } catch (MqttException e) {
            // The broker is dead at the moment.
        }
        try {
            // Asked for first: what is acknowledged before must be seen after.
            long acknowledged = broker.highest();
            compare(acknowledged, committed());
        } catch (SQLException | IOException e) {
            disconnect();
        }
    }

    private void compare(long acknowledged, long committed) {
        if (committed < acknowledged) {
            complaints.add("acknowledged " + acknowledged + ", committed only " + committed);
        }
        if (committed < position) {
            complaints.add("the position fell from " + position + " to " + committed);
        }
        position = committed;
        looks.incrementAndGet();
    }

    private long committed() throws IOException, SQLException {
        StoredMetering open = database;
        if (open == null) {
            open = StoredMetering.connect(home);
            database = open;
        }
        return open.position();
    }

    private void disconnect() {
        try {
            if (database != null) {
                database.close();
            }
        } catch (SQLException e) {
            // It is gone already.
        }
        database = null;
    }
}
