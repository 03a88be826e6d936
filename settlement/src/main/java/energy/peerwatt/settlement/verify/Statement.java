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
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import energy.peerwatt.unit.Price;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A statement as the market gave it out; nothing in it is believed.
 *
 * @param from start of the first interval
 * @param to before this all its intervals start
 * @param account the member's, as the statement says
 */
public record Statement(
        ParticipantId participant,
        Instant from,
        Instant to,
        Contract contract,
        ChainAddress account,
        Totals totals,
        List<Line> lines) {

    /** Where the statement says that its lines are proved. */
    public record Contract(long chainId, ChainAddress address) {}

    /** Sums that the statement says. */
    public record Totals(
            long boughtWh,
            long soldWh,
            long residualSupplyWh,
            long residualFeedInWh,
            Money amount,
            Money onChainAmount) {}

    /**
     * A line.
     *
     * @param position in the file, from 1
     * @param number in its interval's settlement
     */
    public record Line(
            int position,
            AreaId area,
            Instant interval,
            int version,
            int number,
            LineKind kind,
            Direction direction,
            ParticipantId counterparty,
            Energy energy,
            Price price,
            Money amount,
            Quality quality,
            Optional<TradeId> trade,
            Proof proof) {

        /** For people to find it. */
        public String name() {
            return "line " + position + " (" + interval + ", no. " + number + ")";
        }
    }

    /**
     * How a line hashes to its root.
     *
     * @param form what of the line is said to be in the leaf
     * @param path siblings from the leaf to the root
     */
    public record Proof(
            Digest batchKey,
            LeafForm form,
            Digest leaf,
            Digest salt,
            List<Digest> path,
            Digest root) {

        public Proof {
            path = List.copyOf(path);
        }
    }

    public Statement {
        lines = List.copyOf(lines);
    }
}
