package energy.peerwatt.settlement.verify;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.Direction;
import energy.peerwatt.settlement.LineKind;
import energy.peerwatt.settlement.chain.ChainAddress;
import energy.peerwatt.settlement.chain.Digest;
import energy.peerwatt.settlement.verify.Statement.Contract;
import energy.peerwatt.settlement.verify.Statement.Line;
import energy.peerwatt.settlement.verify.Statement.Proof;
import energy.peerwatt.settlement.verify.Statement.Totals;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import energy.peerwatt.unit.Price;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads statements as the market's REST interface gives them out. */
public final class StatementFile {

    private static final JsonMapper JSON = JsonMapper.shared();

    private StatementFile() {}

    /**
     * Reads a statement.
     *
     * @throws IllegalArgumentException naming the field that is not as it should be
     */
    public static Statement read(String text) {
        Fields root = new Fields(parse(text), "");
        List<Line> lines = new ArrayList<>();
        for (Fields line : root.list("lines", "line ")) {
            lines.add(line(line, lines.size() + 1));
        }
        Fields chain = root.object("chain");
        return new Statement(
                new ParticipantId(root.number("participantId")),
                root.text("from", Instant::parse),
                root.text("to", Instant::parse),
                new Contract(chain.number("chainId"), chain.text("contract", ChainAddress::new)),
                chain.text("account", ChainAddress::new),
                totals(root.object("totals")),
                lines);
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("the file is not JSON", e);
        }
    }

    private static Totals totals(Fields totals) {
        return new Totals(
                totals.number("boughtWh"),
                totals.number("soldWh"),
                totals.number("residualSupplyWh"),
                totals.number("residualFeedInWh"),
                totals.text("amount", Money::parse),
                totals.text("onChainAmount", Money::parse));
    }

    private static Line line(Fields line, int position) {
        return new Line(
                position,
                new AreaId(Math.toIntExact(line.number("areaId"))),
                line.text("interval", Instant::parse),
                Math.toIntExact(line.number("version")),
                Math.toIntExact(line.number("number")),
                line.text("kind", LineKind::valueOf),
                line.text("direction", Direction::valueOf),
                new ParticipantId(line.number("counterpartyId")),
                Energy.ofWattHours(line.number("energyWh")),
                Price.ofMicroPerKwh(line.number("priceMicro")),
                line.text("amount", Money::parse),
                proof(line.object("proof")));
    }

    private static Proof proof(Fields proof) {
        return new Proof(
                proof.text("batchKey", Digest::new),
                proof.text("leaf", Digest::new),
                proof.text("salt", Digest::new),
                proof.texts("path", Digest::new),
                proof.text("root", Digest::new));
    }

    /** An object whose fields are all wanted; faults name the way to them. */
    private record Fields(JsonNode node, String place) {

        Fields object(String name) {
            JsonNode field = field(name);
            if (!field.isObject()) {
                throw fault(name, "is not an object", null);
            }
            return new Fields(field, place + name + ".");
        }

        List<Fields> list(String name, String what) {
            List<Fields> all = new ArrayList<>();
            for (JsonNode one : array(name)) {
                all.add(new Fields(one, what + (all.size() + 1) + ": "));
            }
            return all;
        }

        <T> List<T> texts(String name, Function<String, T> reader) {
            List<T> all = new ArrayList<>();
            for (JsonNode one : array(name)) {
                all.add(read(name, one, reader));
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

        <T> T text(String name, Function<String, T> reader) {
            return read(name, field(name), reader);
        }

        private <T> T read(String name, JsonNode field, Function<String, T> reader) {
            if (!field.isString()) {
                throw fault(name, "is not text", null);
            }
            try {
                return reader.apply(field.stringValue());
            } catch (IllegalArgumentException | DateTimeException e) {
                throw fault(name, "is " + field.stringValue(), e);
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
            return new IllegalArgumentException(place + name + " " + what, cause);
        }
    }
}
