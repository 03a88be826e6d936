package energy.peerwatt.edge.poll;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.edge.device.DeviceSample;
import energy.peerwatt.edge.device.Driver;
import energy.peerwatt.edge.device.LiveQuantity;
import energy.peerwatt.edge.testkit.Await;
import energy.peerwatt.edge.testkit.Devices;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.time.ScaledMarketClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EndpointPollerTest {

    private static final MeteringPointId ALIVE = new MeteringPointId("AT-1");
    private static final MeteringPointId DEAD = new MeteringPointId("AT-2");
    private static final Duration FAST = Duration.ofMillis(20);
    private static final DeviceSample SAMPLE =
            new DeviceSample(Map.of(), Map.of(LiveQuantity.GRID_W, 1L));

    private record Seen(MeteringPointId point, Instant at, boolean boundary) {}

    private final List<Seen> seen = new CopyOnWriteArrayList<>();

    @Test
    void deadDeviceIsLeftAloneAndDelaysNobody() {
        AtomicInteger attempts = new AtomicInteger();
        Driver dead =
                () -> {
                    attempts.incrementAndGet();
                    throw new MarketException(ErrorCode.DEVICE_UNREACHABLE, "silent");
                };
        try (EndpointPoller _ =
                poller(realTime(), device(DEAD, dead), device(ALIVE, () -> SAMPLE))) {
            Await.until("20 samples", () -> seen.size() >= 20);
        }
        assertThat(seen).extracting(Seen::point).containsOnly(ALIVE);
        assertThat(attempts.get()).isBetween(1, 3);
    }

    @Test
    void manyDeadDevicesCostOneFailureInATurn() {
        AtomicInteger attempts = new AtomicInteger();
        Driver dead =
                () -> {
                    attempts.incrementAndGet();
                    throw new MarketException(ErrorCode.DEVICE_UNREACHABLE, "silent");
                };
        PolledDevice[] devices = new PolledDevice[10];
        Arrays.fill(devices, device(DEAD, dead));
        devices[5] = device(ALIVE, () -> SAMPLE);
        try (EndpointPoller _ = poller(realTime(), devices)) {
            Await.until("20 samples", () -> seen.size() >= 20);
        }
        assertThat(seen).extracting(Seen::point).containsOnly(ALIVE);
        // Before the living one was first read, chance may have tried dead ones in earlier turns.
        assertThat(attempts.get()).isBetween(1, seen.size() + 9);
    }

    @Test
    void lostAnswerIsAskedForAgainInTheSameTurn() {
        AtomicInteger attempts = new AtomicInteger();
        AtomicInteger turns = new AtomicInteger();
        Driver flaky =
                () -> {
                    if (attempts.incrementAndGet() % 3 == 0) {
                        throw new MarketException(ErrorCode.DEVICE_UNREACHABLE, "lost");
                    }
                    return SAMPLE;
                };
        Driver steady =
                () -> {
                    turns.incrementAndGet();
                    return SAMPLE;
                };
        try (EndpointPoller _ = poller(realTime(), device(ALIVE, flaky), device(DEAD, steady))) {
            Await.until("20 turns", () -> turns.get() >= 20);
        }
        long lost = turns.get() - seen.stream().filter(one -> one.point().equals(ALIVE)).count();
        assertThat(lost).isBetween(0L, 1L);
    }

    @Test
    void deviceThatAnswersAgainIsReadAgain() {
        AtomicInteger attempts = new AtomicInteger();
        Driver flaky =
                () -> {
                    if (attempts.incrementAndGet() == 1) {
                        throw new IllegalStateException("driver bug");
                    }
                    return SAMPLE;
                };
        try (EndpointPoller _ = poller(realTime(), device(ALIVE, flaky))) {
            Await.until("read again", () -> seen.size() >= 2);
        }
    }

    @Test
    void boundaryReadsLieOnBothSidesOfTheQuarterHour() {
        Instant quarter = Instant.parse("2026-06-18T07:15:00Z");
        Instant wall = InstantSource.system().instant();
        MarketClock clock =
                new ScaledMarketClock(quarter.minusSeconds(60), wall, 60, InstantSource.system());

        try (EndpointPoller _ = poller(clock, device(ALIVE, () -> SAMPLE))) {
            Await.until("both boundary reads", () -> boundaries().size() == 2);
        }
        assertThat(boundaries().getFirst()).isBetween(quarter.minusSeconds(30), quarter);
        assertThat(boundaries().getLast()).isBetween(quarter, quarter.plusSeconds(30));
    }

    private List<Instant> boundaries() {
        return seen.stream().filter(Seen::boundary).map(Seen::at).toList();
    }

    private EndpointPoller poller(MarketClock clock, PolledDevice... devices) {
        return new EndpointPoller(
                List.of(devices),
                clock,
                (point, at, boundary, _) -> seen.add(new Seen(point, at, boundary)),
                FAST,
                FAST);
    }

    private static PolledDevice device(MeteringPointId point, Driver driver) {
        return new PolledDevice(Devices.health(Devices.meter(point, "none", 502, 1)), driver);
    }

    private static MarketClock realTime() {
        return ScaledMarketClock.realTime();
    }
}
