package energy.peerwatt.balancer.island;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.balancer.check.Checker;
import energy.peerwatt.balancer.check.Violation;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.Island;
import energy.peerwatt.balancer.model.Limit;
import energy.peerwatt.balancer.model.Outage;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.balancer.model.ShedBlock;
import energy.peerwatt.balancer.testkit.Islands;
import energy.peerwatt.balancer.testkit.Plans;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wished, what comes of it keeps order, times and pickup, says the checker. */
class BreakersPropertyTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void anyWishBecomesAllowed(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 40; round++) {
            Community community = community(random);
            Breakers breakers = new Breakers(community);
            int[] wished = new int[community.slots()];
            for (int slot = 0; slot < wished.length; slot++) {
                boolean same = slot > 0 && random.nextInt(3) > 0;
                wished[slot] = same ? wished[slot - 1] : random.nextInt(breakers.count() + 1);
            }

            int[] off = breakers.settle(wished);

            assertThat(breakers.keeps(off)).as("seed %s round %s", seed, round).isTrue();
            assertThat(broken(community, breakers.series(off)))
                    .as("seed %s round %s", seed, round)
                    .isEmpty();
        }
    }

    private static Community community(SplittableRandom random) {
        Community street = Plans.plain(15, random.nextInt(5));
        Outage.Kind kind =
                List.of(Outage.Kind.values()).get(random.nextInt(Outage.Kind.values().length));
        int from = kind == Outage.Kind.UNPLANNED ? random.nextInt(2) * 10 : 12;
        Community community = Islands.of(street, kind, from, 60);
        Island island = community.island().orElseThrow();
        List<ShedBlock> blocks = new ArrayList<>();
        boolean off = random.nextBoolean();
        for (ShedBlock block : island.shedding().blocks()) {
            // Blocks that are off at first are those of the last tier.
            boolean last = off && block.tier() == 3;
            blocks.add(
                    new ShedBlock(
                            block.id(),
                            block.tier(),
                            block.parts(),
                            new ShedBlock.Times(1 + random.nextInt(4), 1 + random.nextInt(4)),
                            new ShedBlock.Before(last, 1 + random.nextInt(4))));
        }
        OptionalInt pickup =
                random.nextBoolean() ? OptionalInt.of(random.nextInt(4_000)) : OptionalInt.empty();
        Island other =
                new Island(
                        Optional.of(new Outage(kind, new Limit.Window(from, 60), 500)),
                        new Island.Shedding(blocks, pickup),
                        island.reserve(),
                        island.forming(),
                        island.missedMicro());
        return community.withIsland(Optional.of(other));
    }

    private static List<Violation> broken(Community community, Map<String, Series> off) {
        Map<String, Series> idle = new HashMap<>();
        for (Device device : community.devices()) {
            idle.put(device.id(), Series.constant(community.slots(), 0));
        }
        return Checker.check(community, new Plan(idle, Map.of(), off)).violations().stream()
                .filter(violation ->
                        violation.kind() == Violation.Kind.SHED_ORDER
                                || violation.kind() == Violation.Kind.SHED_TIME
                                || violation.kind() == Violation.Kind.PICKUP)
                .toList();
    }
}
