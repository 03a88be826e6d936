package energy.peerwatt.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.settlement.RewardRules.Congestion;
import energy.peerwatt.settlement.RewardRules.QualityFactors;
import energy.peerwatt.settlement.StepCurve.Step;
import energy.peerwatt.settlement.allocation.AllocationKey;
import energy.peerwatt.settlement.allocation.DynamicKey;
import energy.peerwatt.settlement.allocation.OwnUseFirst;
import energy.peerwatt.settlement.billing.Cents;
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
import energy.peerwatt.unit.Price;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What each household is billed for an interval, VAT and all, leaves it no worse off than its
 * supplier alone, on random intervals. A fresh seed each run, shown in the name.
 */
class BilledPropertyTest {

    private static final int INTERVALS = 2_000;
    private static final BigInteger WHOLE = BigInteger.valueOf(1_000);
    private static final long NANO_PER_CENT = 10_000_000;

    /** What a member may be to the VAT, and what a document adds or says then. */
    private static final List<VatRule> MEMBERS =
            List.of(
                    rule(VatRole.PRIVATE, VatTreatment.OUTSIDE_SCOPE, 0),
                    rule(VatRole.SMALL_BUSINESS, VatTreatment.EXEMPT, 0),
                    rule(VatRole.FLAT_RATE_FARMER, VatTreatment.CHARGED, 100),
                    rule(VatRole.STANDARD, VatTreatment.CHARGED, 200),
                    rule(VatRole.RESELLER, VatTreatment.REVERSE_CHARGE, 0));

    static LongStream seeds() {
        return LongStream.of(51, 52, 53, Long.getLong("peerwatt.seed", System.nanoTime()));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void leavesNobodyWorseOff(long seed) {
        Random random = new Random(seed);
        int indemnified = 0;
        for (int i = 0; i < INTERVALS; i++) {
            int permille = List.of(0, 50, 190, 200, 255).get(random.nextInt(5));
            VatRule issuer = rule(VatRole.STANDARD, VatTreatment.CHARGED, permille);
            SettlementRules rules = rules(random);
            Scenario scenario = RandomScenarios.next(random, permille).rules(rules);
            IntervalSettlement settlement = scenario.settle();

            for (MeteredPosition member : scenario.positions()) {
                VatRule own = MEMBERS.get(random.nextInt(MEMBERS.size()));
                BigInteger alone = BigInteger.valueOf(member.gridOnly().nano()).multiply(WHOLE);
                assertThat(billed(settlement, member, issuer, own))
                        .as("%s, VAT %d permille, %s, %s", member, permille, own.role(), rules)
                        .isGreaterThanOrEqualTo(alone);
            }
            boolean owed =
                    settlement.lines().stream().anyMatch(l -> l.kind() == LineKind.INDEMNITY);
            indemnified += owed && permille > 0 ? 1 : 0;
        }
        assertThat(indemnified).isGreaterThan(INTERVALS / 20);
    }

    /**
     * Of both documents and the supplier's bill, before rounding to cents; thousandths of a nano.
     * VAT that a member adds is not its own to keep, and none that it pays is given back.
     */
    private static BigInteger billed(
            IntervalSettlement settlement, MeteredPosition member, VatRule issuer, VatRule own) {
        List<Placed> placed =
                settlement.lines().stream()
                        .filter(line -> line.participant().equals(member.participant()))
                        .map(line -> new Placed(Scenario.AREA, Scenario.INTERVAL, 1, line))
                        .toList();
        OriginSums sums = OriginSums.of(OriginStatement.of(placed));
        long supplier =
                Math.addExact(
                        sums.of(Origin.RESIDUAL_SUPPLY).amounts().total().nano(),
                        sums.of(Origin.RESIDUAL_FEED_IN).amounts().total().nano());
        BigInteger bought = exactGross(InvoiceDraft.bought(sums, issuer), issuer.ratePermille());
        BigInteger sold = exactGross(InvoiceDraft.sold(sums, own), 0);
        return BigInteger.valueOf(supplier).multiply(WHOLE).add(sold).subtract(bought);
    }

    /** Checks that the document rounds each line and the VAT to the cent, and nothing else. */
    private static BigInteger exactGross(Optional<InvoiceDraft> document, int permille) {
        if (document.isEmpty()) {
            return BigInteger.ZERO;
        }
        InvoiceDraft draft = document.get();
        long net = draft.lines().stream().mapToLong(line -> line.exact().nano()).sum();
        long rounding = NANO_PER_CENT / 2 * draft.lines().size();
        assertThat(draft.net().value() * NANO_PER_CENT).isBetween(net - rounding, net + rounding);
        assertThat(draft.net())
                .isEqualTo(
                        draft.lines().stream()
                                .map(InvoiceLine::net)
                                .reduce(Cents.ZERO, Cents::plus));
        assertThat(draft.gross())
                .isEqualTo(draft.net().plus(draft.net().vat(draft.vat().ratePermille())));
        return BigInteger.valueOf(net).multiply(BigInteger.valueOf(1_000L + permille));
    }

    private static SettlementRules rules(Random random) {
        AllocationKey dynamic = new DynamicKey();
        return new SettlementRules.Sharing(
                random.nextBoolean() ? dynamic : new OwnUseFirst(dynamic),
                random.nextBoolean() ? DeliveryRule.PRO_RATA : DeliveryRule.FIFO,
                random.nextInt(4) > 0,
                random.nextBoolean() ? Optional.empty() : Optional.of(rewards(random)));
    }

    private static RewardRules rewards(Random random) {
        return new RewardRules(
                1 + random.nextInt(1_000),
                Price.ofMicroPerKwh(random.nextInt(300_000)),
                new Congestion(
                        1 + random.nextInt(20_000),
                        new StepCurve(List.of(new Step(100, random.nextInt(200_000))))),
                new StepCurve(List.of(new Step(500, 1_000))),
                new QualityFactors(500, 0));
    }

    private static VatRule rule(VatRole role, VatTreatment treatment, int permille) {
        Validity always = new Validity(LocalDate.of(2020, 1, 1), Optional.empty());
        return new VatRule(role, treatment, permille, always, "a law");
    }
}
