package energy.peerwatt.metering.headend.store;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.BoundaryRule;
import energy.peerwatt.metering.headend.IntervalValue;
import energy.peerwatt.metering.headend.RegisterReading;
import energy.peerwatt.time.DeliveryInterval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random register series, sent in random blocks, against a naive calculation. */
class IntervalStagePropertyTest {

    private static final Instant START = Instant.parse("2026-06-17T22:03:11Z");
    private static final Instant NOW = Instant.parse("2026-06-25T00:00:00Z");

    private final MeteringDatabase database = MeteringDatabase.emptied();
    private final HeadEnd headEnd = database.headEnd();
    private final TestGateway gateway = new TestGateway("gw-1");
    private final Map<MeteringPointId, List<RegisterReading>> usable = new HashMap<>();

    @Test
    void freshSeed() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("IntervalStagePropertyTest -Dseed=" + seed);
        valuesTelescope(seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void valuesTelescope(long seed) {
        Random random = new Random(seed);
        headEnd.register(gateway.identity, NOW).await().atMost(MeteringDatabase.PATIENCE);
        List<Step> steps = new ArrayList<>();
        for (int point = 0; point < 4; point++) {
            steps.addAll(series(new MeteringPointId("AT-TEST-" + point), random));
        }
        steps.sort(Comparator.comparing(step -> step.reading.at()));

        sendInRandomBlocks(steps, random);

        usable.forEach(this::matchesNaiveCalculation);
    }

    private void sendInRandomBlocks(List<Step> steps, Random random) {
        int size = 0;
        for (Step step : steps) {
            gateway.read(step.point, Channel.IMPORT, step.reading.at(), step.reading.registerWh());
            if (++size >= 1 + random.nextInt(300)) {
                send(random);
                size = 0;
            }
        }
        if (size > 0) {
            send(random);
        }
        database.advance();
    }

    private void send(Random random) {
        byte[] block = gateway.block();
        headEnd.accept(block, NOW).await().atMost(MeteringDatabase.PATIENCE);
        if (random.nextInt(4) == 0) {
            headEnd.accept(block, NOW).await().atMost(MeteringDatabase.PATIENCE);
        }
        if (random.nextInt(3) == 0) {
            database.advance();
        }
    }

    /** Mostly short steps, some long gaps, some readings that fall back. */
    private List<Step> series(MeteringPointId point, Random random) {
        List<Step> steps = new ArrayList<>();
        Instant at = START;
        long register = random.nextLong(1L << 40);
        for (int i = 0; i < 400; i++) {
            at = at.plusMillis(1 + random.nextInt(random.nextInt(20) == 0 ? 9_000_000 : 90_000));
            // Nothing tells of the first reading that it is too low.
            if (i > 0 && register > 0 && random.nextInt(15) == 0) {
                steps.add(new Step(point, new RegisterReading(at, random.nextLong(register))));
                continue;
            }
            register += random.nextInt(3) == 0 ? 0 : random.nextInt(500);
            RegisterReading reading = new RegisterReading(at, register);
            steps.add(new Step(point, reading));
            usable.computeIfAbsent(point, p -> new ArrayList<>()).add(reading);
        }
        return steps;
    }

    private void matchesNaiveCalculation(MeteringPointId point, List<RegisterReading> readings) {
        List<IntervalValue> values =
                database.values()
                        .values(point, Instant.EPOCH, NOW)
                        .await()
                        .atMost(MeteringDatabase.PATIENCE);
        DeliveryInterval first = values.getFirst().interval();
        DeliveryInterval last = values.getLast().interval();

        assertThat(first.start()).isBetween(START, readings.getFirst().at().plusSeconds(900));
        assertThat(readings.getLast().at())
                .isBetween(last.end(), last.end().plusSeconds(900).minusMillis(1));
        assertThat(values).hasSize((int) (last.index() - first.index() + 1));
        for (IntervalValue value : values) {
            assertThat(value.energy().wattHours())
                    .as("%s %s", point, value.interval())
                    .isEqualTo(
                            naive(value.interval().end(), readings)
                                    - naive(value.interval().start(), readings));
        }
        assertThat(values.stream().mapToLong(value -> value.energy().wattHours()).sum())
                .isEqualTo(naive(last.end(), readings) - naive(first.start(), readings));
    }

    private static long naive(Instant boundary, List<RegisterReading> readings) {
        RegisterReading before =
                readings.reversed().stream()
                        .filter(reading -> !reading.at().isAfter(boundary))
                        .findFirst()
                        .orElseThrow();
        RegisterReading after =
                readings.stream()
                        .filter(reading -> !reading.at().isBefore(boundary))
                        .findFirst()
                        .orElseThrow();
        return BoundaryRule.at(boundary, before, after, List.of()).registerWh();
    }

    private record Step(MeteringPointId point, RegisterReading reading) {}
}
