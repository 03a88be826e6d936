package energy.peerwatt.web.balancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.metering.headend.store.IntervalValueStore;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.web.config.MarketConfig;
import energy.peerwatt.web.parts.Parts;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.store.GridConnections;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.testkit.Await;
import energy.peerwatt.web.testkit.Street;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several processes may balance an area, one at a time, and the engine may be away. */
@QuarkusTest
class TakeoverTest extends BalancedStreet {

    private static final AreaId STREET = new AreaId(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** More than 8 kW let in and less than 60 kW do, whatever neighbours give. */
    private static final long BETWEEN_WH = 12_000;

    @Inject Pool pool;
    @Inject Registry registry;
    @Inject BalancingLedger ledger;
    @Inject PlanLedger plans;
    @Inject LimitLedger limits;
    @Inject GridConnections connections;
    @Inject AreaGrids grids;
    @Inject HouseLoads loads;
    @Inject DeviceEnergyLedger energies;
    @Inject UsableDevices devices;
    @Inject IntervalValueStore values;
    @Inject Scenes scenes;
    @Inject PlanDispatch dispatch;
    @Inject Parts parts;
    @Inject MarketConfig config;

    private static final Fence LOST =
            () -> {
                throw new Fence.Lost("test");
            };

    private final AtomicBoolean engineIsAway = new AtomicBoolean();

    /** Takes the area away as soon as the engine is told something. */
    private final AtomicBoolean isTakenMeanwhile = new AtomicBoolean();

    /** Lets the market's own stage have the area again. */
    @AfterEach
    void others() {
        pool.query("UPDATE market.balancing SET holder = NULL, held_until = NULL")
                .execute()
                .await()
                .atMost(TIMEOUT);
    }

    /** As a process of its own would have it. */
    private BalancingStage stage() {
        FeederBounds bounds =
                new FeederBounds(
                        () -> {
                            if (engineIsAway.get()) {
                                throw new MarketException(ErrorCode.ENGINE_UNAVAILABLE, "away");
                            }
                            if (isTakenMeanwhile.getAndSet(false)) {
                                give("another", "15 seconds");
                            }
                            return parts.engine().client();
                        },
                        clock);
        AreaReports reports = new AreaReports(ledger, clock);
        return new BalancingStage(
                registry,
                ledger,
                limits,
                connections,
                grids,
                loads,
                energies,
                devices,
                new MeasuredFlows(values, plans),
                scenes,
                dispatch,
                bounds,
                new PlanPublisher(plans, dispatch, loads, bounds, reports, clock),
                reports,
                live,
                clock,
                config);
    }

    /** As if all others had been away until their hold ended. */
    private void giveTo(BalancingStage stage) {
        give(stage.holder(), "15 seconds");
    }

    private void give(String holder, String time) {
        pool.preparedQuery(
                        "UPDATE market.balancing SET holder = $1, term = term + 1,"
                                + " held_until = now() + $2::text::interval WHERE area_id = 1")
                .execute(Tuple.of(holder, time))
                .await()
                .atMost(TIMEOUT);
    }

    /** One look, while the area's last attempt failed. */
    private static void lookInVain(BalancingStage stage) {
        stage.run();
        assertThat(state()).isEqualTo("WAITING");
    }

    /** Lets it work until a plan of its own for this limit is carried out. */
    private BalancingPlan balanced(BalancingStage stage, int importW, long afterVersion) {
        return Await.until(
                "a plan for " + importW + " W after " + afterVersion,
                () -> {
                    stage.run();
                    return state().equals("BALANCED") ? newest() : null;
                },
                plan ->
                        plan != null
                                && plan.version() > afterVersion
                                && plan.content().importLimits().contains(importW));
    }

    private BalancingPlan newest() {
        return plans.current(STREET).await().atMost(TIMEOUT).orElseThrow();
    }

    private long version() {
        List<BalancingPlan> all = plans.plans(STREET, 1).await().atMost(TIMEOUT);
        return all.isEmpty() ? 0 : all.getFirst().version();
    }

    /** Null if the engine takes the trade; it is cancelled then. */
    private static String refusal() {
        long number = newClientOrderId();
        String reason =
                as(Street.BUYER)
                        .body(order(number, INTERVAL, "BUY", BETWEEN_WH, 200_000))
                        .post(ORDERS)
                        .jsonPath()
                        .getString("reason");
        as(Street.BUYER).delete(ORDERS + "/" + number);
        return reason;
    }

    @Test
    void whoGetsAnAreaBackTellsTheEngineAnew() {
        try (BalancingStage one = stage();
                BalancingStage other = stage()) {
            limit(8_000);
            giveTo(one);
            BalancingPlan first = balanced(one, 8_000, version());
            assertThat(first.cause()).isEqualTo("start");
            assertThat(refusal()).isEqualTo("FEEDER_LIMIT");

            limit(60_000);
            giveTo(other);
            BalancingPlan second = balanced(other, 60_000, first.version());
            assertThat(second.cause()).isEqualTo("start");
            assertThat(refusal()).isNull();

            limit(8_000);
            giveTo(one);
            BalancingPlan third = balanced(one, 8_000, second.version());
            assertThat(third.cause()).as("what it knew is forgotten").isEqualTo("start");
            assertThat(refusal()).isEqualTo("FEEDER_LIMIT");
            assertThat(newestSetpoint("issuedBy")).isEqualTo("balancer");
        }
    }

    @Test
    void whoLostAnAreaDoesNothing() {
        try (BalancingStage one = stage();
                BalancingStage other = stage()) {
            limit(8_400);
            giveTo(one);
            balanced(one, 8_400, version());
            giveTo(other);
            long version = version();
            limit(8_500);

            one.run();
            one.run();

            assertThat(version()).isEqualTo(version);
            balanced(other, 8_500, version);
        }
    }

    @Test
    void aHoldEndsByItselfOrWhenItIsGivenBack() {
        limit(8_600);
        String holder = "a process that is gone";
        give(holder, "1 second");

        assertThat(held("another")).isFalse();
        Await.until("it ended", () -> held("another"));
        assertThat(held(holder)).isFalse();
        ledger.release("another").await().atMost(TIMEOUT);
        Await.until("the market balances it again", () -> state().equals("BALANCED"));
    }

    private boolean held(String holder) {
        return ledger.hold(STREET, holder).await().atMost(TIMEOUT).isPresent();
    }

    @Test
    void anEngineThatIsAwayIsToldAsSoonAsItIsBack() {
        engineIsAway.set(true);
        try (BalancingStage stage = stage()) {
            limit(8_700);
            giveTo(stage);
            Await.until(
                    "the fault is said",
                    () -> {
                        stage.run();
                        return detail();
                    },
                    detail -> detail.startsWith("Balancing failed"));
            assertThat(state()).isEqualTo("WAITING");
            long version = version();
            assertThat(newestSetpoint("issuedBy"))
                    .as("devices keep the limit meanwhile")
                    .isEqualTo("balancer");
            Instant end = Instant.parse(newestSetpoint("expiresAt"));
            assertThat(end).isBeforeOrEqualTo(latestEnd());

            lookInVain(stage);
            lookInVain(stage);
            assertThat(version()).as("trying again makes no new plans").isEqualTo(version);

            engineIsAway.set(false);
            balanced(stage, 8_700, version - 1);
            assertThat(refusal()).isEqualTo("FEEDER_LIMIT");
        }
    }

    @Test
    void aHoldIsRenewedBeforeAStepAndLostIfAnotherTookIt() {
        limit(8_800);
        AtomicLong nanos = new AtomicLong();
        give("one", "15 seconds");
        AreaHold hold = AreaHold.take(ledger, STREET, "one", nanos::get).orElseThrow();
        give("one", "1 second");

        nanos.addAndGet(AreaHold.FRESH.toNanos() + 1);
        assertThatThrownBy(hold::require).as("its term is over").isInstanceOf(Fence.Lost.class);

        AreaHold again = AreaHold.take(ledger, STREET, "one", nanos::get).orElseThrow();
        nanos.addAndGet(AreaHold.FRESH.toNanos() + 1);
        again.require();
        give("another", "15 seconds");
        nanos.addAndGet(AreaHold.FRESH.toNanos() + 1);
        assertThatThrownBy(again::require).isInstanceOf(Fence.Lost.class);
    }

    @Test
    void whoLostAnAreaCanNeitherKeepPlansNorSayHowItGoes() {
        try (BalancingStage one = stage()) {
            limit(8_900);
            giveTo(one);
            BalancingPlan plan = balanced(one, 8_900, version());
            AreaHold hold =
                    AreaHold.take(ledger, STREET, one.holder(), System::nanoTime).orElseThrow();
            give("another", "15 seconds");

            assertThatThrownBy(() ->
                            plans.add(plan, "{}", plan.content().net(), hold.term())
                                    .await()
                                    .atMost(TIMEOUT))
                    .isInstanceOf(Fence.Lost.class);
            assertThat(version()).isEqualTo(plan.version());
            assertThat(
                            ledger.say(STREET, hold.term(), BalancingState.State.WAITING, "x", "x")
                                    .await()
                                    .atMost(TIMEOUT))
                    .isFalse();
            assertThat(state()).isEqualTo("BALANCED");
        }
    }

    @Test
    void whoLosesAnAreaWhileItTellsTheEngineSaysNothingMore() {
        try (BalancingStage one = stage()) {
            limit(9_100);
            giveTo(one);
            isTakenMeanwhile.set(true);

            Await.until(
                    "it is taken",
                    () -> {
                        one.run();
                        return !isTakenMeanwhile.get();
                    });

            assertThat(state()).as("as it was before").isEqualTo("NO_LIMIT");
        }
    }

    @Test
    void nothingIsSentWithoutAHold() {
        try (BalancingStage one = stage()) {
            limit(9_200);
            giveTo(one);
            balanced(one, 9_200, version());
        }
        give("another", "15 seconds");
        Area area = registry.areas().await().atMost(TIMEOUT).getFirst();
        List<MeteringPoint> points = registry.meteringPoints(STREET).await().atMost(TIMEOUT);
        UsableDevices.Found found = devices.of(points);
        AreaBalancer.Basis basis =
                new AreaBalancer.Basis(
                        DeliveryInterval.containing(clock.now(), DeliveryInterval.QUARTER_HOUR),
                        Optional.empty(),
                        List.of(),
                        Connections.of(connections, points),
                        AreaGrid.UNKNOWN,
                        found.usable(),
                        List.of(),
                        Map.of(),
                        0);
        Scene scene = scenes.of(area, points, basis, found, RunningQuarter.WHOLE).orElseThrow();
        Plan idle = new Plan(Map.of("AT-TEST-0003/BATTERY", Series.constant(96, 0)), Map.of());
        String sent = newestSetpoint("id");
        AtomicInteger told = new AtomicInteger();
        FeederBounds bounds =
                new FeederBounds(
                        () -> {
                            told.incrementAndGet();
                            return parts.engine().client();
                        },
                        clock);

        assertThatThrownBy(() -> dispatch.send(scene, idle, Map.of(), LOST))
                .isInstanceOf(Fence.Lost.class);
        assertThatThrownBy(() -> dispatch.revoke(found.inForce(), LOST))
                .isInstanceOf(Fence.Lost.class);
        assertThatThrownBy(() -> bounds.clear(area, LOST)).isInstanceOf(Fence.Lost.class);
        assertThat(newestSetpoint("id")).isEqualTo(sent);
        assertThat(told).hasValue(0);
    }

    private static String detail() {
        return asOperator().get(AREA + "/balancing").jsonPath().getString("detail");
    }
}
