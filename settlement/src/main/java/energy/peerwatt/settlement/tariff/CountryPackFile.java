package energy.peerwatt.settlement.tariff;

import energy.peerwatt.settlement.tariff.DatedPrice.Item;
import energy.peerwatt.unit.Price;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads country packs; whatever is wrong is refused by the place of its field and the reason. */
public final class CountryPackFile {

    private static final JsonMapper JSON = JsonMapper.shared();

    private CountryPackFile() {}

    /**
     * Reads a pack.
     *
     * @throws IllegalArgumentException naming the field that is not as it should be, and why
     */
    public static CountryPack read(String text) {
        Fields root = new Fields(parse(text), "");
        root.allow(
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
        List<DatedPrice> charges = root.list("charges", CountryPackFile::price);
        return new CountryPack(
                root.text("country", Function.identity()),
                root.text("currency", Function.identity()),
                at("charges", () -> TariffTable.of(zone, charges)),
                root.list("gridFeeReductions", CountryPackFile::reduction),
                at("vat", () -> new VatTable(root.list("vat", CountryPackFile::vatRule))),
                root.texts("sources"),
                root.texts("leftOut"));
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("the file is not JSON", e);
        }
    }

    private static DatedPrice price(Fields one) {
        one.allow(
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

    private static TimeWindow window(Fields one) {
        Set<DayOfWeek> days = EnumSet.allOf(DayOfWeek.class);
        if (one.node().has("days")) {
            days = EnumSet.noneOf(DayOfWeek.class);
            for (String day : one.texts("days")) {
                days.add(one.read("days", day, DayOfWeek::valueOf));
            }
        }
        return new TimeWindow(
                days,
                one.optional("timeFrom", LocalTime::parse).orElse(LocalTime.MIDNIGHT),
                one.optional("timeUntil", LocalTime::parse).orElse(LocalTime.MIDNIGHT));
    }

    private static GridFeeReduction reduction(Fields one) {
        one.allow(
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
                one.permille("permille"),
                validity(one),
                one.text("legalBasis", Function.identity()));
    }

    private static VatRule vatRule(Fields one) {
        one.allow(
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
                one.permille("ratePermille"),
                validity(one),
                one.text("legalBasis", Function.identity()));
    }

    private static Validity validity(Fields one) {
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

    /** An object whose faults name the way to them. */
    private record Fields(JsonNode node, String place) {

        /** A field that nobody reads is a mistake, not a remark. */
        void allow(Set<String> names) {
            for (String name : node.propertyNames()) {
                if (!names.contains(name)) {
                    throw fault(name, "is not known", null);
                }
            }
        }

        <T> List<T> list(String name, Function<Fields, T> reader) {
            List<T> all = new ArrayList<>();
            for (JsonNode one : array(name)) {
                String here = place + name + "[" + all.size() + "]";
                all.add(at(here, () -> reader.apply(new Fields(one, here + "."))));
            }
            return all;
        }

        List<String> texts(String name) {
            List<String> all = new ArrayList<>();
            for (JsonNode one : array(name)) {
                if (!one.isString()) {
                    throw fault(name, "holds something that is not text", null);
                }
                all.add(one.stringValue());
            }
            return all;
        }

        long number(String name) {
            JsonNode field = field(name);
            if (!field.isIntegralNumber() || !field.canConvertToLong()) {
                throw fault(name, "is not a whole number", null);
            }
            return field.longValue();
        }

        int permille(String name) {
            long number = number(name);
            if (number < 0 || number > 1_000) {
                throw fault(name, "is " + number + ", not 0 to 1000", null);
            }
            return (int) number;
        }

        <T> T text(String name, Function<String, T> reader) {
            JsonNode field = field(name);
            if (!field.isString()) {
                throw fault(name, "is not text", null);
            }
            return read(name, field.stringValue(), reader);
        }

        <T> Optional<T> optional(String name, Function<String, T> reader) {
            return node.has(name) ? Optional.of(text(name, reader)) : Optional.empty();
        }

        <T> T read(String name, String text, Function<String, T> reader) {
            try {
                return reader.apply(text);
            } catch (IllegalArgumentException | DateTimeException e) {
                throw fault(name, "is " + text, e);
            }
        }

        private JsonNode array(String name) {
            JsonNode field = field(name);
            if (!field.isArray()) {
                throw fault(name, "is not a list", null);
            }
            return field;
        }

        private JsonNode field(String name) {
            JsonNode field = node.get(name);
            if (field == null) {
                throw fault(name, "is missing", null);
            }
            return field;
        }

        private IllegalArgumentException fault(
                String name, String what, @Nullable Throwable cause) {
            return new IllegalArgumentException(place + name + ": " + what, cause);
        }
    }
}
