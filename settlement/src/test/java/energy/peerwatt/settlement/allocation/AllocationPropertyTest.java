package energy.peerwatt.settlement.allocation;

import static energy.peerwatt.settlement.allocation.Communities.member;
import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.allocation.Flows.Flow;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Laws of every key, on random communities. A fresh seed each run, shown in the name. */
class AllocationPropertyTest {

    private static final int ROUNDS = 1_500;
    private static final int LARGEST = 8;

    static LongStream seeds() {
        return LongStream.of(21, 22, Long.getLong("peerwatt.seed", System.nanoTime()));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void neitherMakesNorLosesEnergy(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            Community community = community(random);
            for (AllocationKey key : keys(random)) {
                Allocation allocation = key.allocate(community);

                long[] bought = allocation.bought();
                long[] sold = allocation.sold();
                long[] own = allocation.own();
                assertThat(Community.sum(bought)).as("%s", key).isEqualTo(Community.sum(sold));
                assertThat(Community.sum(allocation.shares()))
                        .as("%s", key)
                        .isLessThanOrEqualTo(community.generated());
                for (int i = 0; i < community.size(); i++) {
                    assertThat(own[i]).isNotNegative();
                    assertThat(bought[i]).isBetween(0L, community.consumption(i) - own[i]);
                    assertThat(sold[i]).isBetween(0L, community.generation(i) - own[i]);
                }
                pairsOnlyOthers(allocation, Flows.of(allocation));
            }
        }
    }

    private static void pairsOnlyOthers(Allocation allocation, List<Flow> flows) {
        long[] bought = allocation.bought();
        long[] sold = allocation.sold();
        for (Flow flow : flows) {
            assertThat(flow.seller()).isNotEqualTo(flow.buyer());
            assertThat(flow.wattHours()).isPositive();
            bought[flow.buyer()] -= flow.wattHours();
            sold[flow.seller()] -= flow.wattHours();
        }
        assertThat(bought).containsOnly(0);
        assertThat(sold).containsOnly(0);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void redistributionLeavesNothingThatAMemberOfTheTableCouldUse(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            int consumers = 1 + random.nextInt(6);
            long[] generation = new long[consumers + 1];
            long[] consumption = new long[consumers + 1];
            Map<ParticipantId, Long> weights = new HashMap<>();
            generation[0] = random.nextInt(1_000);
            long wanted = 0;
            for (int i = 1; i <= consumers; i++) {
                consumption[i] = random.nextInt(400);
                if (i == 1 || random.nextBoolean()) {
                    weights.put(member(i), 1L + random.nextInt(100));
                    wanted += consumption[i];
                }
            }

            Allocation allocation =
                    new StaticKey(weights, true).allocate(Communities.of(generation, consumption));

            assertThat(Community.sum(allocation.bought()))
                    .isEqualTo(Math.min(generation[0], wanted));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void panelSharesStayNearTheirExactPartForEver(long seed) {
        Random random = new Random(seed);
        Map<ParticipantId, Integer> shares = shares(random);
        int issued = shares.values().stream().mapToInt(Integer::intValue).sum() + random.nextInt(3);
        PanelShares key = new PanelShares(shares, issued);
        long[] got = new long[LARGEST];
        long generated = 0;
        Carry carry = Carry.NONE;
        for (int interval = 0; interval < 3_000; interval++) {
            long[] generation = new long[LARGEST];
            generation[0] = random.nextInt(List.of(2, 10, 5_000).get(random.nextInt(3)));
            generated += generation[0];
            Community community = Communities.of(generation, new long[LARGEST]).carrying(carry);

            Allocation allocation = key.allocate(community);

            carry = allocation.carried();
            assertThat(carry.remainders().values().stream().mapToLong(Long::longValue).sum())
                    .isZero();
            for (int i = 0; i < LARGEST; i++) {
                got[i] += allocation.shares()[i];
                long exact = generated * shares.getOrDefault(member(i), 0);
                assertThat(got[i] * issued).isBetween(exact - 2L * issued, exact + 2L * issued);
            }
        }
    }

    private static Community community(Random random) {
        int size = 1 + random.nextInt(LARGEST);
        int scale = List.of(3, 50, 3_000, 2_000_000).get(random.nextInt(4));
        return Communities.of(
                Communities.HOUR, energies(random, size, scale), energies(random, size, scale));
    }

    private static long[] energies(Random random, int size, int scale) {
        long[] energies = new long[size];
        for (int i = 0; i < size; i++) {
            energies[i] = random.nextInt(3) == 0 ? 0 : random.nextInt(scale);
        }
        return energies;
    }

    /** One of each; some members of their tables are not of the community. */
    private static List<AllocationKey> keys(Random random) {
        Map<ParticipantId, Integer> shares = shares(random);
        Map<ParticipantId, Long> weights = new HashMap<>();
        shares.forEach((member, count) -> weights.put(member, (long) count));
        List<ParticipantId> named = List.copyOf(shares.keySet());
        AllocationKey dynamic = new DynamicKey();
        AllocationKey filling = new StaticKey(weights, true);
        return List.of(
                dynamic,
                filling,
                new StaticKey(weights, false),
                new HierarchicalKey(List.of(named.subList(0, 1), named.subList(1, named.size()))),
                new CoefficientTable(coefficients(named, random), ZoneId.of("Europe/Madrid")),
                new ParticipationKey(factors(named, random), dynamic),
                new ParticipationKey(factors(named, random), filling),
                new OwnUseFirst(dynamic),
                new OwnUseFirst(filling),
                new HourlyMinimum(named),
                new PanelShares(shares, 60 + random.nextInt(50)));
    }

    private static Map<ParticipantId, Integer> shares(Random random) {
        Map<ParticipantId, Integer> shares = new HashMap<>();
        shares.put(member(random.nextInt(LARGEST)), 1 + random.nextInt(9));
        for (int i = 0; i < 5; i++) {
            shares.put(member(random.nextInt(LARGEST)), 1 + random.nextInt(9));
        }
        return shares;
    }

    private static Map<ParticipantId, List<Integer>> coefficients(
            List<ParticipantId> named, Random random) {
        long[] weights = random.longs(named.size(), 1, 100).toArray();
        long[] parts = LargestRemainder.apportion(CoefficientTable.WHOLE, weights);
        Map<ParticipantId, List<Integer>> table = new HashMap<>();
        for (int i = 0; i < parts.length; i++) {
            table.put(named.get(i), List.of((int) parts[i]));
        }
        return table;
    }

    private static Map<ParticipantId, ParticipationKey.Factor> factors(
            List<ParticipantId> named, Random random) {
        Map<ParticipantId, ParticipationKey.Factor> factors = new HashMap<>();
        List<ParticipantId> some = new ArrayList<>(named);
        some.removeLast();
        for (ParticipantId member : some) {
            int before = random.nextInt(1_000_001);
            int factor = random.nextInt(1_000_001 - before);
            factors.put(member, new ParticipationKey.Factor(before, factor));
        }
        return factors;
    }
}
