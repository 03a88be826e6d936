package energy.peerwatt.web.view;

import java.time.Instant;
import java.util.List;

/**
 * A participant's lines of a span of time, each with its proof.
 *
 * @param origins the same by origin of the kWh, with what was used behind the meter
 * @param dataPayments what others pay the member for reading its values; not part of the totals,
 *     which are energy's
 */
public record StatementView(
        long participantId,
        String name,
        Instant from,
        Instant to,
        String currency,
        ProvedAt chain,
        Totals totals,
        List<LineView> lines,
        List<OriginView> origins,
        List<DataPaymentView> dataPayments) {

    /**
     * Where the lines are proved, and the member's account there.
     *
     * @param contract address of the settlement contract
     */
    public record ProvedAt(long chainId, String contract, String account) {}

    /**
     * Sums of the lines.
     *
     * @param amount over all lines; positive is credited
     * @param onChainAmount over the lines that are settled on the chain
     */
    public record Totals(
            long boughtWh,
            long soldWh,
            long residualSupplyWh,
            long residualFeedInWh,
            String amount,
            String onChainAmount) {

        public static Totals of(LineSums sums) {
            return new Totals(
                    sums.bought().wattHours(),
                    sums.sold().wattHours(),
                    sums.residualSupply().wattHours(),
                    sums.residualFeedIn().wattHours(),
                    sums.amount().toDecimalString(),
                    sums.onChainAmount().toDecimalString());
        }
    }
}
