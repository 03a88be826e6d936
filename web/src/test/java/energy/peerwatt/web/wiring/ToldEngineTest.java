package energy.peerwatt.web.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.AreaRules;
import energy.peerwatt.market.EngineCommand;
import energy.peerwatt.market.EngineCommand.ConfigureArea;
import energy.peerwatt.market.EngineCommand.PlaceOrder;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.RejectReason;
import energy.peerwatt.market.Side;
import energy.peerwatt.matching.cluster.EngineReply;
import energy.peerwatt.settlement.AreaFees;
import energy.peerwatt.settlement.tariff.DatedPrice;
import energy.peerwatt.settlement.tariff.DatedPrice.Item;
import energy.peerwatt.settlement.tariff.TariffKind;
import energy.peerwatt.settlement.tariff.TariffTable;
import energy.peerwatt.settlement.tariff.Validity;
import energy.peerwatt.settlement.tariff.ZoneDistance;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.time.ScaledMarketClock;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;
import energy.peerwatt.web.parts.Parts;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.AreaCharges;
import energy.peerwatt.web.registry.Notice;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.testkit.MarketTest;
import energy.peerwatt.web.testkit.Street;
import energy.peerwatt.web.trading.CashLimits;
import energy.peerwatt.web.trading.OrderDesk;
import energy.peerwatt.web.trading.OrderOutcome;
import energy.peerwatt.web.trading.ToldRules;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The engine of these tests only notes what it is told, of an area that nobody else knows. */
@QuarkusTest
class ToldEngineTest extends MarketTest {

    private static final AreaId AREA = new AreaId(77);
    private static final Instant NOW = Instant.parse("2026-06-30T20:00:00Z");
    private static final Instant CHANGE = Instant.parse("2026-07-01T00:00:00Z");
    private static final int MOST_SPEED = 86_400;

    @Inject Registry registry;
    @Inject Parts parts;
    @Inject Pool pool;
    @Inject CashLimits limits;

    private final List<ConfigureArea> told = new ArrayList<>();
    private int answers = Integer.MAX_VALUE;

    @BeforeEach
    @AfterEach
    void nothingIsTold() {
        pool.query("DELETE FROM market.engine_rules WHERE area_id = 77").executeAndAwait();
    }

    private CompletionStage<EngineReply> tell(EngineCommand command) {
        if (!(command instanceof ConfigureArea rules)) {
            RejectReason reason =
                    told.isEmpty() ? RejectReason.UNKNOWN_AREA : RejectReason.GATE_CLOSED;
            return CompletableFuture.completedFuture(new EngineReply.Refused(reason));
        }
        if (told.size() == answers) {
            return CompletableFuture.completedFuture(new EngineReply.Unknown("killed"));
        }
        told.add(rules);
        return CompletableFuture.completedFuture(new EngineReply.Done());
    }

    private EngineRules started() {
        return new EngineRules(registry, new ToldRules(pool), this::tell, clock(1));
    }

    @Test
    void aRestartTakesNoDatedRulesBack() {
        assertThat(started().advance(area())).isTrue();
        assertThat(told)
                .extracting(ConfigureArea::validFrom)
                .containsExactly(Instant.EPOCH, CHANGE);

        assertThat(started().advance(area())).isTrue();

        assertThat(told).as("nothing is said twice").hasSize(2);
    }

    @Test
    void noOrderIsTakenBeforeAllRulesAreTold() {
        answers = 1;
        assertThat(started().advance(area())).isFalse();
        assertThat(told).hasSize(1);
        assertThat(new ToldRules(pool).until(AREA, NOW).await().indefinitely()).isEmpty();

        answers = Integer.MAX_VALUE;
        assertThat(started().advance(area())).isTrue();

        assertThat(told.getLast().validFrom()).isEqualTo(CHANGE);
        assertThat(new ToldRules(pool).until(AREA, NOW).await().indefinitely())
                .contains(EngineRules.lastToTell(area(), clock(1)).start());
    }

    @Test
    void anEngineThatForgotTheAreaIsToldAnew() {
        started().advance(area());
        told.clear();

        assertThat(started().advance(area())).isTrue();

        assertThat(told)
                .extracting(ConfigureArea::validFrom)
                .containsExactly(Instant.EPOCH, CHANGE);
    }

    @Test
    void theDeskTakesNoOrderBeyondWhatTheEngineWasTold() {
        OrderDesk desk = new OrderDesk(parts, registry, new ToldRules(pool), limits);
        DeliveryInterval far =
                DeliveryInterval.quarterHourAt(Street.OPENS.plus(Duration.ofDays(30)));

        assertThat(desk.place(order(far)).await().indefinitely())
                .isEqualTo(new OrderOutcome.Rejected(RejectReason.BEYOND_HORIZON));
    }

    @Test
    void noticeGrowsWithTheSpeedOfTheMarket() {
        assertThat(Notice.of(clock(1))).isEqualTo(Duration.ofHours(2));
        Duration wall = Notice.of(clock(MOST_SPEED)).dividedBy(MOST_SPEED);
        assertThat(wall).isGreaterThan(Duration.ofSeconds(20));
        Instant last = EngineRules.lastToTell(area(), clock(MOST_SPEED)).start();
        assertThat(last)
                .as("told for ten seconds of wall time beyond what can be traded")
                .isAfter(NOW.plus(Duration.ofHours(8)).plusSeconds(10 * MOST_SPEED));
    }

    private static PlaceOrder order(DeliveryInterval interval) {
        return new PlaceOrder(
                new ParticipantId(Street.BUYER.participant()),
                newClientOrderId(),
                new AreaId(1),
                interval,
                Side.BUY,
                Energy.ofWattHours(100),
                Price.ofCentsPerKwh(20));
    }

    private static ScaledMarketClock clock(int speed) {
        return new ScaledMarketClock(NOW, NOW, speed, InstantSource.fixed(NOW));
    }

    /** Whose levy changes within what is told at once. */
    private static Area area() {
        Price fee = Price.ofCentsPerKwh(3);
        AreaRules rules =
                new AreaRules(
                        AREA,
                        DeliveryInterval.QUARTER_HOUR,
                        Duration.ofMinutes(5),
                        Duration.ofHours(8),
                        Price.ofMicroPerKwh(1_000),
                        Energy.ofWattHours(1),
                        fee.plus(fee));
        DatedPrice levy =
                new DatedPrice(
                        Item.of(TariffKind.LEVY, "levy"),
                        Price.ofCentsPerKwh(1),
                        Validity.from(LocalDate.parse("2026-07-01")),
                        "price sheet of the test");
        return new Area(
                "Testgasse",
                ZoneOffset.UTC,
                "EUR",
                rules,
                new AreaCharges(
                        new AreaFees(fee, fee),
                        ZoneDistance.SAME_TRANSFORMER,
                        TariffTable.of(ZoneOffset.UTC, List.of(levy)),
                        List.of()));
    }
}
