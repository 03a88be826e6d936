package energy.peerwatt.settlement.allocation;

import static energy.peerwatt.settlement.allocation.Communities.member;
import static energy.peerwatt.settlement.allocation.Communities.wh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.time.DeliveryInterval;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeysTest {

    private static final ZoneId MADRID = ZoneId.of("Europe/Madrid");

    @Test
    void staticKeyFeedsInWhatAMemberCannotUse() {
        StaticKey key = new StaticKey(Map.of(member(1), 50L, member(2), 50L), false);

        Allocation allocation = key.allocate(Communities.of(wh(100, 0, 0), wh(0, 20, 200)));

        assertThat(allocation.shares()).containsExactly(0, 50, 50);
        assertThat(allocation.bought()).containsExactly(0, 20, 50);
        assertThat(allocation.sold()).containsExactly(70, 0, 0);
    }

    @Test
    void staticKeyRedistributesByTheSameWeightsUntilOneSideIsUsedUp() {
        StaticKey key = new StaticKey(Map.of(member(1), 50L, member(2), 25L, member(3), 25L), true);

        Allocation allocation = key.allocate(Communities.of(wh(100, 0, 0, 0), wh(0, 20, 35, 200)));

        // 50 / 25 / 25, then of the 30 left 15 / 15, of which the second uses 10, then the last 5.
        assertThat(allocation.bought()).containsExactly(0, 20, 35, 45);
        assertThat(key.allocate(Communities.of(wh(100, 0, 0, 0), wh(0, 20, 10, 5))).bought())
                .containsExactly(0, 20, 10, 5);
    }

    @Test
    void staticKeyKeepsThePartOfAnAbsentMemberUnlessItIsRedistributed() {
        Map<ParticipantId, Long> weights = Map.of(member(1), 1L, member(9), 3L);
        Community community = Communities.of(wh(100, 0), wh(0, 90));

        assertThat(new StaticKey(weights, false).allocate(community).bought())
                .containsExactly(0, 25);
        assertThat(new StaticKey(weights, true).allocate(community).bought())
                .containsExactly(0, 90);
    }

    @Test
    void hierarchicalKeyServesGroupsInOrderAndTheUnnamedLast() {
        HierarchicalKey key =
                new HierarchicalKey(List.of(List.of(member(3)), List.of(member(1), member(2))));

        Allocation allocation =
                key.allocate(Communities.of(wh(100, 0, 0, 0, 0), wh(0, 60, 30, 70, 500)));

        assertThat(allocation.bought()).containsExactly(0, 20, 10, 70, 0);
        assertThat(
                        key.allocate(Communities.of(wh(200, 0, 0, 0, 0), wh(0, 60, 30, 70, 500)))
                                .bought())
                .containsExactly(0, 60, 30, 70, 40);
    }

    @Test
    void constantCoefficientsShareByThousandthsOfAPerMille() {
        CoefficientTable key =
                new CoefficientTable(
                        Map.of(member(1), List.of(333_333), member(2), List.of(666_667)), MADRID);

        Allocation allocation = key.allocate(Communities.of(wh(1_000, 0, 0), wh(0, 900, 600)));

        assertThat(allocation.shares()).containsExactly(0, 333, 667);
        assertThat(allocation.bought()).containsExactly(0, 333, 600);
    }

    @Test
    void hourlyCoefficientsAreOfTheLocalHourAlsoWhenItIsRepeated() {
        List<Integer> ofFirst = hours(24, 2, 1_000_000);
        List<Integer> ofSecond = ofFirst.stream().map(value -> 1_000_000 - value).toList();
        CoefficientTable key =
                new CoefficientTable(Map.of(member(1), ofFirst, member(2), ofSecond), MADRID);

        // In Madrid 2026-10-25 has the hour from 2 to 3 twice, 2026-03-29 not at all.
        assertThat(boughtAt("2026-10-25T00:00:00Z", key)).containsExactly(0, 60, 0);
        assertThat(boughtAt("2026-10-25T01:00:00Z", key)).containsExactly(0, 60, 0);
        assertThat(boughtAt("2026-10-25T02:00:00Z", key)).containsExactly(0, 0, 60);
        assertThat(boughtAt("2026-03-29T00:45:00Z", key)).containsExactly(0, 0, 60);
        assertThat(boughtAt("2026-03-29T01:00:00Z", key)).containsExactly(0, 0, 60);
    }

    @Test
    void coefficientsOfAYearSkipTheLeapDay() {
        int march1At5 = (31 + 28) * 24 + 5;
        List<Integer> ofFirst = hours(8_760, march1At5, 1_000_000);
        List<Integer> ofSecond = ofFirst.stream().map(value -> 1_000_000 - value).toList();
        CoefficientTable key =
                new CoefficientTable(
                        Map.of(member(1), ofFirst, member(2), ofSecond), ZoneId.of("UTC"));

        assertThat(boughtAt("2026-03-01T05:00:00Z", key)).containsExactly(0, 60, 0);
        assertThat(boughtAt("2028-03-01T05:00:00Z", key)).containsExactly(0, 60, 0);
        assertThat(boughtAt("2028-02-29T05:00:00Z", key)).containsExactly(0, 0, 60);
        assertThat(boughtAt("2028-12-31T23:00:00Z", key)).containsExactly(0, 0, 60);
    }

    private static List<Integer> hours(int count, int hour, int value) {
        return IntStream.range(0, count).mapToObj(i -> i == hour ? value : 0).toList();
    }

    private static long[] boughtAt(String instant, AllocationKey key) {
        DeliveryInterval interval = DeliveryInterval.quarterHourAt(Instant.parse(instant));
        return key.allocate(Communities.of(interval, wh(60, 0, 0), wh(0, 90, 90))).bought();
    }

    @Test
    void refusesCoefficientsThatAreNotTheWhole() {
        assertThatThrownBy(() -> new CoefficientTable(Map.of(member(1), List.of(999_999)), MADRID))
                .hasMessage("coefficients of hour 0 add up to 999999 millionths");
        assertThatThrownBy(() ->
                        new CoefficientTable(
                                Map.of(member(1), List.of(1_000_001), member(2), List.of(-1)),
                                MADRID))
                .hasMessage("negative coefficient in hour 0");
        assertThatThrownBy(() ->
                        new CoefficientTable(
                                Map.of(member(1), Collections.nCopies(23, 1_000_000)), MADRID))
                .hasMessage("neither 1, 24 nor 8760 coefficients: 23");
        assertThatThrownBy(() -> new CoefficientTable(Map.of(), MADRID))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void participationTakesPartsThatAddUpToTheWholeOverAllCommunities() {
        var first = new ParticipationKey.Factor(0, 333_333);
        var second = new ParticipationKey.Factor(333_333, 333_333);
        var third = new ParticipationKey.Factor(666_666, 333_334);

        for (long wh : wh(0, 1, 2, 3, 10, 999, 1_000_001)) {
            assertThat(first.of(wh) + second.of(wh) + third.of(wh)).isEqualTo(wh);
        }
        assertThatThrownBy(() -> new ParticipationKey.Factor(700_000, 300_001))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void participationLetsOnlyThePartTakePart() {
        AllocationKey key =
                new ParticipationKey(
                        Map.of(member(1), new ParticipationKey.Factor(0, 500_000)),
                        new DynamicKey());

        Allocation allocation = key.allocate(Communities.of(wh(90, 0, 0), wh(0, 120, 120)));

        assertThat(allocation.bought()).containsExactly(0, 30, 60);
    }

    @Test
    void ownUseComesFirst() {
        // Luxembourg: 500 generated, 200 used by the producer, 300 shared.
        Allocation allocation =
                new OwnUseFirst(new DynamicKey())
                        .allocate(Communities.of(wh(500, 0, 0), wh(200, 400, 200)));

        assertThat(allocation.own()).containsExactly(200, 0, 0);
        assertThat(allocation.bought()).containsExactly(0, 200, 100);
        assertThat(allocation.sold()).containsExactly(300, 0, 0);
        assertThat(allocation.shares()).containsExactly(200, 200, 100);
    }

    @Test
    void hourlyMinimumIsAttributedToPlantsInOrderOfCommissioning() {
        HourlyMinimum key = new HourlyMinimum(List.of(member(1), member(0)));

        Allocation allocation =
                key.allocate(Communities.of(Communities.HOUR, wh(80, 50, 0, 0), wh(0, 0, 60, 30)));

        assertThat(allocation.bought()).containsExactly(0, 0, 60, 30);
        assertThat(allocation.sold()).containsExactly(40, 50, 0, 0);
    }

    @Test
    void hourlyMinimumNeedsHours() {
        assertThatThrownBy(() ->
                        new HourlyMinimum(List.of()).allocate(Communities.of(wh(1, 0), wh(0, 1))))
                .hasMessage("the hourly minimum needs hourly intervals");
    }

    @Test
    void panelSharesCarryWhatRoundingCuts() {
        PanelShares key = new PanelShares(Map.of(member(1), 1, member(2), 1, member(3), 1), 3);
        Carry carry = Carry.NONE;
        long[] sums = new long[4];

        for (int interval = 0; interval < 3; interval++) {
            Community community = Communities.of(wh(100, 0, 0, 0), wh(0, 99, 99, 99));
            Allocation allocation = key.allocate(community.carrying(carry));
            assertThat(Community.sum(allocation.shares())).isEqualTo(100);
            for (int i = 0; i < 4; i++) {
                sums[i] += allocation.shares()[i];
            }
            carry = Carry.parse(allocation.carried().text());
        }

        assertThat(sums).containsExactly(0, 100, 100, 100);
        assertThat(carry).isEqualTo(Carry.NONE);
    }

    @Test
    void sharesThatNobodyOwnsAreFedIn() {
        PanelShares key = new PanelShares(Map.of(member(1), 1), 4);

        assertThat(key.allocate(Communities.of(wh(100, 0), wh(0, 99))).bought())
                .containsExactly(0, 25);
        assertThatThrownBy(() -> new PanelShares(Map.of(member(1), 5), 4))
                .hasMessage("members have 5 shares of 4 issued");
    }

    @Test
    void sharesAreBoundedSoThatALargeRoofStaysCountable() {
        int most = PanelShares.MOST_ISSUED;
        PanelShares key = new PanelShares(Map.of(member(1), most / 2), most);

        assertThat(key.allocate(Communities.of(wh(3_000_000, 0), wh(0, 3_000_000))).bought())
                .containsExactly(0, 1_500_000);
        assertThatThrownBy(() -> new PanelShares(Map.of(member(1), 1), most + 1))
                .hasMessage("1000001 shares are issued, more than 1000000");
    }

    @Test
    void carryIsReadAsItIsWritten() {
        assertThat(Carry.parse("100:-3 104:3"))
                .isEqualTo(new Carry(Map.of(member(4), 3L, member(0), -3L)));
        assertThat(Carry.parse("100:-3 104:3").text()).isEqualTo("100:-3 104:3");
        assertThat(Carry.parse("")).isEqualTo(Carry.NONE);
        assertThatThrownBy(() -> Carry.parse("100")).hasMessage("not a remainder: 100");
    }

    @Test
    void aMemberBuysFromOthersWhatItWouldBuyFromItself() {
        StaticKey key = new StaticKey(Map.of(member(0), 1L, member(1), 1L), false);

        Allocation allocation = key.allocate(Communities.of(wh(80, 20), wh(50, 50)));

        // Member 1 has 20 for member 0 and gets the 50 of its share.
        assertThat(allocation.bought()).containsExactly(20, 50);
        assertThat(allocation.sold()).containsExactly(50, 20);
    }
}
