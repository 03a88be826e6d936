package energy.peerwatt.settlement.tariff;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a country's law says of shared energy: charges that are the same everywhere in it, grid fee
 * reductions and VAT. What differs by operator, plant or municipality is not in it.
 *
 * @param country ISO 3166, two letters
 * @param currency ISO 4217
 * @param sources where the figures come from
 * @param leftOut what is not in it and why
 */
public record CountryPack(
        String country,
        String currency,
        TariffTable charges,
        List<GridFeeReduction> reductions,
        VatTable vat,
        List<String> sources,
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
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("sources: none is named");
        }
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
