package energy.peerwatt.settlement.billing;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Quality;
import energy.peerwatt.market.Trade;
import energy.peerwatt.settlement.AreaFees;
import energy.peerwatt.settlement.IntervalSettlement;
import energy.peerwatt.settlement.MeteredPosition;
import energy.peerwatt.settlement.MeteredSharing;
import energy.peerwatt.settlement.SettlementInput;
import energy.peerwatt.settlement.SettlementLine;
import energy.peerwatt.settlement.Tariff;
import energy.peerwatt.settlement.billing.OriginStatement.Placed;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import energy.peerwatt.unit.Price;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginStatementTest {

    private static final AreaId AREA = new AreaId(1);
    private static final DeliveryInterval INTERVAL =
            DeliveryInterval.containing(
                    Instant.parse("2026-06-18T10:00:00Z"), DeliveryInterval.QUARTER_HOUR);

    @Test
    void feesJoinTheEnergyTheyAreChargedOn() {
        IntervalSettlement settlement =
                settle(
                        List.of(
                                position(100, 0, 400, Quality.ACTUAL),
                                position(101, 1_000, 0, Quality.ESTIMATED)),
                        new AreaFees(Price.ofCentsPerKwh(3), Price.ofCentsPerKwh(2)));

        List<OriginLine> lines = OriginStatement.of(placed(settlement, 101));

        assertThat(lines).hasSize(2);
        OriginLine pool = lines.getFirst();
        assertThat(pool.origin()).isEqualTo(Origin.POOL_BOUGHT);
        assertThat(pool.origin().counterparty()).isEqualTo(CounterpartyClass.COMMUNITY);
        assertThat(pool.energy()).isEqualTo(Energy.ofWattHours(400));
        assertThat(pool.quality()).isEqualTo(Quality.ESTIMATED);
        assertThat(pool.amounts().gridFee()).isEqualTo(Money.parse("-0.012"));
        assertThat(pool.amounts().taxes()).isEqualTo(Money.parse("-0.008"));
        assertThat(pool.lines()).as("energy, grid fee and levy").hasSize(3);
        OriginLine rest = lines.getLast();
        assertThat(rest.origin()).isEqualTo(Origin.RESIDUAL_SUPPLY);
        assertThat(rest.energy()).isEqualTo(Energy.ofWattHours(600));
        assertThat(rest.amounts().total()).isEqualTo(Money.parse("-0.18"));
    }

    @Test
    void ownEnergyCostsNothing() {
        OriginLine own = OriginStatement.own(INTERVAL, Energy.ofWattHours(500), Quality.ACTUAL);

        assertThat(own.amounts().total()).isEqualTo(Money.ZERO);
        assertThat(own.number()).isEmpty();
    }

    /** Whatever is settled, and in whatever order its lines come. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void linesAddUpToTheSettlementExactly(long seed) {
        Random random = new Random(seed);
        List<MeteredPosition> positions = new ArrayList<>();
        for (int member = 0; member < 12; member++) {
            positions.add(
                    position(
                            100 + member,
                            random.nextInt(3_000),
                            random.nextInt(3_000),
                            random.nextBoolean() ? Quality.ACTUAL : Quality.ESTIMATED));
        }
        AreaFees fees =
                new AreaFees(
                        Price.ofMicroPerKwh(random.nextInt(50_000)),
                        Price.ofMicroPerKwh(random.nextInt(50_000)));
        IntervalSettlement settlement = settle(positions, fees);
        TreeSet<ParticipantId> members = new TreeSet<>();
        settlement.lines().forEach(line -> members.add(line.participant()));

        for (ParticipantId member : members) {
            List<Placed> placed = placed(settlement, member.value());
            Collections.shuffle(placed, random);
            List<OriginLine> lines = OriginStatement.of(placed);
            Money sum =
                    placed.stream().map(one -> one.line().amount()).reduce(Money.ZERO, Money::plus);

            assertThat(OriginSums.of(lines).total()).isEqualTo(sum);
            assertThat(lines.stream().mapToInt(line -> line.lines().size()).sum())
                    .isEqualTo(placed.size());
        }
        assertThat(members).hasSizeGreaterThan(12);
    }

    private static IntervalSettlement settle(List<MeteredPosition> positions, AreaFees fees) {
        List<Trade> none = List.of();
        return MeteredSharing.settle(new SettlementInput(AREA, INTERVAL, 1, positions, none, fees));
    }

    private static MeteredPosition position(long member, long in, long out, Quality quality) {
        return new MeteredPosition(
                new ParticipantId(member),
                Energy.ofWattHours(in),
                Energy.ofWattHours(out),
                quality,
                new Tariff(Price.ofCentsPerKwh(30), Price.ofCentsPerKwh(8)));
    }

    private static List<Placed> placed(IntervalSettlement settlement, long member) {
        List<Placed> placed = new ArrayList<>();
        for (SettlementLine line : settlement.lines()) {
            if (line.participant().value() == member) {
                placed.add(new Placed(AREA, INTERVAL, settlement.version(), line));
            }
        }
        return placed;
    }
}
