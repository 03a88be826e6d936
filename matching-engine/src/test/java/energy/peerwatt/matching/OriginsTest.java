package energy.peerwatt.matching;

import static energy.peerwatt.matching.TestMarket.AREA;
import static energy.peerwatt.matching.TestMarket.buy;
import static energy.peerwatt.matching.TestMarket.in;
import static energy.peerwatt.matching.TestMarket.interval;
import static energy.peerwatt.matching.TestMarket.rules;
import static energy.peerwatt.matching.TestMarket.sell;
import static energy.peerwatt.matching.TestMarket.with;
import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.EngineCommand.ConfigureArea;
import energy.peerwatt.market.EngineCommand.LinkAreas;
import energy.peerwatt.market.EngineCommand.PlaceOrder;
import energy.peerwatt.market.MarketDesign;
import energy.peerwatt.market.OrderTerms;
import energy.peerwatt.market.Origin;
import energy.peerwatt.market.OriginPremiums;
import energy.peerwatt.market.RejectReason;
import energy.peerwatt.unit.Price;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Fees are 50 everywhere; a wish is worth 30 for solar, 20 for battery, 10 for local. */
@ParameterizedClass
@EnumSource(TestBook.class)
class OriginsTest {

    private static final AreaId OTHER = new AreaId(2);
    private static final Price FEES = Price.ofMicroPerKwh(50);
    private static final OriginPremiums PREMIUMS =
            new OriginPremiums(
                    Price.ofMicroPerKwh(30), Price.ofMicroPerKwh(20), Price.ofMicroPerKwh(10));

    @Parameter private TestBook book = TestBook.REFERENCE;

    private TestEngine test = TestEngine.open(book);

    @BeforeEach
    void openAreas() {
        test = TestEngine.open(book);
        for (AreaId area : new AreaId[] {AREA, OTHER}) {
            test.accept(new ConfigureArea(rules(area, FEES, MarketDesign.CONTINUOUS, PREMIUMS)));
        }
        test.accept(new LinkAreas(OTHER, AREA, FEES, Instant.EPOCH));
        test.accept(new LinkAreas(AREA, OTHER, FEES, Instant.EPOCH));
    }

    @Test
    void aBuyerPaysAPremiumForWhatItPrefers() {
        test.accept(from(sell(101, 1, 10, 100), Origin.ANY));
        test.accept(from(sell(102, 1, 10, 120), Origin.SOLAR));

        test.accept(prefers(buy(201, 1, 10, 150), Origin.SOLAR));

        assertThat(test.deals()).containsExactly("102>201 10@120");
    }

    @Test
    void aPremiumIsNotPaidForAnythingElse() {
        test.accept(from(sell(102, 1, 10, 110), Origin.BATTERY));

        test.accept(prefers(buy(201, 1, 10, 150), Origin.SOLAR));
        assertThat(test.trades()).isEmpty();

        test.accept(prefers(buy(201, 2, 10, 160), Origin.SOLAR));
        assertThat(test.deals()).containsExactly("102>201 10@110");
    }

    @Test
    void aRestingBuyerPaysItsPremiumToo() {
        test.accept(prefers(buy(201, 1, 10, 150), Origin.SOLAR));

        test.accept(from(sell(101, 1, 5, 100), Origin.ANY));
        test.accept(from(sell(102, 1, 5, 100), Origin.SOLAR));

        assertThat(test.deals()).containsExactly("101>201 5@100", "102>201 5@130");
    }

    @Test
    void theHigherEffectiveBidComesFirstForASeller() {
        test.accept(buy(201, 1, 10, 170));
        test.accept(prefers(buy(202, 1, 10, 150), Origin.SOLAR));

        test.accept(from(sell(101, 1, 10, 80), Origin.SOLAR));
        test.accept(from(sell(101, 2, 10, 80), Origin.ANY));

        assertThat(test.deals()).containsExactly("101>202 10@130", "101>201 10@120");
    }

    @Test
    void aBuyerThatRequiresAnOriginTakesNothingElseAndPaysNoPremium() {
        test.accept(from(sell(101, 1, 10, 50), Origin.ANY));
        test.accept(from(sell(102, 1, 10, 110), Origin.SOLAR));
        test.accept(requires(buy(201, 1, 10, 150), Origin.SOLAR));
        assertThat(test.trades()).isEmpty();

        test.accept(from(sell(103, 1, 10, 100), Origin.BATTERY));
        test.accept(from(sell(103, 2, 10, 100), Origin.SOLAR));

        assertThat(test.deals()).containsExactly("103>201 10@100");
    }

    @Test
    void localIsEverythingStatedOfTheOwnArea() {
        test.accept(in(from(sell(101, 1, 10, 50), Origin.SOLAR), OTHER));
        test.accept(in(from(sell(101, 2, 10, 50), Origin.LOCAL), OTHER));
        test.accept(from(sell(102, 1, 10, 60), Origin.ANY));
        test.accept(from(sell(103, 1, 10, 90), Origin.LOCAL));
        test.accept(from(sell(104, 1, 10, 70), Origin.BATTERY));
        test.accept(from(sell(105, 1, 10, 80), Origin.SOLAR));

        test.accept(requires(buy(201, 1, 30, 500), Origin.LOCAL));

        assertThat(test.deals()).containsExactly("104>201 10@70", "105>201 10@80", "103>201 10@90");
    }

    @Test
    void aLinkedSellerMeetsNoWishForLocal() {
        test.accept(prefers(buy(201, 1, 10, 150), Origin.LOCAL));
        test.accept(requires(buy(202, 1, 10, 500), Origin.LOCAL));

        test.accept(in(from(sell(101, 1, 10, 100), Origin.LOCAL), OTHER));

        assertThat(test.deals()).containsExactly("101>201 10@100");
    }

    @Test
    void solarFromALinkedAreaMeetsTheWish() {
        test.accept(in(from(sell(101, 1, 10, 130), Origin.SOLAR), OTHER));

        test.accept(prefers(buy(201, 1, 10, 150), Origin.SOLAR));

        assertThat(test.deals()).containsExactly("101>201 10@130");
        assertThat(test.trades().getFirst().buyerArea()).isEqualTo(AREA);
        assertThat(test.trades().getFirst().area()).isEqualTo(OTHER);
    }

    @Test
    void openIntervalsKeepThePremiumsOfTheirFirstOrder() {
        test.accept(prefers(buy(201, 1, 10, 150), Origin.SOLAR));
        test.accept(
                new ConfigureArea(rules(AREA, FEES, MarketDesign.CONTINUOUS, OriginPremiums.NONE)));

        test.accept(from(sell(101, 1, 10, 130), Origin.SOLAR));
        test.accept(in(prefers(buy(201, 2, 10, 150), Origin.SOLAR), AREA, interval(9)));
        test.accept(in(from(sell(101, 2, 10, 130), Origin.SOLAR), AREA, interval(9)));

        assertThat(test.deals()).containsExactly("101>201 10@130");
    }

    @Test
    void refusesARequirementOfNothingAndOfASeller() {
        test.reject(RejectReason.TERMS_NOT_ALLOWED, requires(buy(201, 1, 10, 150), Origin.ANY));
        test.reject(RejectReason.TERMS_NOT_ALLOWED, requires(sell(201, 1, 10, 150), Origin.SOLAR));
    }

    private static PlaceOrder from(PlaceOrder sale, Origin origin) {
        return with(sale, OrderTerms.DEFAULT.withOrigin(origin, false));
    }

    private static PlaceOrder prefers(PlaceOrder purchase, Origin origin) {
        return with(purchase, OrderTerms.DEFAULT.withOrigin(origin, false));
    }

    private static PlaceOrder requires(PlaceOrder order, Origin origin) {
        return with(order, OrderTerms.DEFAULT.withOrigin(origin, true));
    }
}
