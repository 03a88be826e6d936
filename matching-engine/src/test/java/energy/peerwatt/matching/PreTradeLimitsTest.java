package energy.peerwatt.matching;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreTradeLimitsTest {

    private record Position(int participant, int period) {}

    @Test
    void reservesUpToTheLimitAndNoFurther() {
        PreTradeLimits limits = new PreTradeLimits();
        limits.limit(3, 100, 50);

        assertThat(limits.buy(3, 60)).isTrue();
        assertThat(limits.buy(3, 41)).isFalse();
        assertThat(limits.buy(3, 40)).isTrue();
        assertThat(limits.exposure(3)).isEqualTo(100);
        assertThat(limits.sell(3, 7, 50)).isTrue();
        assertThat(limits.sell(3, 7, 1)).isFalse();
        assertThat(limits.sell(3, 8, 50)).isTrue();
        assertThat(limits.sold(3, 7)).isEqualTo(50);
    }

    @Test
    void whatWasPaidCountsUntilThePeriodIsForgotten() {
        PreTradeLimits limits = new PreTradeLimits();
        limits.limit(3, 100, 50);
        assertThat(limits.buy(3, 90)).isTrue();
        limits.pay(3, 7, 60, 40);

        assertThat(limits.exposure(3)).isEqualTo(70);
        assertThat(limits.cost(3, 7)).isEqualTo(40);
        limits.forget(7);
        assertThat(limits.exposure(3)).isEqualTo(30);
    }

    @Test
    void lessIsAllowedBeyondALimitThatWasLowered() {
        PreTradeLimits limits = new PreTradeLimits();
        assertThat(limits.buy(3, 90)).isTrue();
        limits.limit(3, 50, 50);

        assertThat(limits.buy(3, -10)).isTrue();
        assertThat(limits.exposure(3)).isEqualTo(80);
        assertThat(limits.buy(3, 1)).isFalse();
    }

    @Test
    void whatCostsNothingIsNeverBeyondALimit() {
        PreTradeLimits limits = new PreTradeLimits();
        assertThat(limits.buy(0, 10)).isTrue();
        assertThat(limits.sell(0, 0, 10)).isTrue();
        limits.limit(0, 5, 5);

        assertThat(limits.buy(0, 0)).isTrue();
        assertThat(limits.sell(0, 0, 0)).isTrue();
        assertThat(limits.buy(0, 1)).isFalse();
    }

    @Test
    void noLimitIsAboveTheLargestSum() {
        PreTradeLimits limits = new PreTradeLimits();
        limits.limit(1, Long.MAX_VALUE, Long.MAX_VALUE);
        long quarter = Long.MAX_VALUE / 4;

        for (int participant = 0; participant < 2; participant++) {
            assertThat(limits.buy(participant, quarter)).isTrue();
            assertThat(limits.buy(participant, quarter)).isTrue();
            assertThat(limits.buy(participant, quarter)).isFalse();
        }
    }

    /** Enough positions to grow many times, and periods that come and go. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void equalsAMapOfPositions(long seed) {
        Random random = new Random(seed);
        PreTradeLimits limits = new PreTradeLimits();
        Map<Position, long[]> model = new HashMap<>();
        Map<Integer, Long> open = new HashMap<>();
        for (int i = 0; i < 200_000; i++) {
            Position position = new Position(random.nextInt(2_000), random.nextInt(90));
            int participant = position.participant();
            int period = position.period();
            switch (random.nextInt(5)) {
                case 0 -> {
                    assertThat(limits.buy(participant, i)).isTrue();
                    open.merge(participant, (long) i, Long::sum);
                }
                case 1 -> {
                    long part = open.getOrDefault(participant, 0L) / 2;
                    limits.release(participant, part);
                    open.merge(participant, -part, Long::sum);
                }
                case 2 -> {
                    long[] costAndSold = model.computeIfAbsent(position, _ -> new long[2]);
                    long part = open.getOrDefault(participant, 0L) / 2;
                    limits.pay(participant, period, part, part / 3);
                    open.merge(participant, -part, Long::sum);
                    costAndSold[0] += part / 3;
                }
                case 3 -> {
                    long[] costAndSold = model.computeIfAbsent(position, _ -> new long[2]);
                    assertThat(limits.sell(participant, period, i)).isTrue();
                    costAndSold[1] += i;
                }
                default -> {
                    long[] costAndSold = model.computeIfAbsent(position, _ -> new long[2]);
                    long part = costAndSold[1] / 3;
                    limits.releaseSale(participant, period, part);
                    costAndSold[1] -= part;
                }
            }
            if (random.nextInt(2_000) == 0) {
                limits.forget(period);
                model.keySet().removeIf(other -> other.period() == period);
                assertThat(limits.participants(period)).isEmpty();
            }
        }
        assertEqual(limits, model, open);
    }

    private static void assertEqual(
            PreTradeLimits limits, Map<Position, long[]> model, Map<Integer, Long> open) {
        Map<Integer, Long> exposures = new HashMap<>(open);
        Map<Integer, TreeSet<Integer>> participants = new HashMap<>();
        model.forEach((position, costAndSold) -> {
            int participant = position.participant();
            int period = position.period();
            assertThat(limits.cost(participant, period)).isEqualTo(costAndSold[0]);
            assertThat(limits.sold(participant, period)).isEqualTo(costAndSold[1]);
            exposures.merge(participant, costAndSold[0], Long::sum);
            participants.computeIfAbsent(period, _ -> new TreeSet<>()).add(participant);
        });
        exposures.forEach((participant, exposure) ->
                assertThat(limits.exposure(participant)).isEqualTo(exposure));
        participants.forEach((period, those) ->
                assertThat(limits.participants(period))
                        .containsExactly(those.stream().mapToInt(Integer::intValue).toArray()));
    }
}
