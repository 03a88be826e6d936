package energy.peerwatt.settlement.tariff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.unit.Price;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CountryPackTest {

    private static final LocalDate DAY = LocalDate.parse("2026-06-18");
    private static final Instant NOON = Instant.parse("2026-06-18T10:00:00Z");

    @ParameterizedTest
    @ValueSource(strings = {"AT", "DE", "ES", "IT"})
    void everyPackSaysWhereItsFiguresComeFromAndWhatItLeavesOut(String country) {
        CountryPack pack = CountryPack.of(country).orElseThrow();

        assertThat(pack.country()).isEqualTo(country);
        assertThat(pack.sources()).isNotEmpty();
        assertThat(pack.leftOut()).isNotEmpty();
        assertThat(pack.vat().of(VatRole.STANDARD, VatRole.PRIVATE, DAY).ratePermille())
                .isPositive();
        assertThat(pack.charges().at(TariffKind.RETAIL, NOON)).as("no country's").isEmpty();
    }

    @Test
    void saysWithWhichDocumentsItsFiguresHaveNotBeenCompared() throws IOException {
        String name = "\"cites\": \"KWKG\",";
        String seen = name + "\"comparedOn\": \"2026-06-18\",";

        CountryPack compared = CountryPackFile.read(text().replace(name, seen));

        assertThat(CountryPack.of("DE").orElseThrow().toBeConfirmed())
                .extracting(LegalSource::cites)
                .contains("KWKG", "UStG")
                .doesNotContain("StromStG");
        assertThat(compared.toBeConfirmed())
                .extracting(LegalSource::cites)
                .doesNotContain("KWKG")
                .contains("UStG");
    }

    @Test
    void aSupplyIsFreeOnlyIfItIsSoOnEveryDay() {
        VatTable vat =
                new VatTable(
                        List.of(
                                new VatRule(
                                        VatRole.STANDARD,
                                        VatTreatment.CHARGED,
                                        0,
                                        new Validity(DAY, Optional.of(DAY.plusDays(2))),
                                        "relief"),
                                new VatRule(
                                        VatRole.STANDARD,
                                        VatTreatment.CHARGED,
                                        200,
                                        Validity.from(DAY.plusDays(2)),
                                        "rate")));

        assertThat(vat.isFree(VatRole.STANDARD, VatRole.PRIVATE, DAY, DAY.plusDays(1))).isTrue();
        assertThat(vat.isFree(VatRole.STANDARD, VatRole.PRIVATE, DAY, DAY.plusDays(5))).isFalse();
        assertThatThrownBy(
                        () -> vat.isFree(VatRole.STANDARD, VatRole.PRIVATE, DAY.minusDays(1), DAY))
                .hasMessageContaining("no VAT rule is known");
    }

    @Test
    void germanyKeepsLeviesAndTaxInFull() {
        TariffTable charges = CountryPack.of("DE").orElseThrow().charges();

        assertThat(charges.at(TariffKind.LEVY, NOON)).contains(Price.ofMicroPerKwh(29_460));
        assertThat(charges.at(TariffKind.LEVY, Instant.parse("2025-12-31T22:45:00Z")))
                .contains(Price.ofMicroPerKwh(26_510));
        assertThat(charges.at(TariffKind.LEVY, Instant.parse("2026-12-31T23:00:00Z")))
                .as("not published")
                .isEmpty();
        assertThat(charges.at(TariffKind.TAX, NOON)).contains(Price.ofMicroPerKwh(20_500));
    }

    @Test
    void austriaWaivesChargesAndReducesTheGridFee() {
        CountryPack pack = CountryPack.of("AT").orElseThrow();

        assertThat(pack.charges().at(TariffKind.LEVY, NOON)).contains(Price.ZERO);
        assertThat(pack.charges().at(TariffKind.TAX, NOON)).contains(Price.ZERO);
        assertThat(
                        pack.reductions().stream()
                                .map(one ->
                                        one.appliedTo(Price.ofMicroPerKwh(70_001)).microPerKwh()))
                .containsExactly(30_100L, 25_200L, 50_401L);
    }

    /** What our market rules 4.4 say of Austria's shared energy. */
    @ParameterizedTest
    @CsvSource({
        "SAME_TRANSFORMER, NE 6 and 7, 570",
        "SAME_FEEDER, NE 6 and 7, 640",
        "SAME_FEEDER, NE 4 and 5, 280",
    })
    void austriasReductionsAreThoseOfTheMarketRules(
            ZoneDistance distance, String levels, int permille) {
        assertThat(CountryPack.of("AT").orElseThrow().reductions())
                .filteredOn(one -> one.distance() == distance && one.networkLevels().equals(levels))
                .extracting(GridFeeReduction::permille)
                .containsExactly(permille);
    }

    /**
     * The rows of our market rules 4.6: who pays what on shared energy. Germany keeps all (EnWG
     * section 42c), Austria waives and reduces, Spain waives and reduces nothing, in Italy the
     * buyer has neither charge nor reduction and the premium is not its.
     */
    @ParameterizedTest
    @CsvSource({"AT, 2, 2, 3", "DE, 7, 0, 0", "ES, 1, 1, 0", "IT, 0, 0, 0"})
    void chargesAndReliefAreThoseOfTheMarketRules(
            String country, int charges, int waived, int reductions) {
        CountryPack pack = CountryPack.of(country).orElseThrow();

        assertThat(pack.charges().prices()).hasSize(charges);
        assertThat(pack.charges().prices())
                .filteredOn(one -> one.price().equals(Price.ZERO))
                .hasSize(waived)
                .allMatch(one -> one.validity().until().isEmpty());
        assertThat(pack.reductions()).hasSize(reductions);
    }

    /** From the day on which German law lets neighbours share, all it keeps is known. */
    @Test
    void germanysChargesAreKnownFromTheFirstDayOfSharing() {
        TariffTable charges = CountryPack.of("DE").orElseThrow().charges();
        Instant first = Instant.parse("2026-05-31T22:00:00Z");

        for (TariffKind kind : List.of(TariffKind.LEVY, TariffKind.TAX)) {
            assertThat(charges.at(kind, first).orElseThrow().microPerKwh()).isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"AT", "DE", "ES", "IT"})
    void everyFigureHasItsLegalBasisSourceAndFirstDay(String country) {
        CountryPack pack = CountryPack.of(country).orElseThrow();
        List<String> bases = new ArrayList<>();
        List<Validity> spans = new ArrayList<>();
        pack.charges()
                .prices()
                .forEach(one -> {
                    bases.add(one.legalBasis());
                    spans.add(one.validity());
                });
        pack.reductions()
                .forEach(one -> {
                    bases.add(one.legalBasis());
                    spans.add(one.validity());
                });
        pack.vat()
                .rules()
                .forEach(one -> {
                    bases.add(one.legalBasis());
                    spans.add(one.validity());
                });

        assertThat(bases)
                .isNotEmpty()
                .allSatisfy(basis ->
                        assertThat(pack.sources()).anyMatch(source -> source.isCitedBy(basis)));
        // What is cited says where: an article, section or subsection, not a law alone.
        assertThat(bases).allMatch(basis -> basis.matches(".*(section|article).*"));
        assertThat(spans).allMatch(span -> span.from().isBefore(DAY));
    }

    @ParameterizedTest
    @CsvSource({
        "AT, STANDARD, PRIVATE, CHARGED, 200",
        "AT, FLAT_RATE_FARMER, STANDARD, CHARGED, 100",
        "AT, SMALL_BUSINESS, STANDARD, EXEMPT, 0",
        "AT, PRIVATE, STANDARD, OUTSIDE_SCOPE, 0",
        "DE, STANDARD, PRIVATE, CHARGED, 190",
        "DE, STANDARD, RESELLER, REVERSE_CHARGE, 0",
        "DE, SMALL_BUSINESS, RESELLER, EXEMPT, 0",
        "DE, RESELLER, PRIVATE, CHARGED, 190",
        "ES, STANDARD, PRIVATE, CHARGED, 210",
        "IT, STANDARD, RESELLER, REVERSE_CHARGE, 0",
    })
    void vatGoesByRole(
            String country, VatRole supplier, VatRole recipient, VatTreatment how, int permille) {
        VatRule rule = CountryPack.of(country).orElseThrow().vat().of(supplier, recipient, DAY);

        assertThat(rule.treatment()).isEqualTo(how);
        assertThat(rule.ratePermille()).isEqualTo(permille);
    }

    @Test
    void anUnknownVatRuleIsNotZero() {
        VatTable spain = CountryPack.of("ES").orElseThrow().vat();

        assertThatThrownBy(() -> spain.of(VatRole.FLAT_RATE_FARMER, VatRole.PRIVATE, DAY))
                .hasMessageContaining("vatRole")
                .hasMessageContaining("FLAT_RATE_FARMER");
    }

    @Test
    void grossPricesAreRoundedUp() {
        assertThat(VatTable.grossMicro(100_001, 200)).isEqualTo(120_002);
        assertThat(VatTable.grossMicro(100_000, 200)).isEqualTo(120_000);
        assertThat(VatTable.grossMicro(-100_001, 200)).isEqualTo(-120_001);
    }

    @Test
    void countriesWithoutAPackHaveNone() {
        assertThat(CountryPack.of("XX")).isEqualTo(Optional.empty());
        assertThat(CountryPack.of("../AT")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"priceMicro\": 20500 | \"priceMicro\": 20.5 | charges[6].priceMicro: is not a whole",
                "\"priceMicro\": 20500 | \"priceMicro\": -1 | charges[6].priceMicro: ",
                "\"2003-01-01\" | \"2003-13-01\" | charges[6].validFrom: is 2003-13-01",
                "\"kind\": \"TAX\" | \"kind\": \"TOLL\" | charges[6].kind: is TOLL",
                "\"kind\": \"TAX\" | \"kind\": \"GRID_FEE\" | charges[6].distance: ",
                "\"kind\": \"TAX\" | \"sort\": \"TAX\" | charges[6].sort: is not known",
                "\"validUntil\": \"2026-01-01\" | \"validUntil\": \"2024-01-01\" | charges[0].validUntil: ",
                "\"validUntil\": \"2026-01-01\" | \"validUntil\": \"2026-01-02\" | charges.validFrom: two prices",
                "\"ratePermille\": 190 | \"ratePermille\": 1900 | vat[0].ratePermille: is 1900",
                "\"ratePermille\": 0 | \"ratePermille\": 7 | vat[1].ratePermille: 7 where no VAT",
                "\"timeZone\": \"Europe/Berlin\" | \"timeZone\": \"Berlin\" | timeZone: is Berlin",
                "\"currency\": \"EUR\" | \"currency\": \"Euro\" | currency: Euro is not",
                "\"cites\": \"StromStG\" | \"cites\": \"StStG\" | sources: none is cited by StromStG",
                "\"charges\": [ | \"charges\": 7, \"more\": [ | more: is not known",
                "} | ) | not JSON",
            })
    void badDataIsRefusedWithFieldAndReason(String right, String wrong, String message)
            throws IOException {
        String text = text().replaceFirst(java.util.regex.Pattern.quote(right), wrong);

        assertThatThrownBy(() -> CountryPackFile.read(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static String text() throws IOException {
        try (InputStream file = CountryPack.class.getResourceAsStream("country/DE.json")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
