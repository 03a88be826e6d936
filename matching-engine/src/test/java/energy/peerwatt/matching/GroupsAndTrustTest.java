package energy.peerwatt.matching;

import static energy.peerwatt.matching.TestMarket.AREA;
import static energy.peerwatt.matching.TestMarket.buy;
import static energy.peerwatt.matching.TestMarket.cancel;
import static energy.peerwatt.matching.TestMarket.in;
import static energy.peerwatt.matching.TestMarket.rules;
import static energy.peerwatt.matching.TestMarket.sell;
import static energy.peerwatt.matching.TestMarket.with;
import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.EngineCommand;
import energy.peerwatt.market.EngineCommand.ConfigureArea;
import energy.peerwatt.market.EngineCommand.LinkAreas;
import energy.peerwatt.market.EngineCommand.SetGroup;
import energy.peerwatt.market.EngineCommand.SetTrust;
import energy.peerwatt.market.EngineEvent.CancelReason;
import energy.peerwatt.market.EngineEvent.OrderCancelled;
import energy.peerwatt.market.EngineEvent.OrderReduced;
import energy.peerwatt.market.OrderTerms;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.RejectReason;
import energy.peerwatt.market.SelfTradePrevention;
import energy.peerwatt.unit.Price;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestBook.class)
class GroupsAndTrustTest {

    @Parameter private TestBook book = TestBook.REFERENCE;

    private TestEngine test = TestEngine.open(book);

    @BeforeEach
    void openMarket() {
        test = TestEngine.open(book);
    }

    @Test
    void ordersOfOneGroupDoNotTradeWithEachOther() {
        group(102, 101);
        test.accept(sell(101, 1, 10, 50));
        test.accept(buy(102, 1, 10, 100));

        assertThat(test.trades()).isEmpty();
        assertThat(test.all(OrderCancelled.class))
                .singleElement()
                .satisfies(cancelled -> {
                    assertThat(cancelled.participant()).isEqualTo(new ParticipantId(102));
                    assertThat(cancelled.reason()).isEqualTo(CancelReason.SELF_TRADE);
                });
    }

    @Test
    void whoJoinsAMemberJoinsItsGroup() {
        group(102, 101);
        group(103, 102);
        test.accept(sell(101, 1, 10, 50));
        test.accept(buy(103, 1, 10, 100));

        assertThat(test.trades()).isEmpty();
    }

    @Test
    void nobodyChangesGroupWithOpenOrders() {
        test.accept(buy(102, 1, 10, 100));
        SetGroup join = new SetGroup(new ParticipantId(102), new ParticipantId(101));
        test.refuse(RejectReason.TERMS_NOT_ALLOWED, join);

        test.accept(cancel(102, 1));
        test.accept(join);
    }

    @Test
    void theIncomingOrdersRuleDecides() {
        test.accept(sell(101, 1, 10, 50));
        test.accept(
                with(
                        buy(101, 2, 25, 100),
                        OrderTerms.DEFAULT.withSelfTrade(SelfTradePrevention.DECREMENT)));

        assertThat(test.all(OrderCancelled.class))
                .singleElement()
                .satisfies(cancelled -> {
                    assertThat(cancelled.clientOrderId()).isEqualTo(1);
                    assertThat(cancelled.remaining().wattHours()).isEqualTo(10);
                });
        assertThat(test.all(OrderReduced.class))
                .singleElement()
                .satisfies(reduced -> {
                    assertThat(reduced.clientOrderId()).isEqualTo(2);
                    assertThat(reduced.by().wattHours()).isEqualTo(10);
                    assertThat(reduced.left().wattHours()).isEqualTo(15);
                    assertThat(reduced.reason()).isEqualTo(CancelReason.SELF_TRADE);
                });
        test.accept(sell(102, 1, 15, 50));
        assertThat(test.deals()).containsExactly("102>101 15@50");
    }

    @Test
    void trustedPartnersComeFirstAmongEqualPrices() {
        AreaId two = new AreaId(2);
        test.accept(new ConfigureArea(rules(two, Price.ZERO)));
        test.accept(new LinkAreas(two, AREA, Price.ofMicroPerKwh(50), Instant.EPOCH));
        trust(201, 103, true);
        test.accept(sell(101, 1, 10, 50));
        test.accept(sell(102, 1, 10, 40));
        test.accept(in(sell(103, 1, 10, 50), two));

        test.accept(buy(201, 1, 30, 100));
        assertThat(test.deals()).containsExactly("102>201 10@40", "103>201 10@50", "101>201 10@50");
    }

    @Test
    void trustMayEnd() {
        trust(201, 103, true);
        trust(201, 103, false);
        test.accept(sell(101, 1, 10, 50));
        test.accept(sell(103, 1, 10, 50));

        test.accept(buy(201, 1, 10, 100));

        assertThat(test.deals()).containsExactly("101>201 10@50");
    }

    @Test
    void trustIsBounded() {
        for (int other = 1; other <= EngineCommand.MOST_TRUSTED; other++) {
            trust(201, other, true);
        }
        test.refuse(
                RejectReason.TOO_MANY,
                new SetTrust(new ParticipantId(201), new ParticipantId(99), true));
        trust(201, 5, true);
        trust(201, 5, false);
        trust(201, 99, true);
    }

    @Test
    void whoeverNamesItselfIsAlone() {
        group(102, 101);
        group(101, 101);
        test.accept(sell(101, 1, 10, 50));
        test.accept(buy(102, 1, 10, 100));

        assertThat(test.deals()).containsExactly("101>102 10@50");
    }

    private void group(long participant, long other) {
        test.accept(new SetGroup(new ParticipantId(participant), new ParticipantId(other)));
    }

    private void trust(long participant, long other, boolean trusted) {
        test.accept(
                new SetTrust(new ParticipantId(participant), new ParticipantId(other), trusted));
    }
}
