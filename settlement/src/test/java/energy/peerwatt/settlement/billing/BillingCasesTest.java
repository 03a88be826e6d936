package energy.peerwatt.settlement.billing;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.settlement.LineKind;
import energy.peerwatt.settlement.billing.OriginLine.Amounts;
import energy.peerwatt.settlement.billing.OriginSums.Sum;
import energy.peerwatt.settlement.tariff.CountryPack;
import energy.peerwatt.settlement.tariff.VatRole;
import energy.peerwatt.settlement.tariff.VatRule;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import energy.peerwatt.unit.Price;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Published invoices and bills, their numbers transcribed by hand: four invoices of Austrian energy
 * communities (eegfaktura-billing, BillingIntegrationTests) and four bills of simulated markets
 * (gsy-e test_stats, gsy-framework CumulativeBills). Energy is whole Wh here; what the sources give
 * in tenths of a Wh is the nearest one, which changes none of their cents.
 */
class BillingCasesTest {

    private static final LocalDate DAY = LocalDate.parse("2026-06-18");

    /** eegb-glueck: consumer invoice of a small community, no VAT. */
    @Test
    void consumerInvoiceOfASmallCommunity() {
        InvoiceDraft invoice =
                new InvoiceDraft.Builder(InvoiceKind.INVOICE, austria(VatRole.SMALL_BUSINESS))
                        .charged("first", wh(777_598), price(128_300).times(wh(777_598)))
                        .charged("second", wh(120_349), price(128_300).times(wh(120_349)))
                        .fixed("fixed", Money.parse("10"))
                        .build()
                        .orElseThrow();

        assertThat(kilowattHours(invoice)).containsExactly("777.60", "120.35");
        assertThat(nets(invoice)).containsExactly("99.77", "15.44", "10.00");
        assertThat(invoice.net()).hasToString("125.21");
        assertThat(invoice.gross()).hasToString("125.21");
        assertThat(invoice.vatNote())
                .hasValueSatisfying(note -> assertThat(note).contains("small business"));
    }

    /** eegb-sonne-invoice: membership and metering fee, 20 % VAT. */
    @Test
    void membershipFeeWithVat() {
        InvoiceDraft invoice =
                new InvoiceDraft.Builder(InvoiceKind.INVOICE, austria(VatRole.STANDARD))
                        .fixed("membership and metering", Money.parse("29.90"))
                        .build()
                        .orElseThrow();

        assertThat(invoice.tax()).hasToString("5.98");
        assertThat(invoice.gross()).hasToString("35.88");
        assertThat(invoice.vatNote()).isEmpty();
    }

    /** eegb-sonne-credit: what a flat-rate farmer is paid, 10 % VAT. */
    @Test
    void farmersCreditWithTheFlatRate() {
        InvoiceDraft credit =
                new InvoiceDraft.Builder(InvoiceKind.SELF_BILLED, austria(VatRole.FLAT_RATE_FARMER))
                        .charged("first", wh(3_355_332), price(77_700).times(wh(3_355_332)))
                        .charged("second", wh(4_477_450), price(96_600).times(wh(4_477_450)))
                        .build()
                        .orElseThrow();

        assertThat(nets(credit)).containsExactly("260.71", "432.52");
        assertThat(credit.lines().stream().map(line -> line.vat().toDecimalString()))
                .containsExactly("26.07", "43.25");
        assertThat(credit.net()).hasToString("693.23");
        assertThat(credit.tax()).hasToString("69.32");
        assertThat(credit.gross()).hasToString("762.55");
    }

    /** eegb-froehlich: what a producer without VAT is paid. */
    @Test
    void producersCreditWithoutVat() {
        OriginSums month =
                OriginSums.none()
                        .plus(
                                Origin.POOL_SOLD,
                                new Sum(
                                        wh(2_233_221),
                                        Energy.ZERO,
                                        energy(price(193_300).times(wh(2_233_221)))));

        InvoiceDraft credit = InvoiceDraft.sold(month, austria(VatRole.PRIVATE)).orElseThrow();

        assertThat(credit.net()).hasToString("431.68");
        assertThat(credit.tax()).isEqualTo(Cents.ZERO);
    }

    /** gsy-bills-1 and, on top of it, gsy-bills-2. */
    @Test
    void tradesOfTwoSlotsAddUp() {
        OriginSums fridge = bought(OriginSums.none(), 2_000, "0.01");
        OriginSums pv = sold(OriginSums.none(), 2_000, "0.01");
        OriginSums house2 = bought(OriginSums.none(), 1_000, "0.01");
        OriginSums commercial = sold(OriginSums.none(), 1_000, "0.01");
        assertBill(house2, 1_000, "-0.01", 0, "0");
        assertBill(commercial, 0, "0", 1_000, "0.01");
        assertBill(fridge, 2_000, "-0.01", 0, "0");
        assertBill(pv, 0, "0", 2_000, "0.01");

        fridge = bought(bought(fridge, 2_000, "0.02"), 1_000, "0.03");
        pv = sold(pv, 2_000, "0.02");
        house2 = bought(house2, 12_000, "0.02");
        commercial = sold(commercial, 12_000, "0.02");

        assertBill(house2, 13_000, "-0.03", 0, "0");
        assertBill(commercial, 0, "0", 13_000, "0.03");
        assertBill(fridge, 5_000, "-0.06", 0, "0");
        assertBill(pv, 0, "0", 4_000, "0.03");
    }

    /** gsy-fees: fees by market over two slots. */
    @Test
    void feesAddUp() {
        assertThat(fees("0.06", "0.02")).isEqualTo(Money.parse("0.08"));
        assertThat(fees("0.03")).isEqualTo(Money.parse("0.03"));
        assertThat(fees("0.01", "0.04")).isEqualTo(Money.parse("0.05"));
    }

    /** gsy-cumulative: a trade whose price includes the fee, and penalties of 50 ct/kWh. */
    @Test
    void penaltiesAreLinesOfTheirOwn() {
        Money price = Money.parse("0.0021");
        Money fee = Money.parse("0.0002");
        Price penalty = Price.ofCentsPerKwh(50);
        OriginSums seller =
                sold(OriginSums.none(), 500, price.minus(fee).toDecimalString())
                        .plus(LineKind.INDEMNITY, penalty.times(wh(120)).negated());
        OriginSums buyer =
                OriginSums.none()
                        .plus(
                                Origin.MATCHED_BOUGHT,
                                new Sum(
                                        wh(500),
                                        Energy.ZERO,
                                        new Amounts(
                                                price.minus(fee).negated(),
                                                fee.negated(),
                                                Money.ZERO)))
                        .plus(LineKind.INDEMNITY, penalty.times(wh(50)).negated());

        assertThat(seller.of(Origin.MATCHED_SOLD).amounts().total())
                .isEqualTo(Money.parse("0.0019"));
        assertThat(seller.of(Origin.OTHER).amounts().total()).isEqualTo(Money.parse("-0.06"));
        assertThat(seller.total()).isEqualTo(Money.parse("-0.0581"));
        assertThat(buyer.of(Origin.MATCHED_BOUGHT).amounts().total())
                .isEqualTo(Money.parse("-0.0021"));
        assertThat(buyer.of(Origin.OTHER).amounts().total()).isEqualTo(Money.parse("-0.025"));
        assertThat(buyer.total()).isEqualTo(Money.parse("-0.0271"));
    }

    private static Money fees(String... slots) {
        OriginSums sums = OriginSums.none();
        for (String slot : slots) {
            Amounts fee = new Amounts(Money.ZERO, Money.parse(slot), Money.ZERO);
            sums = sums.plus(Origin.OTHER, new Sum(Energy.ZERO, Energy.ZERO, fee));
        }
        return sums.of(Origin.OTHER).amounts().gridFee();
    }

    private static void assertBill(
            OriginSums bill, long boughtWh, String spent, long soldWh, String earned) {
        Sum bought = bill.of(Origin.MATCHED_BOUGHT);
        Sum sold = bill.of(Origin.MATCHED_SOLD);
        assertThat(bought.energy()).isEqualTo(wh(boughtWh));
        assertThat(bought.amounts().total()).isEqualTo(Money.parse(spent));
        assertThat(sold.energy()).isEqualTo(wh(soldWh));
        assertThat(sold.amounts().total()).isEqualTo(Money.parse(earned));
        assertThat(bill.total()).isEqualTo(Money.parse(spent).plus(Money.parse(earned)));
    }

    private static OriginSums bought(OriginSums before, long wh, String total) {
        return before.plus(
                Origin.MATCHED_BOUGHT,
                new Sum(wh(wh), Energy.ZERO, energy(Money.parse(total).negated())));
    }

    private static OriginSums sold(OriginSums before, long wh, String total) {
        return before.plus(
                Origin.MATCHED_SOLD, new Sum(wh(wh), Energy.ZERO, energy(Money.parse(total))));
    }

    private static Amounts energy(Money amount) {
        return new Amounts(amount, Money.ZERO, Money.ZERO);
    }

    private static List<String> nets(InvoiceDraft invoice) {
        return invoice.lines().stream().map(line -> line.net().toDecimalString()).toList();
    }

    private static List<String> kilowattHours(InvoiceDraft invoice) {
        return invoice.lines().stream()
                .flatMap(line -> line.energy().stream())
                .map(Shown::kilowattHours)
                .toList();
    }

    private static VatRule austria(VatRole role) {
        return CountryPack.of("AT").orElseThrow().vat().of(role, VatRole.PRIVATE, DAY);
    }

    private static Energy wh(long wattHours) {
        return Energy.ofWattHours(wattHours);
    }

    private static Price price(long micro) {
        return Price.ofMicroPerKwh(micro);
    }
}
