package energy.peerwatt.web.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Side;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.config.MarketConfig;
import energy.peerwatt.web.gift.GiftLedger;
import energy.peerwatt.web.preference.Preference;
import energy.peerwatt.web.preference.Preferences;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.settling.RulesLedger;
import energy.peerwatt.web.strategy.AutomaticOrders.MemberInterval;
import energy.peerwatt.web.strategy.Outlooks.Outlook;
import energy.peerwatt.web.testkit.Await;
import energy.peerwatt.web.testkit.MarketTest;
import energy.peerwatt.web.testkit.Street;
import energy.peerwatt.web.trading.CustomerOrder;
import energy.peerwatt.web.trading.OrderDesk;
import energy.peerwatt.web.trading.OrderState;
import energy.peerwatt.web.trading.store.TradingLedger;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Trades for two homes that are expected to go on as they are, at limits that never meet: the
 * seller gives 9 kW and wants much, the buyer takes what a test says and pays little. Other tests
 * may have traded a part for the same intervals.
 */
@QuarkusTest
class AutomaticTradingTest extends MarketTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int AHEAD = 4;

    @Inject Registry registry;
    @Inject Preferences preferences;
    @Inject GiftLedger gifts;
    @Inject RulesLedger rules;
    @Inject StrategyJournal journal;
    @Inject AutomaticOrders orders;
    @Inject OrderDesk desk;
    @Inject MarketClock clock;
    @Inject MarketConfig config;
    @Inject TradingLedger ledger;

    private DeliveryInterval first;
    private int buyerW;
    private Instant heardAt;

    @BeforeEach
    void theyHaveLimitsOfTheirOwn() {
        first =
                registry.area(new AreaId(1))
                        .await()
                        .atMost(TIMEOUT)
                        .orElseThrow()
                        .nextOpen(clock.now());
        hear(12_000);
        wish(Street.SELLER, "\"style\":\"OWN_LIMITS\",\"sellFromMicro\":240000");
        wish(Street.BUYER, "\"style\":\"OWN_LIMITS\",\"buyUpToMicro\":140000");
        wish(Street.UNMETERED, "\"style\":\"BALANCED\",\"paused\":true");
    }

    @AfterEach
    void theyPause() {
        for (Street.Home home : Street.HOMES) {
            wish(home, "\"style\":\"BALANCED\",\"paused\":true");
        }
        look(clock);
        Await.until(
                "nothing stands",
                () -> open(Street.SELLER).isEmpty() && open(Street.BUYER).isEmpty());
        for (Street.Home home : Street.HOMES) {
            wish(home, "\"style\":\"BALANCED\"");
        }
    }

    @Test
    void placesWhatIsExpectedOnceAndFollowsIt() {
        look(clock);
        List<CustomerOrder> sales = awaitOpen(Street.SELLER, AHEAD);
        List<CustomerOrder> purchases = awaitOpen(Street.BUYER, AHEAD);
        assertThat(sales).allSatisfy(order -> requireOrder(order, Side.SELL, 240_000));
        assertThat(purchases).allSatisfy(order -> requireOrder(order, Side.BUY, 140_000));
        assertThat(sales).allSatisfy(order -> assertThat(wanted(order)).isEqualTo(2_250));
        assertThat(purchases).allSatisfy(order -> assertThat(wanted(order)).isEqualTo(3_000));

        // After a restart the same is found to be done.
        long before = total(Street.SELLER) + total(Street.BUYER);
        look(clock);
        look(clock);
        assertThat(total(Street.SELLER) + total(Street.BUYER)).isEqualTo(before);

        hear(8_000);
        look(clock);
        Await.until(
                "the purchases are smaller",
                () ->
                        open(Street.BUYER).size() == AHEAD
                                && open(Street.BUYER).stream()
                                        .allMatch(order -> wanted(order) == 2_000));
        JsonPath acts = acts(Street.BUYER);
        assertThat(acts.getString("[0].kind")).isEqualTo("REPLACE");
        assertThat(acts.getString("[0].why")).isEqualTo("EXPECTED_LESS");
        Instant interval = Instant.parse(acts.getString("[0].interval"));
        assertThat(open(Street.BUYER))
                .filteredOn(order -> order.order().interval().start().equals(interval))
                .extracting(order -> order.remaining().wattHours())
                .containsExactly(acts.getLong("[0].quantityWh"));
        assertThat(acts.getBoolean("[0].canUndo")).isTrue();
    }

    @Test
    void movesThePriceWithTheWishAndTurnsWithTheExpectation() {
        look(clock);
        awaitOpen(Street.BUYER, AHEAD);

        wish(Street.BUYER, "\"style\":\"OWN_LIMITS\",\"buyUpToMicro\":150000");
        look(clock);
        Await.until(
                "the purchases are dearer",
                () ->
                        open(Street.BUYER).size() == AHEAD
                                && open(Street.BUYER).stream()
                                        .allMatch(order ->
                                                order.order().limit().microPerKwh() == 150_000));
        assertThat(acts(Street.BUYER).getString("[0].why")).isEqualTo("PRICE_MOVED");

        hear(-800);
        look(clock);
        Await.until("no purchase stands", () -> open(Street.BUYER).isEmpty());
        assertThat(acts(Street.BUYER).getString("[0].why")).isEqualTo("EXPECTATION_TURNED");
    }

    @Test
    void leavesToTheGiftWhatThePartnerIsExpectedToLack() {
        look(clock);
        awaitOpen(Street.SELLER, AHEAD);
        String giver = "/api/v1/participants/" + Street.SELLER.participant() + "/gifts";
        String receiver = "/api/v1/participants/" + Street.BUYER.participant() + "/gifts";
        int gift =
                as(Street.SELLER)
                        .body(Map.of("partnerId", Street.BUYER.participant()))
                        .post(giver)
                        .then()
                        .statusCode(201)
                        .extract()
                        .path("[0].id");
        try {
            look(clock);
            assertThat(open(Street.SELLER)).as("nobody agreed yet").hasSize(AHEAD);
            as(Street.BUYER).post(receiver + "/" + gift + "/acceptance").then().statusCode(200);
            look(clock);
            Await.until("the surplus is kept", () -> open(Street.SELLER).isEmpty());
            assertThat(acts(Street.SELLER).getString("[0].why")).isEqualTo("GIFT");
            Await.until(
                    "the rest is bought",
                    () ->
                            open(Street.BUYER).size() == AHEAD
                                    && open(Street.BUYER).stream()
                                            .allMatch(order -> wanted(order) == 750));
            assertThat(acts(Street.BUYER).getString("[0].why")).isEqualTo("GIFT");
        } finally {
            as(Street.SELLER).delete(giver + "/" + gift).then().statusCode(200);
        }
        look(clock);
        awaitOpen(Street.SELLER, AHEAD);
    }

    @Test
    void oneHomeThatFailsDoesNotStopTheOthers() {
        Set<Long> asked = new HashSet<>();
        look(
                clock,
                (point, intervals, zone) -> {
                    asked.add(point.participant().value());
                    if (asked.size() == 1) {
                        throw new IllegalStateException("no outlook for the first");
                    }
                    return outlook(point, intervals, zone);
                });
        assertThat(asked).hasSize(Street.HOMES.size());
    }

    @Test
    void replacesNothingOfWhichMoreWasTradedThanWasKnown() {
        look(clock);
        CustomerOrder order = awaitOpen(Street.BUYER, AHEAD).getFirst();
        DeliveryInterval interval = order.order().interval();
        Area area = registry.area(new AreaId(1)).await().atMost(TIMEOUT).orElseThrow();
        MeteringPoint point =
                registry.meteringPoints(new AreaId(1)).await().atMost(TIMEOUT).stream()
                        .filter(one -> one.id().value().equals(Street.BUYER.meteringPoint()))
                        .findFirst()
                        .orElseThrow();
        // As if 500 Wh of it had traded since it was read.
        StandingOrder known =
                new StandingOrder(
                        order.order().clientOrderId(),
                        Side.BUY,
                        order.order().limit(),
                        0,
                        order.remaining().wattHours() + 500);
        var key = new MemberInterval(point.participant(), interval.start());
        hear(20_000);
        boolean isDone =
                trading(clock, this::outlook)
                        .trade(
                                new MemberTrading.Member(
                                        area, point, preference(point), Set.of(), Partners.NONE),
                                List.of(interval),
                                Map.of(key, List.of(known)),
                                Map.of());

        assertThat(isDone).as("the next look knows better").isFalse();
        List<CustomerOrder> left = awaitOpen(Street.BUYER, AHEAD - 1);
        assertThat(left).noneMatch(one -> one.order().interval().equals(interval));
        look(clock);
        Await.until(
                "what is missing is bought",
                () ->
                        open(Street.BUYER).size() == AHEAD
                                && open(Street.BUYER).stream()
                                        .allMatch(one -> wanted(one) == 5_000));
    }

    private Preference preference(MeteringPoint point) {
        return preferences
                .of(List.of(point.id()))
                .await()
                .atMost(TIMEOUT)
                .getOrDefault(point.id(), Preference.DEFAULT);
    }

    @Test
    void leavesAnIntervalAloneThatTheMemberTookBack() {
        look(clock);
        awaitOpen(Street.BUYER, AHEAD);
        Instant undone = first.plus(1).start();

        as(Street.BUYER).put(strategy(Street.BUYER) + "/holds/" + undone).then().statusCode(200);
        look(clock);
        awaitOpen(Street.BUYER, AHEAD - 1);
        assertThat(acts(Street.BUYER).getString("[0].why")).isEqualTo("UNDONE");
        look(clock);
        assertThat(open(Street.BUYER))
                .noneMatch(order -> order.order().interval().start().equals(undone));

        as(Street.BUYER).delete(strategy(Street.BUYER) + "/holds/" + undone).then().statusCode(200);
        look(clock);
        awaitOpen(Street.BUYER, AHEAD);
    }

    @Test
    void pausesWhileTheMeterIsSilentAndWhenTheMemberSaysSo() {
        look(clock);
        awaitOpen(Street.BUYER, AHEAD);

        look(later(Duration.ofMinutes(31)));
        Await.until("nothing stands", () -> open(Street.BUYER).isEmpty());
        assertThat(acts(Street.BUYER).getString("[0].why")).isEqualTo("METER_SILENT");

        hear(12_000);
        look(clock);
        awaitOpen(Street.BUYER, AHEAD);
        wish(Street.BUYER, "\"style\":\"BALANCED\",\"paused\":true");
        look(clock);
        Await.until("nothing stands", () -> open(Street.BUYER).isEmpty());
        assertThat(acts(Street.BUYER).getString("[0].why")).isEqualTo("PAUSED");
    }

    /** Looks at all homes as a process does that has just started, but has listened for long. */
    private void look(MarketClock judge) {
        look(judge, this::outlook);
    }

    private void look(MarketClock judge, Outlooks outlooks) {
        MemberTrading trading = trading(judge, outlooks);
        new StrategyStage(
                        registry,
                        preferences,
                        journal,
                        orders,
                        trading,
                        gifts,
                        rules,
                        clock,
                        config)
                .run();
    }

    private MemberTrading trading(MarketClock judge, Outlooks outlooks) {
        Instant longAgo = first.start().minus(Duration.ofDays(1));
        return new MemberTrading(outlooks, journal, desk, judge, config, longAgo);
    }

    private MarketClock later(Duration by) {
        return new MarketClock() {
            @Override
            public Instant now() {
                return clock.now().plus(by);
            }

            @Override
            public Duration wallTimeUntil(Instant marketTime) {
                return clock.wallTimeUntil(marketTime.minus(by));
            }

            @Override
            public int speed() {
                return clock.speed();
            }
        };
    }

    private void hear(int watts) {
        buyerW = watts;
        heardAt = clock.now();
    }

    private Outlook outlook(MeteringPoint point, List<DeliveryInterval> intervals, ZoneId zone) {
        Map<DeliveryInterval, Long> expected = new HashMap<>();
        for (DeliveryInterval interval : intervals) {
            if (point.participant().value() == Street.SELLER.participant()) {
                expected.put(interval, -9_000L / 4);
            } else if (point.participant().value() == Street.BUYER.participant()) {
                expected.put(interval, buyerW / 4L);
            }
        }
        return new Outlook(expected, Optional.of(heardAt));
    }

    private static void requireOrder(CustomerOrder order, Side side, long limit) {
        assertThat(order.order().side()).isEqualTo(side);
        assertThat(order.order().limit().microPerKwh()).isEqualTo(limit);
        assertThat(order.order().clientOrderId()).isNegative();
    }

    /** What the member has traded and is to trade in the order's interval, Wh. */
    private long wanted(CustomerOrder order) {
        Street.Home home = order.order().side() == Side.SELL ? Street.SELLER : Street.BUYER;
        long traded =
                automatic(home, Optional.empty()).stream()
                        .filter(one -> one.order().interval().equals(order.order().interval()))
                        .mapToLong(one -> one.traded().wattHours())
                        .sum();
        return traded + order.remaining().wattHours();
    }

    private static String strategy(Street.Home home) {
        return "/api/v1/metering-points/" + home.meteringPoint() + "/strategy";
    }

    private static void wish(Street.Home home, String fields) {
        as(home).body("{" + fields + "}").put(strategy(home)).then().statusCode(200);
    }

    private static JsonPath acts(Street.Home home) {
        return as(home).get(strategy(home) + "/acts").jsonPath();
    }

    private List<CustomerOrder> awaitOpen(Street.Home home, int count) {
        return Await.until(
                count + " orders of " + home.login(),
                () -> open(home),
                found -> found.size() == count);
    }

    private List<CustomerOrder> open(Street.Home home) {
        return automatic(home, Optional.of(OrderState.OPEN));
    }

    private long total(Street.Home home) {
        return automatic(home, Optional.empty()).size();
    }

    private List<CustomerOrder> automatic(Street.Home home, Optional<OrderState> state) {
        return ledger
                .orders(new ParticipantId(home.participant()), Optional.empty(), state, 1_000)
                .await()
                .atMost(TIMEOUT)
                .stream()
                .filter(order -> order.order().clientOrderId() < 0)
                .toList();
    }
}
