package energy.peerwatt.web.view;

import energy.peerwatt.market.TradeId;
import energy.peerwatt.settlement.SettlementLine;
import energy.peerwatt.settlement.chain.Digest;
import energy.peerwatt.settlement.store.OutboxEntry;
import energy.peerwatt.settlement.store.StatementLine;
import energy.peerwatt.web.settling.IntervalProof;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of a participant's statement, with its proof.
 *
 * @param rules revision of the area's settlement rules that it was made by; 0 are the default ones
 */
public record LineView(
        int areaId,
        Instant interval,
        int version,
        int rules,
        int number,
        String kind,
        String direction,
        long counterpartyId,
        long energyWh,
        long priceMicro,
        String amount,
        String quality,
        @Nullable Long tradeId,
        boolean onChain,
        ProofView proof) {

    /**
     * How the line hashes to the root in the contract.
     *
     * @param form 1 if the leaf holds neither quality nor trade, 2 if it holds all of the line
     * @param path siblings from the leaf to the root
     * @param transaction null until the batch is submitted
     */
    public record ProofView(
            String batchKey,
            int form,
            String leaf,
            String salt,
            List<String> path,
            String root,
            @Nullable TransactionView transaction) {

        static ProofView of(IntervalProof proof, int number, @Nullable OutboxEntry batch) {
            return new ProofView(
                    proof.batchKey().hex(),
                    proof.form().number(),
                    proof.leaf(number).hex(),
                    "0x" + proof.salt(number).hex(),
                    proof.path(number).stream().map(Digest::hex).toList(),
                    proof.tree().root().hex(),
                    TransactionView.of(batch));
        }
    }

    public static LineView of(
            StatementLine statementLine, IntervalProof proof, @Nullable OutboxEntry batch) {
        SettlementLine line = statementLine.line();
        return new LineView(
                statementLine.area().value(),
                statementLine.interval().start(),
                statementLine.version(),
                proof.stored().rules().revision(),
                line.number(),
                line.kind().name(),
                line.direction().name(),
                line.counterparty().value(),
                line.energy().wattHours(),
                line.price().microPerKwh(),
                line.amount().toDecimalString(),
                line.quality().name(),
                line.trade().map(TradeId::value).orElse(null),
                line.kind().settledOnChain(),
                ProofView.of(proof, line.number(), batch));
    }
}
