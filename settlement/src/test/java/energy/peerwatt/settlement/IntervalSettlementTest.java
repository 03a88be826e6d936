package energy.peerwatt.settlement;

import static energy.peerwatt.settlement.Scenario.member;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Quality;
import energy.peerwatt.market.TradeId;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import energy.peerwatt.unit.Price;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IntervalSettlementTest {

    private static final SettlementLine BOUGHT =
            new SettlementLine(
                    1,
                    member(1),
                    member(0),
                    LineKind.MATCHED_ENERGY,
                    Direction.BOUGHT,
                    Energy.ofWattHours(50),
                    Price.ofCentsPerKwh(14),
                    Money.parse("-0.007"),
                    Quality.ACTUAL,
                    Optional.of(new TradeId(1)));

    private static IntervalSettlement of(SettlementLine... lines) {
        return IntervalSettlement.of(
                Scenario.AREA, Scenario.INTERVAL, 1, List.of(lines), Money.ZERO);
    }

    @Test
    void netsOnChainLinesPerParticipant() {
        IntervalSettlement settlement =
                new Scenario()
                        .metered(0, 60)
                        .metered(100, 0)
                        .metered(0, 20)
                        .trade(0, 1, 50, 14)
                        .trade(2, 1, 20, 10)
                        .settle();

        // The pool adds 10 Wh from member 0 at the midpoint of 8 and 30 - 5 ct.
        assertThat(settlement.netPositions())
                .containsExactly(
                        net(ParticipantId.GRID_OPERATOR, "0.0024", 0, 0),
                        net(ParticipantId.TAX_OFFICE, "0.0016", 0, 0),
                        net(member(0), "0.00865", 0, 60),
                        net(member(1), "-0.01465", 80, 0),
                        net(member(2), "0.002", 0, 20));
    }

    @Test
    void refusesALineWithoutItsCounterpart() {
        assertThatThrownBy(() -> of(BOUGHT)).hasMessageContaining("odd number of lines");
        assertThatThrownBy(() -> of(BOUGHT, lineAfter(BOUGHT)))
                .hasMessageContaining("lines do not cancel");
    }

    @Test
    void refusesTotalsThatAreNotThoseOfItsLines() {
        SettlementTotals none =
                new SettlementTotals(
                        Energy.ZERO, Energy.ZERO, Energy.ZERO, Energy.ZERO, Money.ZERO);

        assertThatThrownBy(() ->
                        new IntervalSettlement(
                                Scenario.AREA,
                                Scenario.INTERVAL,
                                1,
                                List.of(BOUGHT, BOUGHT.mirrored()),
                                none))
                .hasMessageContaining("totals do not agree");
    }

    @Test
    void refusesAnAmountThatIsNotPriceTimesEnergy() {
        assertThatThrownBy(() -> withAmount(BOUGHT, Money.parse("-0.008")))
                .hasMessageContaining("line 1");
        assertThatThrownBy(() -> withAmount(BOUGHT, Money.parse("0.007")))
                .hasMessageContaining("line 1");
    }

    @Test
    void keepsItsBytes() {
        IntervalSettlement settlement = of(BOUGHT, BOUGHT.mirrored());

        assertThat(settlement.canonicalBytes()).hasSize(36 + 2 * 55);
        assertThat(settlement.sha256())
                .isEqualTo("d79b96642d946ec9ab89520c01f9face169095f06017cf185323bb83369509d0")
                .isEqualTo(of(BOUGHT, BOUGHT.mirrored()).sha256());
    }

    @Test
    void hashesEveryField() {
        IntervalSettlement settlement = of(BOUGHT, BOUGHT.mirrored());
        SettlementLine other = withQuality(BOUGHT, Quality.ESTIMATED);

        assertThat(of(other, other.mirrored()).sha256()).isNotEqualTo(settlement.sha256());
        assertThat(
                        IntervalSettlement.of(
                                        Scenario.AREA,
                                        Scenario.INTERVAL,
                                        2,
                                        settlement.lines(),
                                        Money.ZERO)
                                .sha256())
                .isNotEqualTo(settlement.sha256());
    }

    @Test
    void keepsTheCodesThatAreHashed() {
        assertThat(LineKind.values())
                .extracting(LineKind::name, LineKind::code)
                .map(Object::toString)
                .containsExactly(
                        "(\"MATCHED_ENERGY\", 0)",
                        "(\"POOL_ENERGY\", 1)",
                        "(\"GRID_FEE\", 2)",
                        "(\"LEVY\", 3)",
                        "(\"RESIDUAL_SUPPLY\", 4)",
                        "(\"RESIDUAL_FEED_IN\", 5)",
                        "(\"OWN_USE\", 6)",
                        "(\"UNDELIVERED\", 7)",
                        "(\"IMBALANCE_SHORT\", 8)",
                        "(\"IMBALANCE_LONG\", 9)",
                        "(\"INDEMNITY\", 10)",
                        "(\"REWARD_FUNDING\", 11)",
                        "(\"RELIEF_REWARD\", 12)",
                        "(\"DELIVERY_REWARD\", 13)");
        assertThat(Direction.values())
                .extracting(Direction::name, Direction::code)
                .map(Object::toString)
                .containsExactly("(\"BOUGHT\", 0)", "(\"SOLD\", 1)", "(\"NONE\", 2)");
    }

    @Test
    void drawsASaltPerLine() {
        IntervalSettlement settlement = of(BOUGHT, BOUGHT.mirrored());

        SaltedSettlement salted = SaltedSettlement.draw(settlement, new Random(1));

        assertThat(salted.salts()).hasSize(2).doesNotHaveDuplicates();
        assertThat(Salt.of(salted.salts().getFirst().bytes())).isEqualTo(salted.salts().getFirst());
        assertThatThrownBy(() -> new SaltedSettlement(settlement, List.of(), LeafForm.WHOLE))
                .hasMessage("0 salts for 2 lines");
        assertThatThrownBy(() -> Salt.of(new byte[31]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static NetPosition net(ParticipantId participant, String cash, long bought, long sold) {
        return new NetPosition(
                participant,
                Money.parse(cash),
                Energy.ofWattHours(bought),
                Energy.ofWattHours(sold));
    }

    private static SettlementLine lineAfter(SettlementLine line) {
        return changed(line, line.number() + 1, line.amount(), line.quality());
    }

    private static SettlementLine withAmount(SettlementLine line, Money amount) {
        return changed(line, line.number(), amount, line.quality());
    }

    private static SettlementLine withQuality(SettlementLine line, Quality quality) {
        return changed(line, line.number(), line.amount(), quality);
    }

    private static SettlementLine changed(
            SettlementLine line, int number, Money amount, Quality quality) {
        return new SettlementLine(
                number,
                line.participant(),
                line.counterparty(),
                line.kind(),
                line.direction(),
                line.energy(),
                line.price(),
                amount,
                quality,
                line.trade());
    }
}
