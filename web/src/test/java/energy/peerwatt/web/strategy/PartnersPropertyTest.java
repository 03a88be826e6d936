package energy.peerwatt.web.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.AreaRules;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;
import energy.peerwatt.web.gift.GiftSpan;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.MeteringPoint.Equipment;
import energy.peerwatt.web.registry.MeteringPoint.Tariffs;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What gifts leave for the market, on random homes and gifts. A fresh seed each run, shown in the
 * name.
 */
class PartnersPropertyTest {

    private static final int CASES = 2_000;
    private static final Instant START = Instant.parse("2026-06-18T10:00:00Z");
    private static final DeliveryInterval INTERVAL = DeliveryInterval.quarterHourAt(START);

    private static final Area AREA =
            new Area(
                    "Street",
                    ZoneId.of("Europe/Vienna"),
                    "EUR",
                    new AreaRules(
                            new AreaId(1),
                            Duration.ofMinutes(15),
                            Duration.ofMinutes(5),
                            Duration.ofDays(1),
                            Price.ofMicroPerKwh(1_000),
                            Energy.ofWattHours(1),
                            Price.ofMicroPerKwh(50_000)),
                    Price.ofMicroPerKwh(30_000),
                    Price.ofMicroPerKwh(20_000));

    static LongStream seeds() {
        return LongStream.of(1, 2, 3, Long.getLong("peerwatt.seed", System.nanoTime()));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatOneKeepsAnotherLeavesAndNobodyTurns(long seed) {
        Random random = new Random(seed);
        long kept = 0;
        for (int i = 0; i < CASES; i++) {
            Map<ParticipantId, Long> net = randomNet(random);
            Partners partners = new Partners(randomGifts(net, random), points(net, random));
            long moved = 0;
            for (Map.Entry<ParticipantId, Long> home : net.entrySet()) {
                Map<ParticipantId, Long> known = new HashMap<>(net);
                known.keySet().retainAll(partners.of(home.getKey()));
                known.put(home.getKey(), home.getValue());
                long left = partners.left(AREA, home.getKey(), INTERVAL, known);
                assertThat(left)
                        .as("%s of %s by %s", home, net, partners.gifts())
                        .isBetween(Math.min(0, home.getValue()), Math.max(0, home.getValue()));
                moved = Math.addExact(moved, left - home.getValue());
                kept += Math.abs(left - home.getValue());
            }
            assertThat(moved).as("givers keep what receivers do not ask for").isZero();
        }
        assertThat(kept).isPositive();
    }

    private static Map<ParticipantId, Long> randomNet(Random random) {
        Map<ParticipantId, Long> net = new HashMap<>();
        int homes = 2 + random.nextInt(5);
        for (int k = 0; k < homes; k++) {
            net.put(
                    new ParticipantId(100 + k),
                    random.nextInt(5) == 0 ? 0L : random.nextLong(-900, 900));
        }
        return net;
    }

    private static List<GiftSpan> randomGifts(Map<ParticipantId, Long> net, Random random) {
        List<ParticipantId> homes = new ArrayList<>(net.keySet());
        List<GiftSpan> gifts = new ArrayList<>();
        for (ParticipantId giver : homes) {
            ParticipantId receiver = homes.get(random.nextInt(homes.size()));
            Optional<Instant> until =
                    random.nextInt(4) == 0 ? Optional.of(START) : Optional.empty();
            if (!giver.equals(receiver) && random.nextInt(4) > 0) {
                gifts.add(new GiftSpan(giver, receiver, START.minusSeconds(900), until));
            }
        }
        return gifts;
    }

    /** Some receivers would gain nothing. */
    private static Map<ParticipantId, MeteringPoint> points(
            Map<ParticipantId, Long> net, Random random) {
        return net.keySet().stream()
                .collect(
                        Collectors.toMap(
                                Function.identity(),
                                home -> point(home, random.nextInt(4) == 0 ? 100_000 : 300_000)));
    }

    private static MeteringPoint point(ParticipantId home, long retailMicro) {
        return new MeteringPoint(
                new MeteringPointId("AT-" + home),
                AREA.rules().area(),
                home,
                new Tariffs(Price.ofMicroPerKwh(retailMicro), Price.ofMicroPerKwh(80_000)),
                new Equipment("SDM630", 5_000, 0, 0),
                Optional.empty());
    }
}
