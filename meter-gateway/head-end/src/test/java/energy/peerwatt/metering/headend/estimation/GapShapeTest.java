package energy.peerwatt.metering.headend.estimation;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.metering.headend.RegisterReading;
import energy.peerwatt.metering.headend.ValueReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GapShapeTest {

    private static final Instant TEN = Instant.parse("2026-06-18T10:00:00Z");

    @Test
    void spreadsInProportionByLargestRemainder() {
        GapShape shape = shape(1, 1, 2);

        // 11 Wh: 2.75, 2.75, 5.5.
        assertThat(shape.boundaries(reading(0, 100), reading(45, 111)))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(TEN.plusSeconds(900), 103L, TEN.plusSeconds(1_800), 106L));
    }

    @Test
    void aQuarterHourCoveredInPartHasThatPartOfItsWeight() {
        GapShape shape = shape(3, 3);

        assertThat(shape.boundaries(reading(10, 0), reading(30, 40)))
                .containsExactly(Map.entry(TEN.plusSeconds(900), 10L));
    }

    @Test
    void isNoneIfAWeightIsMissingOrAllAreZero() {
        List<Instant> quarters = GapShape.quarters(TEN, TEN.plusSeconds(1_800));

        assertThat(
                        GapShape.of(
                                quarters,
                                q -> q.equals(TEN) ? Optional.of(4L) : Optional.empty(),
                                ValueReason.LIKE_DAYS))
                .isEmpty();
        assertThat(GapShape.of(quarters, _ -> Optional.of(0L), ValueReason.LIKE_DAYS)).isEmpty();
        assertThat(shape(5, 0).boundaries(reading(16, 0), reading(30, 9))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void partsAreNeverNegativeAndSumToTheDifference(long seed) {
        Random random = new Random(seed);
        for (int run = 0; run < 200; run++) {
            int quarters = 1 + random.nextInt(200);
            long[] weights = random.longs(quarters, 0, 1 + random.nextInt(1_000_000)).toArray();
            weights[random.nextInt(quarters)] = 1;
            long total = random.nextLong(random.nextBoolean() ? 50 : 1L << 40);
            RegisterReading from = reading(0, 7);
            RegisterReading to = reading(15 * quarters, 7 + total);

            Map<Instant, Long> boundaries = shape(weights).boundaries(from, to);

            List<Long> line = new ArrayList<>(List.of(7L));
            line.addAll(boundaries.values());
            line.add(to.registerWh());
            assertThat(line).as("seed %d, run %d", seed, run).isSorted().hasSize(quarters + 1);
        }
    }

    private static GapShape shape(long... weights) {
        List<Instant> quarters = GapShape.quarters(TEN, TEN.plusSeconds(900L * weights.length));
        return GapShape.of(
                        quarters,
                        q -> Optional.of(weights[quarters.indexOf(q)]),
                        ValueReason.LIKE_DAYS)
                .orElseThrow();
    }

    private static RegisterReading reading(int minutes, long wattHours) {
        return new RegisterReading(TEN.plusSeconds(60L * minutes), wattHours);
    }
}
