package energy.peerwatt.settlement;

import static energy.peerwatt.settlement.Scenario.member;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import energy.peerwatt.settlement.allocation.DynamicKey;
import energy.peerwatt.settlement.billing.InvoiceDraft;
import energy.peerwatt.settlement.billing.InvoiceLine;
import energy.peerwatt.settlement.billing.Origin;
import energy.peerwatt.settlement.billing.OriginStatement;
import energy.peerwatt.settlement.billing.OriginStatement.Placed;
import energy.peerwatt.settlement.billing.OriginSums;
import energy.peerwatt.settlement.tariff.Validity;
import energy.peerwatt.settlement.tariff.VatRole;
import energy.peerwatt.settlement.tariff.VatRule;
import energy.peerwatt.settlement.tariff.VatTreatment;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import energy.peerwatt.unit.Price;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Invoices of what is not energy delivered: fees on imports, deviations, indemnities. */
class MixedInvoiceTest {

    private static final VatRule VAT =
            new VatRule(
                    VatRole.STANDARD,
                    VatTreatment.CHARGED,
                    200,
                    new Validity(LocalDate.of(2020, 1, 1), Optional.empty()),
                    "a law");

    private static final Set<String> OWN_SIGN =
            Set.of("Contracts paid though not delivered", "Imbalance", "Indemnities");

    static LongStream seeds() {
        return LongStream.of(71, 72, 73, Long.getLong("peerwatt.seed", System.nanoTime()));
    }

    /** Bought 400 of the 1,000 Wh that it imported; fees are due on all of them. */
    @Test
    void feesAreShownOnTheEnergyThatTheyAreChargedOn() {
        IntervalSettlement settlement =
                contracts(new ImbalancePrices.Dual(Price.ofCentsPerKwh(25), Price.ZERO))
                        .metered(0, 400)
                        .metered(1_000, 0)
                        .trade(0, 1, 400, 14)
                        .settle();

        List<InvoiceLine> lines = bought(sums(settlement, 1)).lines();

        assertThat(lines)
                .extracting(InvoiceLine::text)
                .containsExactly(
                        "Energy from neighbours",
                        "Grid fee, passed on",
                        "Levies and taxes, passed on",
                        "Imbalance");
        InvoiceLine fee = lines.get(1);
        assertThat(fee.energy()).contains(Energy.ofWattHours(1_000));
        assertThat(fee.exact()).isEqualTo(Price.ofCentsPerKwh(3).times(Energy.ofWattHours(1_000)));
        assertThat(lines.get(2).energy()).contains(Energy.ofWattHours(1_000));
        assertThat(lines.get(3).exact()).isEqualTo(Money.parse("0.15"));
    }

    /** In one month it owes an indemnity and is owed one: two lines, never one of what is left. */
    @Test
    void whatIsOwedIsNotNettedWithWhatIsDue() {
        Scenario one =
                new Scenario()
                        .rules(indemnity())
                        .metered(0, 600)
                        .metered(1_000, 0)
                        .trade(0, 1, 1_000, 14);
        Scenario other =
                new Scenario()
                        .rules(indemnity())
                        .metered(0, 1_000)
                        .metered(900, 0)
                        .trade(0, 1, 1_000, 14);
        List<Placed> month = new ArrayList<>(placed(one.settle(), 0));
        month.addAll(placed(other.at(Scenario.INTERVAL.next()).settle(), 0));
        OriginSums sums = OriginSums.of(OriginStatement.of(month));

        assertThat(bought(sums).lines())
                .extracting(InvoiceLine::text, InvoiceLine::exact)
                .containsExactly(tuple("Indemnities", Money.parse("0.03597")));
        assertThat(InvoiceDraft.sold(sums, VAT).orElseThrow().lines())
                .filteredOn(line -> line.text().equals("Indemnities"))
                .extracting(InvoiceLine::exact)
                .containsExactly(Money.parse("0.006"));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void documentsAddUpToTheStatementAndEachLineHasItsSign(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            Scenario scenario = RandomScenarios.next(random);
            IntervalSettlement settlement = scenario.rules(rules(random)).settle();
            for (int m = 0; m < scenario.positions().size(); m++) {
                OriginSums sums = sums(settlement, m);
                Optional<InvoiceDraft> bought = InvoiceDraft.bought(sums, VAT);
                Optional<InvoiceDraft> sold = InvoiceDraft.sold(sums, VAT);

                Money supplier =
                        sums.of(Origin.RESIDUAL_SUPPLY)
                                .amounts()
                                .total()
                                .plus(sums.of(Origin.RESIDUAL_FEED_IN).amounts().total());
                assertThat(exact(sold).minus(exact(bought)))
                        .isEqualTo(sums.total().minus(supplier));
                hasItsSign(bought);
                hasItsSign(sold);
                showsTheEnergyOfItsFees(settlement, m, bought);
            }
        }
    }

    private static void hasItsSign(Optional<InvoiceDraft> document) {
        document.stream()
                .flatMap(draft -> draft.lines().stream())
                .filter(line -> OWN_SIGN.contains(line.text()))
                .forEach(line -> assertThat(line.exact().nano()).isPositive());
    }

    private static void showsTheEnergyOfItsFees(
            IntervalSettlement settlement, int member, Optional<InvoiceDraft> bought) {
        Energy charged =
                settlement.lines().stream()
                        .filter(line -> line.participant().equals(member(member)))
                        .filter(line -> line.kind() == LineKind.GRID_FEE)
                        .map(SettlementLine::energy)
                        .reduce(Energy.ZERO, Energy::plus);
        Energy shown =
                bought.stream()
                        .flatMap(draft -> draft.lines().stream())
                        .filter(line -> line.text().equals("Grid fee, passed on"))
                        .map(line -> line.energy().orElseThrow())
                        .reduce(Energy.ZERO, Energy::plus);
        assertThat(shown).isEqualTo(charged);
    }

    private static Money exact(Optional<InvoiceDraft> document) {
        return document.stream()
                .flatMap(draft -> draft.lines().stream())
                .map(InvoiceLine::exact)
                .reduce(Money.ZERO, Money::plus);
    }

    private static SettlementRules rules(Random random) {
        Price whenLong = Price.ofMicroPerKwh(random.nextInt(200_000) - 50_000L);
        return switch (random.nextInt(3)) {
            case 0 -> indemnity();
            case 1 ->
                    new SettlementRules.Contracts(
                            DeliveryRule.PRO_RATA,
                            new ImbalancePrices.Dual(
                                    whenLong.plus(Price.ofMicroPerKwh(random.nextInt(400_000))),
                                    whenLong));
            default ->
                    new SettlementRules.Contracts(
                            DeliveryRule.FIFO, new ImbalancePrices.OwnTariffs());
        };
    }

    private static Scenario contracts(ImbalancePrices prices) {
        return new Scenario().rules(new SettlementRules.Contracts(DeliveryRule.PRO_RATA, prices));
    }

    private static SettlementRules indemnity() {
        return new SettlementRules.Sharing(new DynamicKey(), DeliveryRule.PRO_RATA, true);
    }

    private static InvoiceDraft bought(OriginSums sums) {
        return InvoiceDraft.bought(sums, VAT).orElseThrow();
    }

    private static OriginSums sums(IntervalSettlement settlement, int member) {
        return OriginSums.of(OriginStatement.of(placed(settlement, member)));
    }

    private static List<Placed> placed(IntervalSettlement settlement, int member) {
        return settlement.lines().stream()
                .filter(line -> line.participant().equals(member(member)))
                .map(line -> new Placed(Scenario.AREA, settlement.interval(), 1, line))
                .toList();
    }
}
