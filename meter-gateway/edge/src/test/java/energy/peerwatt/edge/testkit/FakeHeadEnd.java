package energy.peerwatt.edge.testkit;

import energy.peerwatt.edge.mqtt.MqttAddress;
import energy.peerwatt.edge.mqtt.MqttSession;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.metering.protocol.Acknowledgement;
import energy.peerwatt.metering.protocol.BlockResult;
import energy.peerwatt.metering.protocol.BlockTopics;
import energy.peerwatt.metering.protocol.BlockVerifier;
import energy.peerwatt.metering.protocol.ChainLink;
import energy.peerwatt.metering.protocol.GatewayIdentity;
import energy.peerwatt.metering.protocol.Hash256;
import energy.peerwatt.metering.protocol.Reading;
import energy.peerwatt.metering.protocol.ReadingBlock;
import energy.peerwatt.metering.protocol.ReadingChain;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Verifies blocks, keeps each reading once, and acknowledges the highest sequence without a gap, as
 * the head-end does. Connects again by itself.
 */
public final class FakeHeadEnd implements AutoCloseable {

    private final String url;
    private final BlockTopics topics;
    private final BlockVerifier verifier;
    private final ConcurrentSkipListMap<Long, Reading> readings = new ConcurrentSkipListMap<>();
    private final Map<String, Hash256> heads = new HashMap<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<String> live = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Acknowledgement> toSend = new LinkedBlockingQueue<>();
    private final CountDownLatch listening = new CountDownLatch(1);
    private final Thread thread;
    private final AtomicInteger acknowledgementsToSwallow = new AtomicInteger();
    private final Set<Long> conflicting = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** Of the newest block; used by the thread of the session. */
    private long epoch;

    /** No reading up to this one is missing. */
    private final AtomicLong contiguous = new AtomicLong();

    /** Returns once it listens. */
    public FakeHeadEnd(String url, GatewayIdentity gateway) {
        this.url = url;
        topics = new BlockTopics(gateway.gatewayId());
        verifier =
                new BlockVerifier(keyId ->
                        keyId.equals(gateway.keyId()) ? Optional.of(gateway) : Optional.empty());
        thread = Thread.ofVirtual().start(this::run);
        Await.until("head-end listens", () -> listening.getCount() == 0);
    }

    /** Committed readings, by sequence. */
    public ConcurrentSkipListMap<Long, Reading> readings() {
        return readings;
    }

    /** Whatever a head-end would raise an alarm about. */
    public List<String> complaints() {
        return complaints;
    }

    /** Live telemetry received, JSON. */
    public List<String> live() {
        return live;
    }

    /** The next acknowledgements are lost. */
    public void swallowAcknowledgements(int count) {
        acknowledgementsToSwallow.set(count);
    }

    /** Other readings are held under the sequences of this epoch. */
    public void conflictIn(long conflictingEpoch) {
        conflicting.add(conflictingEpoch);
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            try (MqttSession session =
                    MqttSession.connect(
                            new MqttAddress(url, "head-end", Optional.empty()), this::onMessage)) {
                session.subscribe(topics.block(), 1);
                session.subscribe(topics.live(), 0);
                listening.countDown();
                while (session.isConnected()) {
                    Acknowledgement next = toSend.poll(50, TimeUnit.MILLISECONDS);
                    if (next != null) {
                        session.publish(
                                topics.ack(), next.toJson().getBytes(StandardCharsets.UTF_8));
                    }
                }
            } catch (MarketException e) {
                LockSupport.parkNanos(20_000_000);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void onMessage(String topic, byte[] payload, boolean retained) {
        if (topic.equals(topics.live())) {
            live.add(new String(payload, StandardCharsets.UTF_8));
            return;
        }
        switch (verifier.verify(payload)) {
            case BlockResult.Verified verified -> {
                startEpoch(verified.block().epoch());
                follow(verified);
                commit(verified.block());
            }
            case BlockResult.Refused refused -> complaints.add(refused.toString());
        }
    }

    private void startEpoch(long block) {
        if (block > epoch) {
            epoch = block;
            readings.clear();
            heads.clear();
            contiguous.set(0);
        }
    }

    /** The hash chains of what is new must go on where they were. */
    private void follow(BlockResult.Verified verified) {
        ReadingBlock block = verified.block();
        long first = block.firstSequence();
        while (readings.containsKey(first)) {
            first++;
        }
        for (ChainLink link : verified.signed().links(first)) {
            String register = link.meteringPoint() + "/" + link.channel();
            Hash256 genesis =
                    ReadingChain.genesis(
                            block.gatewayId(), block.epoch(), link.meteringPoint(), link.channel());
            Hash256 expected = heads.getOrDefault(register, genesis);
            if (!link.previous().equals(expected)) {
                complaints.add("chain of " + register + " broken before " + first);
            }
            heads.put(register, link.head());
        }
    }

    private void commit(ReadingBlock block) {
        if (conflicting.contains(block.epoch())) {
            toSend.add(new Acknowledgement(block.epoch(), contiguous.get(), true));
            return;
        }
        for (Reading reading : block.readings()) {
            Reading known = readings.putIfAbsent(reading.sequence(), reading);
            if (known != null && !known.equals(reading)) {
                complaints.add("two contents of sequence " + reading.sequence());
            }
        }
        if (acknowledgementsToSwallow.getAndDecrement() > 0) {
            return;
        }
        while (readings.containsKey(contiguous.get() + 1)) {
            contiguous.incrementAndGet();
        }
        toSend.add(new Acknowledgement(block.epoch(), contiguous.get()));
    }
}
