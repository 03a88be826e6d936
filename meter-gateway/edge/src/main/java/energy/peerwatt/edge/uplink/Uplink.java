package energy.peerwatt.edge.uplink;

import energy.peerwatt.edge.intake.LiveBoard;
import energy.peerwatt.edge.mqtt.Backoff;
import energy.peerwatt.edge.mqtt.MqttAddress;
import energy.peerwatt.edge.mqtt.MqttSession;
import energy.peerwatt.edge.spool.Spool;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.metering.protocol.Acknowledgement;
import energy.peerwatt.metering.protocol.BlockSigner;
import energy.peerwatt.metering.protocol.BlockTopics;
import energy.peerwatt.metering.protocol.Reading;
import energy.peerwatt.metering.protocol.ReadingBlock;
import energy.peerwatt.time.MarketClock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends one block at a time, in order, and the next when the head-end has acknowledged. Without an
 * acknowledgement it sends again from the first unacknowledged reading.
 */
public final class Uplink implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Uplink.class);
    private static final Duration LINGER = Duration.ofMillis(300);
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final Duration CLOSING_TIME = Duration.ofSeconds(1);
    private static final Duration LIVE_PERIOD = Duration.ofSeconds(1);

    private final MqttAddress broker;
    private final BlockSigner signer;
    private final BlockTopics topics;
    private final Spool spool;
    private final LiveBoard live;
    private final MarketClock clock;
    private final Duration ackTimeout;
    private final Semaphore acknowledged = new Semaphore(0);

    /** Interrupts alone do not do: Paho swallows them. */
    private final CountDownLatch closing = new CountDownLatch(1);

    /** The epoch in which the head-end holds other readings than we sent; 0 if it does not. */
    private final AtomicLong conflict = new AtomicLong();

    private final SentReadings readings;
    private final Thread blocks;
    private final Thread telemetry;
    private volatile @Nullable MqttSession session;
    private volatile @Nullable DeviceReports reports;

    /**
     * Starts sending.
     *
     * @param chains of the readings in the spool
     * @param ackTimeout wall time to wait for an acknowledgement before sending again
     */
    public Uplink(
            MqttAddress broker,
            BlockSigner signer,
            Spool spool,
            ChainFile chains,
            LiveBoard live,
            MarketClock clock,
            Duration ackTimeout) {
        this.broker = broker;
        this.signer = signer;
        this.spool = spool;
        readings = new SentReadings(spool, chains);
        this.live = live;
        this.clock = clock;
        this.ackTimeout = ackTimeout;
        topics = new BlockTopics(signer.identity().gatewayId());
        blocks = Thread.ofVirtual().name("uplink").start(this::sendBlocks);
        telemetry = Thread.ofVirtual().name("uplink-live").start(this::sendLive);
    }

    /** Sends these along from now on. */
    public void reporting(DeviceReports devices) {
        reports = devices;
    }

    /** Stops at once; what is unacknowledged stays in the spool. */
    @Override
    public void close() {
        closing.countDown();
        telemetry.interrupt();
        blocks.interrupt();
        try {
            telemetry.join(CLOSING_TIME);
            blocks.join(CLOSING_TIME);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sendBlocks() {
        Backoff backoff = new Backoff(RandomGenerator.getDefault());
        try {
            do {
                try (MqttSession connected = MqttSession.connect(broker, this::onMessage)) {
                    connected.subscribe(topics.ack(), 1);
                    LOG.infof("uplink to %s: connected", broker.url());
                    backoff.reset();
                    session = connected;
                    pump(connected);
                    LOG.infof("uplink to %s: disconnected", broker.url());
                } catch (MarketException e) {
                    LOG.warnf("uplink: %s", e.getMessage());
                } finally {
                    session = null;
                }
            } while (!closing.await(backoff.pause().toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            LOG.debug("uplink stopped");
        }
    }

    private void pump(MqttSession connected) throws InterruptedException {
        while (connected.isConnected() && !isClosing()) {
            long next = readings.settle() + 1;
            if (!spool.awaitDurable(next, IDLE)) {
                continue;
            }
            spool.awaitDurable(next + ReadingBlock.MAX_READINGS - 1, LINGER);
            List<Reading> waiting =
                    ReadingBlock.fitting(spool.read(next, ReadingBlock.MAX_READINGS));
            if (waiting.isEmpty()) {
                continue;
            }
            ReadingBlock block = new ReadingBlock(topics.gatewayId(), spool.epoch(), waiting);
            connected.publish(topics.block(), signer.sign(block, readings.chainBefore(waiting)));
            awaitAcknowledgement(connected, block.lastSequence());
            resolveConflict();
        }
        readings.settle();
    }

    /** Nothing that the head-end holds is replaced; what it does not hold must get there. */
    private void resolveConflict() {
        long epoch = spool.epoch();
        if (conflict.get() == epoch) {
            readings.renumber(clock.now().getEpochSecond());
            LOG.errorf(
                    "head-end holds other readings of epoch %d than this gateway; all that it has"
                            + " not acknowledged is sent again in epoch %d",
                    epoch, spool.epoch());
        }
    }

    private void awaitAcknowledgement(MqttSession connected, long sequence)
            throws InterruptedException {
        long deadline = System.nanoTime() + ackTimeout.toNanos();
        while (readings.committed() < sequence
                && conflict.get() != spool.epoch()
                && connected.isConnected()
                && !isClosing()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                LOG.warnf("uplink: no acknowledgement of %d, sending again", sequence);
                return;
            }
            acknowledged.tryAcquire(Math.min(left, IDLE.toNanos()), TimeUnit.NANOSECONDS);
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private void onMessage(String topic, byte[] payload, boolean retained) {
        Acknowledgement.parse(payload)
                .filter(ack -> topic.equals(topics.ack()) && ack.epoch() == spool.epoch())
                .ifPresent(ack -> {
                    if (ack.conflict()) {
                        conflict.set(ack.epoch());
                        acknowledged.release();
                        return;
                    }
                    if (ack.sequence() < readings.committed()) {
                        LOG.warnf(
                                "head-end has only %d of %d that it acknowledged; if it lost them"
                                        + " its operator moves the gateway's position",
                                ack.sequence(), readings.committed());
                    }
                    if (!readings.commit(ack.sequence())) {
                        LOG.errorf(
                                "head-end acknowledges %d of epoch %d, never sent",
                                ack.sequence(), ack.epoch());
                    }
                    acknowledged.release();
                });
    }

    private void report(MqttSession connected) {
        DeviceReports devices = reports;
        try {
            if (devices != null) {
                devices.tell(connected);
            }
        } catch (MarketException e) {
            LOG.debugf(e, "devices not reported");
        }
    }

    private void sendLive() {
        try {
            do {
                MqttSession connected = session;
                if (connected != null && connected.isConnected()) {
                    connected.offer(
                            topics.live(), live.toJson(clock.now().truncatedTo(ChronoUnit.MILLIS)));
                    report(connected);
                }
            } while (!closing.await(LIVE_PERIOD.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            LOG.debug("live telemetry stopped");
        }
    }
}
