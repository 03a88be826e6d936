package energy.peerwatt.web.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Side;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Price;
import energy.peerwatt.web.preference.Preference;
import energy.peerwatt.web.preference.Preference.Limits;
import energy.peerwatt.web.preference.Style;
import energy.peerwatt.web.strategy.Act.Kind;
import energy.peerwatt.web.strategy.Margins.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every member, forecast and book; the seed of a failure is its argument. */
class DecisionPropertyTest {

    private static final DeliveryInterval INTERVAL =
            DeliveryInterval.quarterHourAt(Instant.parse("2026-06-18T09:00:00Z"));

    static Stream<Long> seeds() {
        return IntStream.range(0, 400).mapToObj(Long::valueOf);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void limitsLieInsideTheCorridorAndOnTheTick(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Corridor corridor = corridor(random);
        Preference preference = preference(random);
        List<Outcome> outcomes = outcomes(random);
        ParticipantId participant = new ParticipantId(random.nextInt(100, 10_000));
        long net = random.nextLong(-20_000, 20_000);

        Optional<Intent> intent = Intent.of(preference, participant, corridor, outcomes, net);

        assertThat(Intent.of(preference, participant, corridor, outcomes, net))
                .as("the same again")
                .isEqualTo(intent);
        assertThat(intent.isPresent()).isEqualTo(net != 0 && corridor.isOpen());
        intent.ifPresent(one -> {
            assertThat(one.quantityWh()).isEqualTo(Math.abs(net));
            assertThat(one.side()).isEqualTo(net > 0 ? Side.BUY : Side.SELL);
            assertThat(one.limit().microPerKwh() % corridor.tick().microPerKwh()).isZero();
            Price shift = one.side() == Side.BUY ? corridor.fees() : Price.ZERO;
            assertThat(one.limit().minus(shift))
                    .isBetween(corridor.feedIn(), corridor.ceiling().minus(corridor.fees()));
        });
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void neverHasMoreInTheMarketThanWasExpectedAndComesToRest(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long lot = random.nextBoolean() ? 1 : 10;
        List<StandingOrder> book = new ArrayList<>();
        Set<Long> numbers = new HashSet<>();
        for (int round = 0; round < 40; round++) {
            Intent intent = intent(random);
            for (int step = 0; ; step++) {
                Optional<Act> act = new Decision(INTERVAL, lot, book).towards(intent);
                assertThat(new Decision(INTERVAL, lot, List.copyOf(book)).towards(intent))
                        .isEqualTo(act);
                if (act.isEmpty()) {
                    break;
                }
                assertThat(step).as("steps to rest: %s", act).isLessThan(3);
                requireWanted(act.get(), intent, lot, book);
                if (act.get().kind() != Kind.CANCEL) {
                    assertThat(numbers.add(act.get().number())).as("a new number").isTrue();
                }
                apply(act.get(), book);
            }
            fill(random, book);
        }
        assertThat(numbers).hasSizeBetween(1, OrderNumbers.MOST);
    }

    /** What is added to the market never exceeds what is expected less what was traded. */
    private static void requireWanted(Act act, Intent intent, long lot, List<StandingOrder> book) {
        if (act.kind() == Kind.CANCEL) {
            return;
        }
        long traded =
                book.stream()
                        .filter(order -> order.side() == intent.side())
                        .mapToLong(StandingOrder::tradedWh)
                        .sum();
        assertThat(act.side()).isEqualTo(intent.side());
        assertThat(act.quantityWh()).isBetween(lot, intent.quantityWh() - traded);
        assertThat(act.quantityWh() % lot).isZero();
    }

    private static void apply(Act act, List<StandingOrder> book) {
        book.replaceAll(order ->
                new StandingOrder(
                        order.number(), order.side(), order.limit(), order.tradedWh(), 0));
        if (act.kind() != Kind.CANCEL) {
            book.add(new StandingOrder(act.number(), act.side(), act.limit(), 0, act.quantityWh()));
        }
    }

    private static void fill(SplittableRandom random, List<StandingOrder> book) {
        book.replaceAll(order -> {
            long filled =
                    switch (random.nextInt(3)) {
                        case 0 -> 0;
                        case 1 -> order.remainingWh();
                        default -> random.nextLong(order.remainingWh() + 1);
                    };
            return new StandingOrder(
                    order.number(),
                    order.side(),
                    order.limit(),
                    order.tradedWh() + filled,
                    order.remainingWh() - filled);
        });
    }

    private static Intent intent(SplittableRandom random) {
        return new Intent(
                random.nextInt(5) == 0 ? Side.BUY : Side.SELL,
                random.nextLong(20, 5_000),
                Price.ofMicroPerKwh(random.nextLong(80, 120) * 1_000),
                random.nextLong(1, 10_000));
    }

    private static Corridor corridor(SplittableRandom random) {
        return new Corridor(
                Price.ofMicroPerKwh(random.nextLong(-50_000, 150_000)),
                Price.ofMicroPerKwh(random.nextLong(100_000, 400_000)),
                Price.ofMicroPerKwh(random.nextLong(100_000)),
                Price.ofMicroPerKwh(random.nextBoolean() ? 1_000 : 1));
    }

    private static Preference preference(SplittableRandom random) {
        Style style = List.of(Style.values()).get(random.nextInt(4));
        if (style != Style.OWN_LIMITS) {
            return Preference.of(style);
        }
        Optional<Price> any =
                Optional.of(Price.ofMicroPerKwh(random.nextLong(-1_000_000, 1_000_000)));
        return new Preference(
                style, new Limits(any, any), OptionalInt.empty(), Optional.empty(), false);
    }

    private static List<Outcome> outcomes(SplittableRandom random) {
        return IntStream.range(0, random.nextInt(100))
                .mapToObj(_ -> new Outcome(100, random.nextLong(101)))
                .toList();
    }
}
