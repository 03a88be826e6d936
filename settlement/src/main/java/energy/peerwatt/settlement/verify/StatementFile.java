package energy.peerwatt.settlement.verify;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Quality;
import energy.peerwatt.market.TradeId;
import energy.peerwatt.settlement.Direction;
import energy.peerwatt.settlement.LeafForm;
import energy.peerwatt.settlement.LineKind;
import energy.peerwatt.settlement.chain.ChainAddress;
import energy.peerwatt.settlement.chain.Digest;
import energy.peerwatt.settlement.json.JsonFields;
import energy.peerwatt.settlement.verify.Statement.Contract;
import energy.peerwatt.settlement.verify.Statement.Line;
import energy.peerwatt.settlement.verify.Statement.Proof;
import energy.peerwatt.settlement.verify.Statement.Totals;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import energy.peerwatt.unit.Price;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Reads statements as the market's REST interface gives them out. */
public final class StatementFile {

    private StatementFile() {}

    /**
     * Reads a statement.
     *
     * @throws IllegalArgumentException naming the field that is not as it should be
     */
    public static Statement read(String text) {
        JsonFields root = JsonFields.parse(text, " ");
        List<Line> lines = new ArrayList<>();
        for (JsonNode line : root.array("lines")) {
            int position = lines.size() + 1;
            lines.add(line(root.at(line, "line " + position + ": "), position));
        }
        JsonFields chain = root.object("chain");
        return new Statement(
                new ParticipantId(root.number("participantId")),
                root.text("from", Instant::parse),
                root.text("to", Instant::parse),
                new Contract(chain.number("chainId"), chain.text("contract", ChainAddress::new)),
                chain.text("account", ChainAddress::new),
                totals(root.object("totals")),
                lines);
    }

    private static Totals totals(JsonFields totals) {
        return new Totals(
                totals.number("boughtWh"),
                totals.number("soldWh"),
                totals.number("residualSupplyWh"),
                totals.number("residualFeedInWh"),
                totals.text("amount", Money::parse),
                totals.text("onChainAmount", Money::parse));
    }

    private static Line line(JsonFields line, int position) {
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
                line.text("quality", Quality::valueOf),
                line.optionalNumber("tradeId", TradeId::new),
                proof(line.object("proof")));
    }

    /** What was given out before there were forms names none. */
    private static Proof proof(JsonFields proof) {
        return new Proof(
                proof.text("batchKey", Digest::new),
                proof.optionalNumber("form", LeafForm::ofNumber).orElse(LeafForm.BASIC),
                proof.text("leaf", Digest::new),
                proof.text("salt", Digest::new),
                proof.texts("path", Digest::new),
                proof.text("root", Digest::new));
    }
}
