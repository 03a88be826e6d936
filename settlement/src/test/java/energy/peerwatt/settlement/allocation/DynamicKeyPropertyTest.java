package energy.peerwatt.settlement.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.settlement.allocation.Flows.Flow;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Laws of the pool. A fresh seed each run, shown in the name. */
class DynamicKeyPropertyTest {

    private static final int ROUNDS = 3_000;

    static LongStream seeds() {
        return LongStream.of(11, 12, Long.getLong("peerwatt.seed", System.nanoTime()));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void sharesAllItCanAndNothingWithOneself(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            int members = 1 + random.nextInt(7);
            int scale = random.nextBoolean() ? 4 : 1_000;
            long[] exports =
                    random.longs(members, -scale, scale).map(x -> Math.max(0, x)).toArray();
            long[] imports =
                    random.longs(members, -scale, scale).map(x -> Math.max(0, x)).toArray();
            if (random.nextInt(3) == 0) {
                exports[0] *= 20;
                imports[0] *= 20;
            }

            List<Flow> flows = flows(exports, imports);

            assertThat(flows).allMatch(flow -> flow.seller() != flow.buyer());
            assertThat(flows).allMatch(flow -> flow.wattHours() > 0);
            assertThat(flows.stream().mapToLong(Flow::wattHours).sum())
                    .as("%s to %s", Arrays.toString(exports), Arrays.toString(imports))
                    .isEqualTo(mostThatCanBeShared(exports, imports));
            for (int i = 0; i < members; i++) {
                assertThat(sold(flows, i)).isLessThanOrEqualTo(exports[i]);
                assertThat(bought(flows, i)).isLessThanOrEqualTo(imports[i]);
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void followsTheKeyWithinOneWattHourWhenSidesDoNotOverlap(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            long[] exports = {random.nextInt(900), random.nextInt(9), 0, 0, 0};
            long[] imports = {0, 0, random.nextInt(90), random.nextInt(900), 1 + random.nextInt(9)};

            List<Flow> flows = flows(exports, imports);

            long exported = LongStream.of(exports).sum();
            long imported = LongStream.of(imports).sum();
            long total = Math.min(exported, imported);
            for (int i = 0; i < 5; i++) {
                if (exported > 0) {
                    long floor = total * exports[i] / exported;
                    assertThat(sold(flows, i)).isBetween(floor, floor + 1);
                }
                long floor = total * imports[i] / imported;
                assertThat(bought(flows, i)).isBetween(floor, floor + 1);
            }
        }
    }

    /**
     * Maximum flow from exports to imports over all pairs of different members, by augmentation.
     */
    private static long mostThatCanBeShared(long[] exports, long[] imports) {
        int n = exports.length;
        long[] toSell = exports.clone();
        long[] toBuy = imports.clone();
        long[][] flow = new long[n][n];
        long total = 0;
        for (long found = 1; found > 0; total += found) {
            found = 0;
            for (int s = 0; s < n && found == 0; s++) {
                if (toSell[s] > 0) {
                    found = augment(s, toSell, toBuy, flow, new boolean[n], toSell[s]);
                    toSell[s] -= found;
                }
            }
        }
        return total;
    }

    private static long augment(
            int seller, long[] toSell, long[] toBuy, long[][] flow, boolean[] seen, long limit) {
        for (int buyer = 0; buyer < toBuy.length; buyer++) {
            if (buyer == seller || seen[buyer]) {
                continue;
            }
            seen[buyer] = true;
            if (toBuy[buyer] > 0) {
                long found = Math.min(limit, toBuy[buyer]);
                toBuy[buyer] -= found;
                flow[seller][buyer] += found;
                return found;
            }
            for (int other = 0; other < toSell.length; other++) {
                if (flow[other][buyer] > 0) {
                    long most = Math.min(limit, flow[other][buyer]);
                    long found = augment(other, toSell, toBuy, flow, seen, most);
                    flow[other][buyer] -= found;
                    flow[seller][buyer] += found;
                    if (found > 0) {
                        return found;
                    }
                }
            }
        }
        return 0;
    }

    private static long sold(List<Flow> flows, int member) {
        return flows.stream()
                .filter(flow -> flow.seller() == member)
                .mapToLong(Flow::wattHours)
                .sum();
    }

    private static long bought(List<Flow> flows, int member) {
        return flows.stream()
                .filter(flow -> flow.buyer() == member)
                .mapToLong(Flow::wattHours)
                .sum();
    }

    private static List<Flow> flows(long[] exports, long[] imports) {
        return Flows.of(new DynamicKey().allocate(Communities.of(exports, imports)));
    }
}
