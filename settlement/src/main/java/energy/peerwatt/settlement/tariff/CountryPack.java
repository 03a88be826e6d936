package energy.peerwatt.settlement.tariff;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What a country's law says of shared energy: charges that are the same everywhere in it, grid fee
 * reductions and VAT. What differs by operator, plant or municipality is not in it.
 *
 * @param country ISO 3166, two letters
 * @param currency ISO 4217
 * @param sources the documents that the legal bases of its figures cite, each of them
 * @param leftOut what is not in it and why
 */
public record CountryPack(
        String country,
        String currency,
        TariffTable charges,
        List<GridFeeReduction> reductions,
        VatTable vat,
        List<LegalSource> sources,
        List<String> leftOut) {

    /** The countries whose packs ship with the market. */
    public static final List<String> COUNTRIES = List.of("AT", "DE", "ES", "IT");

    private static final Map<String, CountryPack> READ = new ConcurrentHashMap<>();

    public CountryPack {
        reductions = List.copyOf(reductions);
        sources = List.copyOf(sources);
        leftOut = List.copyOf(leftOut);
        if (!country.matches("[A-Z]{2}")) {
            throw new IllegalArgumentException("country: " + country + " is not two letters");
        }
        if (!currency.matches("[A-Z]{3}")) {
            throw new IllegalArgumentException("currency: " + currency + " is not three letters");
        }
        requireSource(charges.prices().stream().map(DatedPrice::legalBasis), sources);
        requireSource(reductions.stream().map(GridFeeReduction::legalBasis), sources);
        requireSource(vat.rules().stream().map(VatRule::legalBasis), sources);
    }

    private static void requireSource(Stream<String> bases, List<LegalSource> sources) {
        bases.forEach(basis -> {
            if (sources.stream().noneMatch(source -> source.isCitedBy(basis))) {
                throw new IllegalArgumentException("sources: none is cited by " + basis);
            }
        });
    }

    /** The documents with which the figures have not been compared yet. */
    public List<LegalSource> toBeConfirmed() {
        return sources.stream().filter(source -> source.comparedOn().isEmpty()).toList();
    }

    /**
     * The pack that ships for this country; empty if none does.
     *
     * @throws IllegalArgumentException naming the field that is not as it should be
     */
    public static Optional<CountryPack> of(String country) {
        return COUNTRIES.contains(country)
                ? Optional.of(READ.computeIfAbsent(country, CountryPack::read))
                : Optional.empty();
    }

    private static CountryPack read(String country) {
        String name = "country/" + country + ".json";
        try (InputStream file = CountryPack.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("no resource " + name);
            }
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            return CountryPackFile.read(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
