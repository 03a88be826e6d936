package energy.peerwatt.matching;

import static energy.peerwatt.matching.TestMarket.AREA;
import static energy.peerwatt.matching.TestMarket.buy;
import static energy.peerwatt.matching.TestMarket.cancel;
import static energy.peerwatt.matching.TestMarket.in;
import static energy.peerwatt.matching.TestMarket.interval;
import static energy.peerwatt.matching.TestMarket.rules;
import static energy.peerwatt.matching.TestMarket.sell;
import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.EngineCommand;
import energy.peerwatt.market.EngineCommand.ConfigureArea;
import energy.peerwatt.market.EngineCommand.Leg;
import energy.peerwatt.market.EngineCommand.PlaceBasket;
import energy.peerwatt.market.EngineCommand.SetFeederLimit;
import energy.peerwatt.market.EngineCommand.SetParticipantLimits;
import energy.peerwatt.market.EngineEvent.BasketAccepted;
import energy.peerwatt.market.EngineEvent.TradeMade;
import energy.peerwatt.market.MarketDesign;
import energy.peerwatt.market.MarketDesign.Kind;
import energy.peerwatt.market.MarketDesign.Rationing;
import energy.peerwatt.market.OriginPremiums;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.RejectReason;
import energy.peerwatt.market.Side;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import energy.peerwatt.unit.Price;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Area 1 with fees of 50, area 2 without. */
@ParameterizedClass
@EnumSource(TestBook.class)
class BasketsTest {

    private static final AreaId TWO = new AreaId(2);

    @Parameter private TestBook book = TestBook.REFERENCE;

    private TestEngine test = TestEngine.open(book);

    @BeforeEach
    void openMarket() {
        test = TestEngine.open(book);
        test.accept(new ConfigureArea(rules(TWO, Price.ZERO)));
    }

    @Test
    void tradesAllItsLegsAtOnce() {
        test.accept(sell(101, 1, 10, 50));
        test.accept(in(buy(102, 1, 15, 80), TWO, interval(9)));

        BasketAccepted accepted =
                test.direct(
                        BasketAccepted.class,
                        basket(leg(AREA, 8, Side.BUY, 10, 100), leg(TWO, 9, Side.SELL, 15, 80)));

        assertThat(test.deals()).containsExactly("101>201 10@50", "201>102 15@80");
        assertThat(test.trades().get(0).buyOrder()).isEqualTo(accepted.order());
        assertThat(test.trades().get(1).sellOrder()).isEqualTo(accepted.order());
        assertThat(test.events.indexOf(accepted))
                .isLessThan(test.events.indexOf(test.all(TradeMade.class).getFirst()));
    }

    @Test
    void isRejectedIfAnyLegCannotTradeWhole() {
        test.accept(sell(101, 1, 10, 50));
        test.accept(in(buy(102, 1, 10, 80), TWO, interval(9)));
        long hash = test.engine.stateHash();
        assertThat(hash).isNotZero();

        test.reject(
                RejectReason.UNFILLABLE,
                basket(leg(AREA, 8, Side.BUY, 10, 100), leg(TWO, 9, Side.SELL, 15, 80)));
        test.reject(
                RejectReason.UNFILLABLE,
                basket(leg(AREA, 8, Side.BUY, 10, 90), leg(TWO, 9, Side.SELL, 10, 80)));
        test.reject(
                RejectReason.UNFILLABLE,
                basket(leg(AREA, 8, Side.BUY, 10, 100), leg(TWO, 10, Side.SELL, 10, 80)));

        assertThat(test.trades()).isEmpty();
        test.accept(basket(leg(AREA, 8, Side.BUY, 10, 100), leg(TWO, 9, Side.SELL, 10, 80)));
    }

    @Test
    void everyLegCountsForTheLimits() {
        test.accept(sell(101, 1, 10, 50));
        test.accept(in(sell(101, 2, 10, 50), AREA, interval(9)));
        limit(201, 1_999L, null);
        PlaceBasket basket =
                basket(leg(AREA, 8, Side.BUY, 10, 100), leg(AREA, 9, Side.BUY, 10, 100));
        test.reject(RejectReason.BUY_EXPOSURE, basket);
        limit(201, 2_000L, null);
        test.accept(basket);
        test.reject(RejectReason.BUY_EXPOSURE, buy(201, 9, 5, 10));

        test.accept(buy(102, 1, 10, 100));
        test.accept(in(buy(102, 2, 10, 100), AREA, interval(9)));
        limit(202, null, 5L);
        PlaceBasket sale =
                new PlaceBasket(
                        new ParticipantId(202),
                        1,
                        List.of(leg(AREA, 8, Side.SELL, 5, 50), leg(AREA, 9, Side.SELL, 10, 50)));
        test.reject(RejectReason.SELL_LIMIT, sale);
        limit(202, null, 10L);
        test.accept(sale);
        test.reject(RejectReason.SELL_LIMIT, in(sell(202, 9, 5, 500), AREA, interval(9)));
        test.accept(sell(202, 9, 5, 500));
    }

    /** Reserved are 1,000 a leg at the limit; paid are 500, so 1,000 of 2,000 are free again. */
    @Test
    void isChargedWhatItPaysNotItsLimits() {
        test.accept(sell(101, 1, 10, 0));
        test.accept(in(sell(101, 2, 10, 0), AREA, interval(9)));
        limit(201, 2_000L, null);
        test.accept(basket(leg(AREA, 8, Side.BUY, 10, 100), leg(AREA, 9, Side.BUY, 10, 100)));
        assertThat(test.deals()).containsExactly("101>201 10@0", "101>201 10@0");

        test.reject(RejectReason.BUY_EXPOSURE, buy(201, 9, 10, 110));
        test.accept(buy(201, 9, 10, 100));
        test.reject(RejectReason.BUY_EXPOSURE, buy(201, 10, 5, 10));
    }

    @Test
    void aRejectedBasketReservesNothing() {
        limit(201, 1_000L, null);
        test.accept(sell(101, 1, 10, 50));
        test.reject(
                RejectReason.UNFILLABLE,
                basket(leg(AREA, 8, Side.BUY, 5, 100), leg(AREA, 9, Side.BUY, 5, 100)));
        test.reject(
                RejectReason.BUY_EXPOSURE,
                basket(leg(AREA, 8, Side.BUY, 5, 100), leg(AREA, 9, Side.BUY, 10, 100)));

        test.accept(buy(201, 9, 10, 100));
    }

    @Test
    void staysWithinTheFeeder() {
        test.accept(sell(101, 1, 10, 50));
        test.accept(in(sell(101, 2, 10, 50), AREA, interval(9)));
        test.accept(new SetFeederLimit(AREA, interval(9), null, Energy.ofWattHours(5)));

        test.reject(
                RejectReason.FEEDER_LIMIT,
                basket(leg(AREA, 8, Side.BUY, 10, 100), leg(AREA, 9, Side.BUY, 10, 100)));
        test.accept(new SetFeederLimit(AREA, interval(9), Energy.ofWattHours(5), null));
        test.reject(
                RejectReason.UNFILLABLE,
                basket(leg(AREA, 8, Side.BUY, 10, 100), leg(AREA, 9, Side.BUY, 10, 100)));
    }

    @Test
    void nothingIsLeftToCancel() {
        test.accept(sell(101, 1, 10, 50));
        test.accept(in(buy(102, 1, 10, 80), TWO, interval(9)));
        test.accept(basket(leg(AREA, 8, Side.BUY, 10, 100), leg(TWO, 9, Side.SELL, 10, 80)));

        test.reject(RejectReason.UNKNOWN_ORDER, cancel(201, 1));
    }

    @Test
    void refusesWhatCannotBe() {
        AreaId call = new AreaId(3);
        MarketDesign design = new MarketDesign(Kind.CALL, Duration.ZERO, Rationing.TIME);
        test.accept(new ConfigureArea(rules(call, Price.ZERO, design, OriginPremiums.NONE)));
        Leg good = leg(AREA, 8, Side.BUY, 10, 100);
        test.reject(RejectReason.OUT_OF_RANGE, basket());
        test.reject(RejectReason.OUT_OF_RANGE, basket(good));
        test.reject(
                RejectReason.OUT_OF_RANGE,
                new PlaceBasket(
                        new ParticipantId(201),
                        1,
                        Collections.nCopies(EngineCommand.MOST_LEGS + 1, good)));
        test.reject(RejectReason.TERMS_NOT_ALLOWED, basket(good, good));
        test.reject(RejectReason.TERMS_NOT_ALLOWED, basket(good, leg(AREA, 8, Side.SELL, 5, 500)));
        test.reject(RejectReason.TERMS_NOT_ALLOWED, basket(good, leg(call, 8, Side.BUY, 10, 100)));
        test.reject(
                RejectReason.UNKNOWN_AREA, basket(good, leg(new AreaId(9), 8, Side.BUY, 10, 100)));
        test.reject(RejectReason.GATE_CLOSED, basket(good, leg(TWO, 0, Side.BUY, 10, 100)));
        test.reject(RejectReason.BEYOND_HORIZON, basket(good, leg(TWO, 97, Side.BUY, 10, 100)));
        test.reject(RejectReason.OFF_TICK, basket(good, leg(TWO, 8, Side.BUY, 10, 105)));
        test.reject(RejectReason.OFF_LOT, basket(good, leg(TWO, 8, Side.BUY, 7, 100)));
    }

    private static PlaceBasket basket(Leg... legs) {
        return new PlaceBasket(new ParticipantId(201), 1, List.of(legs));
    }

    private static Leg leg(AreaId area, long number, Side side, long wattHours, long limit) {
        return new Leg(
                area,
                interval(number),
                side,
                Energy.ofWattHours(wattHours),
                Price.ofMicroPerKwh(limit));
    }

    private void limit(long participant, Long exposure, Long sold) {
        test.accept(
                new SetParticipantLimits(
                        new ParticipantId(participant),
                        exposure == null ? null : Money.ofNano(exposure),
                        sold == null ? null : Energy.ofWattHours(sold)));
    }
}
