package energy.peerwatt.settlement.print;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Quality;
import energy.peerwatt.market.TradeId;
import energy.peerwatt.settlement.Direction;
import energy.peerwatt.settlement.LineKind;
import energy.peerwatt.settlement.SettlementLine;
import energy.peerwatt.settlement.billing.DataCredit;
import energy.peerwatt.settlement.billing.Invoice;
import energy.peerwatt.settlement.billing.InvoiceCsv;
import energy.peerwatt.settlement.billing.InvoiceDraft;
import energy.peerwatt.settlement.billing.InvoiceKind;
import energy.peerwatt.settlement.billing.OriginLine;
import energy.peerwatt.settlement.billing.OriginStatement;
import energy.peerwatt.settlement.billing.OriginStatement.Placed;
import energy.peerwatt.settlement.billing.StatementCsv;
import energy.peerwatt.settlement.tariff.CountryPack;
import energy.peerwatt.settlement.tariff.VatRole;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import energy.peerwatt.unit.Price;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

/** Reads back what was printed. The pages are left in {@code target/print} to be looked at. */
class PrintedTest {

    private static final ZoneId VIENNA = ZoneId.of("Europe/Vienna");
    private static final Instant START = Instant.parse("2026-05-31T22:00:00Z");
    private static final ParticipantId MEMBER = new ParticipantId(101);

    private static final DataCredit DATA =
            new DataCredit(
                    7,
                    "reader",
                    "study",
                    LocalDate.parse("2026-06-03"),
                    Money.parse("3"),
                    Instant.parse("2026-06-10T08:00:00Z"));

    @Test
    void aStatementTellsTheMonth() throws IOException {
        String text =
                text("statement", StatementPdf.of(statement("Żaneta Müller-Łukasz", month())));

        assertThat(text)
                .contains("Żaneta Müller-Łukasz")
                .contains("1 Jun 2026 to 30 Jun 2026")
                .contains("You bought 720.00 kWh from your neighbours and sold them 288.00 kWh.")
                .contains("€12.34 better than with the grid alone.")
                .contains("From neighbours, matched 576.00 15.40 €88.70 €17.28 €11.52 €117.50")
                .contains("of which est. 288.00 kWh")
                .contains("Tue 30 Jun")
                .doesNotContain("Wed 1 Jul")
                .contains("Use of your meter values by your consent €3.00 to receive")
                .contains("Page 2 of 2");
    }

    @Test
    void anEmptyStatementIsAPageToo() throws IOException {
        assertThat(text("empty", StatementPdf.of(statement("Nobody home", List.of()))))
                .contains("You bought 0.00 kWh")
                .contains("Page 1 of 1");
    }

    @Test
    void whatTheFontDoesNotKnowIsAQuestionMark() throws IOException {
        assertThat(text("glyphs", StatementPdf.of(statement("A\u4e2dB\n\tC", List.of()))))
                .contains("A?B");
    }

    @Test
    void dataThatOthersReadIsInTheCsvAndItsTotal() {
        assertThat(StatementCsv.of(List.of(), List.of(DATA), _ -> ""))
                .endsWith("total,,,,,,,,,3,,,,,\r\n")
                .contains(
                        "2026-06-10T08:00:00Z,,DATA_ACCESS,READER,,,,,,3,,,,,consent 7 of 2026-06-03");
    }

    @Test
    void theCsvAddsUpToTheSameTotal() {
        List<OriginLine> lines = month();
        String csv = StatementCsv.of(lines, line -> line.lines().isEmpty() ? "" : "0xabc");
        String[] rows = csv.split("\r\n", -1);

        assertThat(rows).hasSize(lines.size() + 3);
        assertThat(rows[1])
                .startsWith("2026-05-31T22:00:00Z,15,MATCHED_BOUGHT,NEIGHBOUR,200,154000,-0.0308,")
                .endsWith(",ACTUAL,1,7,1 3 5,0xabc");
        Money sum = Money.ZERO;
        for (int k = 1; k <= lines.size(); k++) {
            sum = sum.plus(Money.parse(rows[k].split(",", -1)[9]));
        }
        assertThat(rows[lines.size() + 1].split(",", -1)[9]).isEqualTo(sum.toDecimalString());
    }

    @Test
    void anInvoiceShowsLinesVatAndTotal() throws IOException {
        Invoice invoice = invoice(draft(VatRole.STANDARD), 17, Optional.empty());

        assertThat(text("invoice", InvoicePdf.of(invoice, VIENNA)))
                .contains("Invoice")
                .contains("GRAB-000017")
                .contains("1 July 2026")
                .contains("What you bought from your neighbours in June 2026")
                .contains("Energy from neighbours 100.00 15.40 €15.40 €3.08")
                .contains("VAT 20 %")
                .contains("You pay")
                .contains("€22.08")
                .contains("rounded once to the cent, half up");
        assertThat(InvoiceCsv.of(List.of(invoice)))
                .contains("GRAB-000017,INVOICE,,2026-07-01T08:00:00Z,2026-06,101,\"'=Member\",")
                .contains(",15.40,200,CHARGED,3.08,18.40,3.68,22.08,EUR\r\n");
    }

    @Test
    void aCreditNoteGivesBack() throws IOException {
        InvoiceDraft taken = draft(VatRole.SMALL_BUSINESS);
        Invoice credit = invoice(taken.reversed(), 18, Optional.of(17L));

        assertThat(text("credit-note", InvoicePdf.of(credit, VIENNA)))
                .contains("Credit note")
                .contains("Takes back GRAB-000017 of June 2026")
                .contains("You receive")
                .contains("€18.40")
                .doesNotContain("€-")
                .contains("No VAT is charged: UStG section 6 (1) 27");
    }

    private static StatementSheet statement(String name, List<OriginLine> lines) {
        return new StatementSheet(
                name,
                "Sonnengasse",
                LocalDate.parse("2026-06-01"),
                LocalDate.parse("2026-07-01"),
                VIENNA,
                "EUR",
                lines,
                lines.isEmpty() ? List.of() : List.of(DATA),
                lines.isEmpty() ? Optional.empty() : Optional.of(Money.parse("12.34")));
    }

    /** Every quarter-hour of June the same; half of the matched energy is estimated. */
    private static List<OriginLine> month() {
        List<OriginLine> lines = new ArrayList<>();
        for (int k = 0; k < 30 * 96; k++) {
            DeliveryInterval interval =
                    new DeliveryInterval(
                            START.plusSeconds(900L * k), DeliveryInterval.QUARTER_HOUR);
            Quality quality = k < 15 * 96 ? Quality.ACTUAL : Quality.ESTIMATED;
            List<Placed> placed = new ArrayList<>();
            add(
                    placed,
                    interval,
                    1,
                    LineKind.MATCHED_ENERGY,
                    Direction.BOUGHT,
                    200,
                    154_000,
                    quality);
            add(placed, interval, 3, LineKind.GRID_FEE, Direction.NONE, 200, 30_000, quality);
            add(placed, interval, 5, LineKind.LEVY, Direction.NONE, 200, 20_000, quality);
            add(
                    placed,
                    interval,
                    7,
                    LineKind.POOL_ENERGY,
                    Direction.BOUGHT,
                    50,
                    160_000,
                    Quality.ACTUAL);
            add(placed, interval, 9, LineKind.GRID_FEE, Direction.NONE, 50, 30_000, Quality.ACTUAL);
            add(
                    placed,
                    interval,
                    11,
                    LineKind.POOL_ENERGY,
                    Direction.SOLD,
                    100,
                    160_000,
                    Quality.ACTUAL);
            add(
                    placed,
                    interval,
                    13,
                    LineKind.RESIDUAL_SUPPLY,
                    Direction.BOUGHT,
                    80,
                    300_000,
                    Quality.ACTUAL);
            add(
                    placed,
                    interval,
                    15,
                    LineKind.RESIDUAL_FEED_IN,
                    Direction.SOLD,
                    60,
                    80_000,
                    Quality.ACTUAL);
            lines.addAll(OriginStatement.of(placed));
            lines.add(OriginStatement.own(interval, Energy.ofWattHours(150), Quality.ACTUAL));
        }
        return lines;
    }

    private static void add(
            List<Placed> placed,
            DeliveryInterval interval,
            int number,
            LineKind kind,
            Direction direction,
            long wh,
            long micro,
            Quality quality) {
        Money value = Price.ofMicroPerKwh(micro).times(Energy.ofWattHours(wh));
        boolean matched = number <= 5;
        placed.add(
                new Placed(
                        new AreaId(1),
                        interval,
                        1,
                        new SettlementLine(
                                number,
                                MEMBER,
                                ParticipantId.SUPPLIER,
                                kind,
                                direction,
                                Energy.ofWattHours(wh),
                                Price.ofMicroPerKwh(micro),
                                direction == Direction.SOLD ? value : value.negated(),
                                quality,
                                matched ? Optional.of(new TradeId(7)) : Optional.empty())));
    }

    private static InvoiceDraft draft(VatRole role) {
        return new InvoiceDraft.Builder(
                        InvoiceKind.INVOICE,
                        CountryPack.of("AT")
                                .orElseThrow()
                                .vat()
                                .of(role, VatRole.PRIVATE, LocalDate.parse("2026-06-30")))
                .charged("Energy from neighbours", Energy.ofWattHours(100_000), Money.parse("15.4"))
                .charged("Grid fee, passed on", Energy.ofWattHours(100_000), Money.parse("3"))
                .build()
                .orElseThrow();
    }

    private static Invoice invoice(InvoiceDraft draft, long number, Optional<Long> reverses) {
        return new Invoice(
                new Invoice.Issuer(
                        "GRAB",
                        "Energiegemeinschaft Sonnengasse",
                        "Sonnengasse 1\n1010 Wien\nATU00000000"),
                number,
                new Invoice.Subject(new AreaId(1), MEMBER, "=Member", YearMonth.of(2026, 6), "EUR"),
                draft,
                reverses,
                Instant.parse("2026-07-01T08:00:00Z"),
                "values revised");
    }

    private static String text(String name, byte[] pdf) throws IOException {
        Path directory = Files.createDirectories(Path.of("target/print"));
        Files.write(directory.resolve(name + ".pdf"), pdf);
        try (PDDocument document = Loader.loadPDF(pdf)) {
            PDFTextStripper stripper = new PDFTextStripper();
            stripper.setSortByPosition(true);
            return stripper.getText(document);
        }
    }
}
