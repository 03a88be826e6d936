package energy.peerwatt.settlement.verify;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.Direction;
import energy.peerwatt.settlement.IntervalSettlement;
import energy.peerwatt.settlement.LeafForm;
import energy.peerwatt.settlement.SaltedSettlement;
import energy.peerwatt.settlement.SettlementLine;
import energy.peerwatt.settlement.chain.Digest;
import energy.peerwatt.settlement.chain.SettledChain;
import energy.peerwatt.settlement.chain.SettlementBatch;
import energy.peerwatt.settlement.chain.StatementLeaf;
import energy.peerwatt.settlement.chain.StatementTree;
import energy.peerwatt.unit.Money;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A member's statement in the form that the market's REST interface gives out. */
final class StatementText {

    private static final JsonMapper JSON = JsonMapper.shared();

    private StatementText() {}

    static ObjectNode of(
            SettledChain chain,
            ParticipantId member,
            Instant from,
            Instant to,
            List<SaltedSettlement> settlements) {
        ObjectNode root = JSON.createObjectNode();
        root.put("participantId", member.value());
        root.put("from", from.toString()).put("to", to.toString());
        root.putObject("chain")
                .put("chainId", chain.id())
                .put("contract", chain.contract().checksummed())
                .put("account", chain.accounts().addressOf(member).checksummed());
        ArrayNode lines = root.putArray("lines");
        settlements.forEach(salted -> addLines(salted, member, lines));
        addTotals(root);
        return root;
    }

    private static void addLines(SaltedSettlement salted, ParticipantId member, ArrayNode lines) {
        IntervalSettlement settlement = salted.settlement();
        Digest key =
                SettlementBatch.keyOf(
                        settlement.area(), settlement.interval(), settlement.version());
        StatementTree tree = StatementTree.of(salted);
        LeafForm form = salted.form();
        for (SettlementLine line : settlement.lines()) {
            if (!line.participant().equals(member)) {
                continue;
            }
            var salt = salted.salts().get(line.number() - 1);
            ObjectNode one =
                    lines.addObject()
                            .put("areaId", settlement.area().value())
                            .put("interval", settlement.interval().start().toString())
                            .put("version", settlement.version())
                            .put("number", line.number())
                            .put("kind", line.kind().name())
                            .put("direction", line.direction().name())
                            .put("counterpartyId", line.counterparty().value())
                            .put("energyWh", line.energy().wattHours())
                            .put("priceMicro", line.price().microPerKwh())
                            .put("amount", line.amount().toDecimalString())
                            .put("quality", line.quality().name());
            line.trade()
                    .ifPresentOrElse(
                            trade -> one.put("tradeId", trade.value()),
                            () -> one.putNull("tradeId"));
            ObjectNode proof =
                    one.putObject("proof")
                            .put("batchKey", key.hex())
                            .put("form", form.number())
                            .put("leaf", new StatementLeaf(key, line, salt, form).hash().hex())
                            .put("salt", "0x" + salt.hex())
                            .put("root", tree.root().hex());
            ArrayNode path = proof.putArray("path");
            tree.proof(line.number() - 1).forEach(sibling -> path.add(sibling.hex()));
        }
    }

    /** States a settlement's line in a form, with the leaf that goes with it. */
    static void restate(ObjectNode line, SaltedSettlement salted, LeafForm form) {
        int number = line.get("number").intValue();
        ObjectNode proof = (ObjectNode) line.get("proof");
        Digest leaf =
                new StatementLeaf(
                                new Digest(proof.get("batchKey").stringValue()),
                                salted.settlement().lines().get(number - 1),
                                salted.salts().get(number - 1),
                                form)
                        .hash();
        proof.put("form", form.number()).put("leaf", leaf.hex());
    }

    /** Makes the totals the sums of the lines, as they are now. */
    static void addTotals(ObjectNode root) {
        long[] energies = new long[4];
        Money amount = Money.ZERO;
        Money onChain = Money.ZERO;
        for (var line : root.get("lines")) {
            boolean shared = line.get("kind").stringValue().endsWith("_ENERGY");
            boolean residual = line.get("kind").stringValue().startsWith("RESIDUAL");
            Direction direction = Direction.valueOf(line.get("direction").stringValue());
            if (direction != Direction.NONE) {
                energies[(shared ? 0 : 2) + direction.code()] += line.get("energyWh").longValue();
            }
            Money value = Money.parse(line.get("amount").stringValue());
            amount = amount.plus(value);
            onChain = residual ? onChain : onChain.plus(value);
        }
        root.putObject("totals")
                .put("boughtWh", energies[0])
                .put("soldWh", energies[1])
                .put("residualSupplyWh", energies[2])
                .put("residualFeedInWh", energies[3])
                .put("amount", amount.toDecimalString())
                .put("onChainAmount", onChain.toDecimalString());
    }
}
