package energy.peerwatt.web.view;

import energy.peerwatt.settlement.tariff.CountryPack;
import energy.peerwatt.settlement.tariff.GridFeeReduction;
import energy.peerwatt.settlement.tariff.LegalSource;
import energy.peerwatt.settlement.tariff.VatRule;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A country's pack.
 *
 * @param leftOut what is not in it and why
 */
public record CountryPackView(
        String country,
        String currency,
        List<TariffView> charges,
        List<Reduction> gridFeeReductions,
        List<Vat> vat,
        List<Source> sources,
        List<String> leftOut) {

    /** By how much the operator's work price is less; {@code validUntil} is null without an end. */
    public record Reduction(
            String distance,
            String networkLevels,
            int permille,
            LocalDate validFrom,
            @Nullable LocalDate validUntil,
            String legalBasis) {

        static Reduction of(GridFeeReduction reduction) {
            return new Reduction(
                    reduction.distance().name(),
                    reduction.networkLevels(),
                    reduction.permille(),
                    reduction.validity().from(),
                    reduction.validity().until().orElse(null),
                    reduction.legalBasis());
        }
    }

    /** A VAT rule; {@code validUntil} is null without an end. */
    public record Vat(
            String role,
            String treatment,
            int ratePermille,
            LocalDate validFrom,
            @Nullable LocalDate validUntil,
            String legalBasis) {

        static Vat of(VatRule rule) {
            return new Vat(
                    rule.role().name(),
                    rule.treatment().name(),
                    rule.ratePermille(),
                    rule.validity().from(),
                    rule.validity().until().orElse(null),
                    rule.legalBasis());
        }
    }

    /**
     * A document that legal bases cite.
     *
     * @param comparedOn day on which the figures were last compared with it; null: to be confirmed
     */
    public record Source(
            String cites, String document, String sections, @Nullable LocalDate comparedOn) {

        static Source of(LegalSource source) {
            return new Source(
                    source.cites(),
                    source.document(),
                    source.sections(),
                    source.comparedOn().orElse(null));
        }
    }

    public static CountryPackView of(CountryPack pack) {
        return new CountryPackView(
                pack.country(),
                pack.currency(),
                pack.charges().prices().stream().map(TariffView::of).toList(),
                pack.reductions().stream().map(Reduction::of).toList(),
                pack.vat().rules().stream().map(Vat::of).toList(),
                pack.sources().stream().map(Source::of).toList(),
                pack.leftOut());
    }
}
