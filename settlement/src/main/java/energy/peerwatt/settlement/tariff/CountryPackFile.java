package energy.peerwatt.settlement.tariff;

import energy.peerwatt.settlement.json.JsonFields;
import energy.peerwatt.settlement.tariff.DatedPrice.Item;
import energy.peerwatt.unit.Price;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Reads country packs; whatever is wrong is refused by the place of its field and the reason. */
public final class CountryPackFile {

    private CountryPackFile() {}

    /**
     * Reads a pack.
     *
     * @throws IllegalArgumentException naming the field that is not as it should be, and why
     */
    public static CountryPack read(String text) {
        JsonFields root = JsonFields.parse(text, ": ");
        allow(
                root,
                Set.of(
                        "country",
                        "timeZone",
                        "currency",
                        "sources",
                        "leftOut",
                        "charges",
                        "gridFeeReductions",
                        "vat"));
        ZoneId zone = root.text("timeZone", ZoneId::of);
        List<DatedPrice> charges = list(root, "charges", CountryPackFile::price);
        return new CountryPack(
                root.text("country", Function.identity()),
                root.text("currency", Function.identity()),
                at("charges", () -> TariffTable.of(zone, charges)),
                list(root, "gridFeeReductions", CountryPackFile::reduction),
                at("vat", () -> new VatTable(list(root, "vat", CountryPackFile::vatRule))),
                list(root, "sources", CountryPackFile::source),
                root.texts("leftOut", Function.identity()));
    }

    private static LegalSource source(JsonFields one) {
        allow(one, Set.of("cites", "document", "sections", "comparedOn"));
        return new LegalSource(
                one.text("cites", Function.identity()),
                one.text("document", Function.identity()),
                one.text("sections", Function.identity()),
                one.optional("comparedOn", LocalDate::parse));
    }

    private static DatedPrice price(JsonFields one) {
        allow(
                one,
                Set.of(
                        "kind",
                        "name",
                        "distance",
                        "days",
                        "timeFrom",
                        "timeUntil",
                        "priceMicro",
                        "validFrom",
                        "validUntil",
                        "legalBasis"));
        Item item =
                new Item(
                        one.text("kind", TariffKind::valueOf),
                        one.text("name", Function.identity()),
                        one.optional("distance", ZoneDistance::valueOf),
                        window(one));
        return new DatedPrice(
                item,
                Price.ofMicroPerKwh(one.number("priceMicro")),
                validity(one),
                one.text("legalBasis", Function.identity()));
    }

    private static TimeWindow window(JsonFields one) {
        Set<DayOfWeek> days = EnumSet.allOf(DayOfWeek.class);
        if (one.node().has("days")) {
            days = EnumSet.noneOf(DayOfWeek.class);
            days.addAll(one.texts("days", DayOfWeek::valueOf));
        }
        return new TimeWindow(
                days,
                one.optional("timeFrom", LocalTime::parse).orElse(LocalTime.MIDNIGHT),
                one.optional("timeUntil", LocalTime::parse).orElse(LocalTime.MIDNIGHT));
    }

    private static GridFeeReduction reduction(JsonFields one) {
        allow(
                one,
                Set.of(
                        "distance",
                        "networkLevels",
                        "permille",
                        "validFrom",
                        "validUntil",
                        "legalBasis"));
        return new GridFeeReduction(
                one.text("distance", ZoneDistance::valueOf),
                one.text("networkLevels", Function.identity()),
                permille(one, "permille"),
                validity(one),
                one.text("legalBasis", Function.identity()));
    }

    private static VatRule vatRule(JsonFields one) {
        allow(
                one,
                Set.of(
                        "role",
                        "treatment",
                        "ratePermille",
                        "validFrom",
                        "validUntil",
                        "legalBasis"));
        return new VatRule(
                one.text("role", VatRole::valueOf),
                one.text("treatment", VatTreatment::valueOf),
                permille(one, "ratePermille"),
                validity(one),
                one.text("legalBasis", Function.identity()));
    }

    private static Validity validity(JsonFields one) {
        return new Validity(
                one.text("validFrom", LocalDate::parse),
                one.optional("validUntil", LocalDate::parse));
    }

    private static <T> T at(String place, java.util.function.Supplier<T> work) {
        try {
            return work.get();
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            throw message.startsWith(place)
                    ? e
                    : new IllegalArgumentException(place + "." + message, e);
        }
    }

    /** A field that nobody reads is a mistake, not a remark. */
    private static void allow(JsonFields one, Set<String> names) {
        for (String name : one.node().propertyNames()) {
            if (!names.contains(name)) {
                throw one.fault(name, "is not known", null);
            }
        }
    }

    private static <T> List<T> list(JsonFields one, String name, Function<JsonFields, T> reader) {
        List<T> all = new ArrayList<>();
        for (JsonNode element : one.array(name)) {
            String here = one.place() + name + "[" + all.size() + "]";
            all.add(at(here, () -> reader.apply(one.at(element, here + "."))));
        }
        return all;
    }

    private static int permille(JsonFields one, String name) {
        long number = one.number(name);
        if (number < 0 || number > 1_000) {
            throw one.fault(name, "is " + number + ", not 0 to 1000", null);
        }
        return (int) number;
    }
}
