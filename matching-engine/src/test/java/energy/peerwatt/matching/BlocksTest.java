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
import energy.peerwatt.market.EngineCommand.AcknowledgeEvents;
import energy.peerwatt.market.EngineCommand.ConfigureArea;
import energy.peerwatt.market.EngineCommand.PlaceBlock;
import energy.peerwatt.market.EngineCommand.PlaceOrder;
import energy.peerwatt.market.EngineCommand.ReplaceOrder;
import energy.peerwatt.market.EngineCommand.SetFeederLimit;
import energy.peerwatt.market.EngineCommand.SetParticipantLimits;
import energy.peerwatt.market.EngineEvent.BlockAccepted;
import energy.peerwatt.market.EngineEvent.CancelReason;
import energy.peerwatt.market.EngineEvent.OrderCancelled;
import energy.peerwatt.market.MarketDesign;
import energy.peerwatt.market.MarketDesign.Kind;
import energy.peerwatt.market.MarketDesign.Rationing;
import energy.peerwatt.market.OrderId;
import energy.peerwatt.market.OriginPremiums;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.RejectReason;
import energy.peerwatt.market.Side;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import energy.peerwatt.unit.Price;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Blocks in intervals 8 to 10, with fees of 50. */
@ParameterizedClass
@EnumSource(TestBook.class)
class BlocksTest {

    @Parameter private TestBook book = TestBook.REFERENCE;

    private TestEngine test = TestEngine.open(book);

    @BeforeEach
    void openMarket() {
        test = TestEngine.open(book);
    }

    @Test
    void tradesAtOnceWhereAllItsBooksAllow() {
        test.accept(at(8, sell(101, 1, 10, 40)));
        test.accept(at(9, sell(102, 1, 10, 70)));
        test.accept(at(10, sell(103, 1, 10, 40)));

        BlockAccepted accepted = test.direct(BlockAccepted.class, block(201, 1, Side.BUY, 10, 100));

        assertThat(test.deals()).containsExactly("101>201 10@40", "102>201 10@70", "103>201 10@40");
        assertThat(test.trades())
                .allSatisfy(trade -> assertThat(trade.buyOrder()).isEqualTo(accepted.order()))
                .extracting(trade -> trade.interval())
                .containsExactly(interval(8), interval(9), interval(10));
    }

    @Test
    void waitsForTheLastOfItsBooks() {
        test.accept(block(201, 1, Side.BUY, 10, 100));
        test.accept(at(8, sell(101, 1, 10, 50)));
        test.accept(at(10, sell(103, 1, 15, 50)));
        assertThat(test.trades()).isEmpty();

        test.accept(at(9, sell(102, 1, 10, 50)));

        assertThat(test.trades()).hasSize(3);
        test.accept(at(10, buy(202, 1, 5, 100)));
        assertThat(test.deals()).endsWith("103>202 5@50");
    }

    @Test
    void itsAverageDecidesNotEachPrice() {
        test.accept(at(8, buy(201, 1, 10, 200)));
        test.accept(at(9, buy(202, 1, 10, 100)));
        test.accept(at(10, buy(203, 1, 10, 150)));

        test.accept(block(101, 1, Side.SELL, 10, 110));
        assertThat(test.trades()).isEmpty();
        test.accept(block(102, 1, Side.SELL, 10, 100));

        assertThat(test.deals())
                .containsExactly("102>201 10@150", "102>202 10@50", "102>203 10@100");
    }

    @Test
    void nothingTradesUnlessEveryIntervalHasEnough() {
        test.accept(at(8, sell(101, 1, 10, 50)));
        test.accept(at(9, sell(102, 1, 5, 50)));
        test.accept(at(10, sell(103, 1, 10, 50)));

        test.accept(block(201, 1, Side.BUY, 10, 500));

        assertThat(test.trades()).isEmpty();
    }

    /** What becomes a call later is one for intervals in which nothing waits. */
    @Test
    void keepsTheDesignItCameUnder() {
        test.accept(block(201, 1, Side.BUY, 10, 100));
        MarketDesign call = new MarketDesign(Kind.CALL, Duration.ZERO, Rationing.TIME);
        test.accept(new ConfigureArea(rules(AREA, TestMarket.FEES, call, OriginPremiums.NONE)));
        test.accept(at(8, sell(101, 1, 10, 50)));
        test.accept(at(9, sell(102, 1, 10, 50)));
        assertThat(test.trades()).isEmpty();

        test.accept(at(10, sell(103, 1, 10, 50)));

        assertThat(test.deals()).containsExactly("101>201 10@50", "102>201 10@50", "103>201 10@50");
        test.accept(at(11, sell(101, 2, 10, 50)));
        test.accept(at(11, buy(202, 1, 10, 100)));
        assertThat(test.trades()).hasSize(3);
    }

    @Test
    void blocksDoNotTradeWithEachOther() {
        test.accept(block(101, 1, Side.SELL, 10, 0));
        test.accept(block(201, 1, Side.BUY, 10, 500));

        assertThat(test.trades()).isEmpty();
    }

    @Test
    void theSmallerNumberIsTriedFirst() {
        test.accept(block(201, 1, Side.BUY, 10, 100));
        test.accept(block(202, 1, Side.BUY, 10, 300));
        test.accept(at(8, sell(101, 1, 10, 50)));
        test.accept(at(9, sell(101, 2, 10, 50)));
        test.accept(at(10, sell(101, 3, 10, 50)));

        assertThat(test.trades()).extracting(trade -> trade.buyer().value()).containsOnly(201L);
    }

    @Test
    void aCancelledOwnOrderMayMakeWay() {
        test.accept(at(8, sell(201, 9, 10, 40)));
        test.accept(at(8, sell(101, 1, 10, 50)));
        test.accept(at(9, sell(101, 2, 10, 50)));
        test.accept(at(10, sell(101, 3, 10, 50)));
        test.accept(block(201, 1, Side.BUY, 10, 100));
        assertThat(test.trades()).isEmpty();

        test.accept(cancel(201, 9));

        assertThat(test.trades()).hasSize(3);
    }

    @Test
    void leavesAtTheFirstGate() {
        test.accept(
                new PlaceBlock(
                        new ParticipantId(201),
                        1,
                        AREA,
                        interval(1),
                        2,
                        Side.BUY,
                        Energy.ofWattHours(10),
                        Price.ofMicroPerKwh(100)));
        test.accept(in(sell(101, 1, 10, 50), AREA, interval(2)));

        test.logAt(Duration.ofMinutes(10));

        assertThat(test.all(OrderCancelled.class))
                .singleElement()
                .satisfies(cancelled -> {
                    assertThat(cancelled.order()).isEqualTo(new OrderId(1));
                    assertThat(cancelled.reason()).isEqualTo(CancelReason.GATE_CLOSED);
                    assertThat(cancelled.remaining()).isEqualTo(Energy.ofWattHours(20));
                });
    }

    @Test
    void isCancelledWholeAndOnce() {
        test.accept(block(201, 1, Side.BUY, 10, 100));

        OrderCancelled cancelled = test.direct(OrderCancelled.class, cancel(201, 1));

        assertThat(cancelled.remaining()).isEqualTo(Energy.ofWattHours(30));
        test.reject(RejectReason.UNKNOWN_ORDER, cancel(201, 1));
        test.accept(at(8, sell(101, 1, 10, 50)));
        test.accept(at(9, sell(101, 2, 10, 50)));
        test.accept(at(10, sell(101, 3, 10, 50)));
        assertThat(test.trades()).isEmpty();
    }

    @Test
    void aTradedBlockIsNeitherCancelledNorReplaced() {
        for (int number = 8; number <= 10; number++) {
            test.accept(at(number, sell(101, number, 10, 50)));
        }
        test.accept(block(201, 1, Side.BUY, 10, 100));
        assertThat(test.trades()).hasSize(3);

        test.reject(RejectReason.UNKNOWN_ORDER, cancel(201, 1));
        test.reject(
                RejectReason.TERMS_NOT_ALLOWED,
                new ReplaceOrder(new ParticipantId(201), 1, Energy.ofWattHours(5), Price.ZERO));
    }

    @Test
    void reservesAllItsIntervalsAndPaysWhatItCosts() {
        limit(201, 3_000L, null);
        limit(101, null, 10L);
        test.accept(block(201, 1, Side.BUY, 10, 100));
        test.reject(RejectReason.BUY_EXPOSURE, buy(201, 2, 5, 10));
        test.accept(block(101, 1, Side.SELL, 10, 500));
        test.reject(RejectReason.SELL_LIMIT, at(9, sell(101, 2, 5, 10)));
        test.reject(RejectReason.SELL_LIMIT, block(101, 2, Side.SELL, 5, 500));

        for (int number = 8; number <= 10; number++) {
            test.accept(at(number, sell(102, number, 10, 0)));
        }
        assertThat(test.trades()).hasSize(3);
        test.reject(RejectReason.BUY_EXPOSURE, buy(201, 2, 5, 310));
        test.accept(buy(201, 2, 5, 300));
        test.accept(cancel(101, 1));
        test.accept(at(9, sell(101, 2, 10, 10)));
    }

    @Test
    void aRefusedBlockReservesNothing() {
        limit(201, 2_999L, null);
        test.reject(RejectReason.BUY_EXPOSURE, block(201, 1, Side.BUY, 10, 100));
        test.accept(buy(201, 2, 25, 100));
    }

    @Test
    void anIntervalThatPaysDoesNotRaiseWhatOthersMayCost() {
        limit(201, 0L, null);
        test.accept(at(8, sell(101, 1, 10, -500)));
        test.accept(at(9, sell(101, 2, 10, 50)));
        test.accept(at(10, sell(101, 3, 10, 50)));
        test.accept(block(201, 1, Side.BUY, 10, 0));
        assertThat(test.trades()).isEmpty();

        limit(201, 2_000L, null);
        test.accept(at(8, sell(102, 1, 10, 0)));
        assertThat(test.trades()).hasSize(3);
    }

    @Test
    void staysWithinTheFeeder() {
        test.accept(new SetFeederLimit(AREA, interval(9), null, Energy.ofWattHours(5)));
        test.reject(RejectReason.FEEDER_LIMIT, block(201, 1, Side.BUY, 10, 100));
        test.accept(block(201, 1, Side.BUY, 5, 100));
    }

    @Test
    void refusesWhatCannotBe() {
        AreaId call = new AreaId(2);
        MarketDesign design = new MarketDesign(Kind.CALL, Duration.ZERO, Rationing.TIME);
        test.accept(new ConfigureArea(rules(call, Price.ZERO, design, OriginPremiums.NONE)));
        test.reject(RejectReason.TERMS_NOT_ALLOWED, block(call, 8, 3, 10, 100));
        test.reject(RejectReason.UNKNOWN_AREA, block(new AreaId(3), 8, 3, 10, 100));
        test.reject(RejectReason.GATE_CLOSED, block(AREA, 0, 3, 10, 100));
        test.reject(RejectReason.BEYOND_HORIZON, block(AREA, 95, 3, 10, 100));
        test.reject(RejectReason.OUT_OF_RANGE, block(AREA, 8, 1, 10, 100));
        test.reject(
                RejectReason.OUT_OF_RANGE,
                block(AREA, 8, EngineCommand.LONGEST_BLOCK + 1, 10, 100));
        test.reject(RejectReason.OUT_OF_RANGE, block(AREA, 8, -5, 10, 100));
        test.reject(RejectReason.OUT_OF_RANGE, block(AREA, 8, 2, 500_000_005, 100));
        test.reject(RejectReason.OFF_TICK, block(AREA, 8, 3, 10, 105));
        test.reject(RejectReason.OFF_LOT, block(AREA, 8, 3, 7, 100));
        test.accept(block(AREA, 94, 3, 10, 100));
    }

    @Test
    void waitingBlocksAreBounded() {
        for (int id = 1; id <= Blocks.MOST_WAITING; id++) {
            test.accept(block(1_000 + id, id, Side.BUY, 5, 10));
        }
        test.reject(RejectReason.TOO_MANY, block(201, 5_000, Side.BUY, 5, 10));
        test.accept(cancel(1_007, 7));
        test.accept(block(201, 5_000, Side.BUY, 5, 10));
    }

    @Test
    void waitWhileTooManyEventsDo() {
        test = TestEngine.open(book, 4);
        test.accept(block(201, 1, Side.BUY, 5, 500));
        for (int number = 8; number <= 10; number++) {
            test.accept(at(number, sell(101, number, 5, 50)));
        }
        assertThat(test.trades()).isEmpty();
        test = TestEngine.of(test.restored(book));

        test.apply(new AcknowledgeEvents(4));

        assertThat(test.trades()).hasSize(3);
    }

    @Test
    void blocksThatCannotTradeDoNotKeepOthersFromTrading() {
        for (int dead = 0; dead < Blocks.MOST_TRIED; dead++) {
            test.accept(block(300 + dead, 1, Side.BUY, 10, -1_000));
        }
        test.accept(block(201, 1, Side.BUY, 10, 100));
        test.accept(at(8, sell(101, 1, 10, 40)));
        test.accept(at(9, sell(102, 1, 10, 70)));
        test.accept(at(10, sell(103, 1, 10, 40)));
        assertThat(test.deals()).isEmpty();
        test.accept(at(10, sell(104, 1, 10, 900)));

        assertThat(test.deals()).containsExactly("101>201 10@40", "102>201 10@70", "103>201 10@40");
    }

    @Test
    void oneParticipantsBlocksLeaveRoomForOthers() {
        for (int own = 1; own <= Blocks.MOST_OWN; own++) {
            test.accept(block(300, own, Side.BUY, 10, -1_000));
        }
        test.reject(RejectReason.TOO_MANY, block(300, 100, Side.BUY, 10, -1_000));
        test.accept(block(301, 1, Side.BUY, 10, -1_000));
    }

    @Test
    void aFeederWithMoreRoomLetsThemTrade() {
        test.accept(block(201, 1, Side.BUY, 10, 100));
        test.accept(new SetFeederLimit(AREA, interval(9), null, Energy.ofWattHours(5)));
        test.accept(at(8, sell(101, 1, 10, 40)));
        test.accept(at(9, sell(102, 1, 10, 70)));
        test.accept(at(10, sell(103, 1, 10, 40)));
        assertThat(test.deals()).isEmpty();

        test.accept(new SetFeederLimit(AREA, interval(9), null, null));

        assertThat(test.deals()).hasSize(3);
    }

    private static PlaceOrder at(long number, PlaceOrder order) {
        return in(order, AREA, interval(number));
    }

    private static PlaceBlock block(
            long participant, long id, Side side, long wattHours, long limit) {
        return new PlaceBlock(
                new ParticipantId(participant),
                id,
                AREA,
                interval(8),
                3,
                side,
                Energy.ofWattHours(wattHours),
                Price.ofMicroPerKwh(limit));
    }

    private static PlaceBlock block(
            AreaId area, long first, int intervals, long wattHours, long limit) {
        return new PlaceBlock(
                new ParticipantId(201),
                1,
                area,
                interval(first),
                intervals,
                Side.BUY,
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
