package energy.peerwatt.matching;

import static energy.peerwatt.matching.TestMarket.AREA;
import static energy.peerwatt.matching.TestMarket.FEES;
import static energy.peerwatt.matching.TestMarket.buy;
import static energy.peerwatt.matching.TestMarket.cancel;
import static energy.peerwatt.matching.TestMarket.in;
import static energy.peerwatt.matching.TestMarket.interval;
import static energy.peerwatt.matching.TestMarket.rules;
import static energy.peerwatt.matching.TestMarket.sell;
import static energy.peerwatt.matching.TestMarket.with;
import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.AreaRules;
import energy.peerwatt.market.EngineCommand.ConfigureArea;
import energy.peerwatt.market.EngineCommand.ReplaceOrder;
import energy.peerwatt.market.EngineCommand.SetParticipantLimits;
import energy.peerwatt.market.EngineEvent.OrderAccepted;
import energy.peerwatt.market.MarketDesign;
import energy.peerwatt.market.OrderTerms;
import energy.peerwatt.market.Origin;
import energy.peerwatt.market.OriginPremiums;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.RejectReason;
import energy.peerwatt.market.TimeInForce;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import energy.peerwatt.unit.Price;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestBook.class)
class ParticipantLimitsTest {

    private static final ParticipantId BUYER = new ParticipantId(201);
    private static final ParticipantId SELLER = new ParticipantId(101);

    @Parameter private TestBook book = TestBook.REFERENCE;

    private TestEngine test = TestEngine.open(book);

    @BeforeEach
    void openMarket() {
        test = TestEngine.open(book);
    }

    @Test
    void openPurchasesCountAtTheirLimit() {
        limit(BUYER, 1_000L, null);
        test.accept(buy(201, 1, 5, 100));
        test.reject(RejectReason.BUY_EXPOSURE, buy(201, 2, 5, 110));
        test.accept(buy(201, 2, 5, 100));
        test.reject(RejectReason.BUY_EXPOSURE, buy(201, 3, 5, 10));
        test.accept(buy(202, 3, 1_000, 1_000));
    }

    @Test
    void tradesCountAtTheirAllInPrice() {
        limit(BUYER, 1_000L, null);
        test.accept(sell(101, 1, 5, 40));
        test.accept(buy(201, 1, 5, 200));
        assertThat(test.deals()).containsExactly("101>201 5@40");

        test.reject(RejectReason.BUY_EXPOSURE, buy(201, 2, 5, 120));
        test.accept(buy(201, 2, 5, 110));
    }

    @Test
    void whatIsCancelledOrRemovedIsFreeAgain() {
        limit(BUYER, 1_000L, null);
        test.accept(buy(201, 1, 10, 100));
        test.accept(cancel(201, 1));
        test.accept(
                with(
                        buy(201, 2, 10, 100),
                        OrderTerms.DEFAULT.immediate(TimeInForce.IMMEDIATE_OR_CANCEL)));
        test.accept(buy(201, 3, 10, 100));
    }

    @Test
    void theGateFreesOrdersAndTrades() {
        limit(BUYER, 1_000L, 50L);
        test.accept(in(sell(101, 1, 5, 50), AREA, interval(1)));
        test.accept(in(buy(201, 1, 10, 100), AREA, interval(1)));
        test.accept(in(sell(201, 2, 50, 500), AREA, interval(1)));
        test.reject(RejectReason.BUY_EXPOSURE, buy(201, 3, 10, 100));

        test.logAt(Duration.ofMinutes(10));

        test.accept(buy(201, 3, 10, 100));
        test.accept(sell(201, 4, 50, 500));
    }

    @Test
    void purchasesAtNoPriceOrLessCountNothing() {
        limit(BUYER, 0L, null);
        test.accept(buy(201, 1, 500, 0));
        test.accept(buy(201, 2, 500, -10));
        test.reject(RejectReason.BUY_EXPOSURE, buy(201, 3, 5, 10));

        test.accept(sell(101, 1, 500, -60));
        assertThat(test.trades()).hasSize(1);
        test.reject(RejectReason.BUY_EXPOSURE, buy(201, 3, 5, 10));
    }

    @Test
    void aWishCountsWithItsPremiumUntilItTradesWithoutIt() {
        OriginPremiums premiums =
                new OriginPremiums(Price.ofMicroPerKwh(100), Price.ZERO, Price.ZERO);
        test.accept(new ConfigureArea(rules(AREA, Price.ZERO, MarketDesign.CONTINUOUS, premiums)));
        limit(BUYER, 1_999L, null);
        OrderTerms solar = OrderTerms.DEFAULT.withOrigin(Origin.SOLAR, false);
        test.reject(RejectReason.BUY_EXPOSURE, with(buy(201, 1, 10, 100), solar));
        limit(BUYER, 2_000L, null);
        test.accept(with(buy(201, 1, 10, 100), solar));
        test.reject(RejectReason.BUY_EXPOSURE, buy(201, 2, 5, 200));

        test.accept(sell(101, 1, 10, 100));

        assertThat(test.deals()).containsExactly("101>201 10@100");
        test.accept(buy(201, 2, 5, 200));
    }

    @Test
    void salesCountPerIntervalOpenAndMade() {
        limit(SELLER, null, 20L);
        test.accept(buy(201, 1, 10, 100));
        test.accept(sell(101, 1, 10, 50));
        test.accept(sell(101, 2, 5, 500));
        test.reject(RejectReason.SELL_LIMIT, sell(101, 3, 10, 500));
        test.accept(sell(101, 3, 5, 500));
        test.accept(in(sell(101, 4, 20, 500), AREA, interval(9)));

        test.accept(cancel(101, 2));
        test.accept(sell(101, 5, 5, 500));
        test.reject(RejectReason.SELL_LIMIT, sell(101, 6, 5, 500));
    }

    @Test
    void salesOfAllAreasCountTogether() {
        AreaId two = new AreaId(2);
        test.accept(new ConfigureArea(rules(two, Price.ZERO)));
        limit(SELLER, null, 20L);
        test.accept(sell(101, 1, 15, 500));

        test.reject(RejectReason.SELL_LIMIT, in(sell(101, 2, 10, 500), two));
        test.accept(in(sell(101, 2, 5, 500), two));
    }

    @Test
    void replacingReservesTheDifference() {
        limit(BUYER, 1_000L, null);
        limit(SELLER, null, 20L);
        test.accept(buy(201, 1, 10, 90));
        test.reject(RejectReason.BUY_EXPOSURE, replace(201, 1, 10, 110));
        test.reject(RejectReason.BUY_EXPOSURE, replace(201, 1, 15, 90));
        test.accept(replace(201, 1, 10, 100));
        test.reject(RejectReason.BUY_EXPOSURE, buy(201, 2, 5, 10));
        test.accept(replace(201, 1, 5, 100));
        test.accept(buy(201, 2, 5, 100));

        test.accept(sell(101, 1, 10, 500));
        test.reject(RejectReason.SELL_LIMIT, replace(101, 1, 25, 500));
        test.accept(replace(101, 1, 20, 500));
        test.reject(RejectReason.SELL_LIMIT, sell(101, 2, 5, 500));
        test.accept(replace(101, 1, 15, 500));
        test.accept(sell(101, 2, 5, 500));
    }

    @Test
    void loweredLimitsStopNewOrdersOnly() {
        test.accept(buy(201, 1, 10, 100));
        limit(BUYER, 500L, null);

        test.reject(RejectReason.BUY_EXPOSURE, buy(201, 2, 5, 10));
        test.accept(replace(201, 1, 5, 100));
        test.reject(RejectReason.BUY_EXPOSURE, buy(201, 2, 5, 10));
        limit(BUYER, null, null);
        test.accept(buy(201, 2, 5, 10));
    }

    @Test
    void refusesANegativeExposure() {
        test.refuse(
                RejectReason.OUT_OF_RANGE,
                new SetParticipantLimits(BUYER, Money.ofNano(-1), Energy.ZERO));
    }

    @Test
    void sumsOfTheLargestOrdersDoNotOverflow() {
        int accepted = 0;
        for (int id = 1; id <= 20; id++) {
            EngineAnswer answer = test.apply(buy(201, id, 1_000_000_000, 1_000_000_000));
            accepted += ((EngineAnswer.Event) answer).event() instanceof OrderAccepted ? 1 : 0;
        }
        assertThat(accepted).isEqualTo(4);
    }

    private static ReplaceOrder replace(long participant, long id, long wattHours, long limit) {
        return new ReplaceOrder(
                new ParticipantId(participant),
                id,
                Energy.ofWattHours(wattHours),
                Price.ofMicroPerKwh(limit));
    }

    @Test
    void aConnectionSellsOnceWhateverAreaClosesFirst() {
        AreaId early = new AreaId(7);
        open(early, Duration.ofMinutes(60));
        limit(SELLER, null, 100L);
        test.accept(in(sell(101, 1, 100, 50), early));
        test.accept(in(buy(201, 1, 100, 200), early));
        test.logAt(Duration.ofMinutes(61));

        test.reject(RejectReason.SELL_LIMIT, sell(101, 2, 5, 50));

        MatchingEngine restored = test.restored(book);
        assertThat(restored.stateHash()).isEqualTo(test.engine.stateHash());
    }

    @Test
    void aConnectionSellsOnceUntilTheLastOfManyAreasCloses() {
        for (int id = 7; id < 12; id++) {
            open(new AreaId(id), Duration.ofMinutes(60));
        }
        for (int id = 12; id < 15; id++) {
            open(new AreaId(id), Duration.ofMinutes(30));
        }
        limit(SELLER, null, 100L);
        test.accept(in(sell(101, 1, 100, 50), new AreaId(8)));
        test.accept(in(buy(201, 1, 100, 200), new AreaId(8)));

        test.logAt(Duration.ofMinutes(61));
        test.reject(RejectReason.SELL_LIMIT, in(sell(101, 2, 5, 50), new AreaId(13)));
        test.logAt(Duration.ofMinutes(91));
        test.reject(RejectReason.SELL_LIMIT, sell(101, 3, 5, 50));
        assertThat(test.restored(book).stateHash()).isEqualTo(test.engine.stateHash());

        test.accept(in(sell(101, 4, 100, 50), AREA, interval(9)));
    }

    private void open(AreaId area, Duration gateLead) {
        test.accept(
                new ConfigureArea(
                        new AreaRules(
                                area,
                                DeliveryInterval.QUARTER_HOUR,
                                gateLead,
                                Duration.ofDays(1),
                                Price.ofMicroPerKwh(10),
                                Energy.ofWattHours(5),
                                FEES)));
    }

    private void limit(ParticipantId participant, Long exposure, Long sold) {
        test.accept(
                new SetParticipantLimits(
                        participant,
                        exposure == null ? null : Money.ofNano(exposure),
                        sold == null ? null : Energy.ofWattHours(sold)));
    }
}
