package energy.peerwatt.settlement;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Quality;
import energy.peerwatt.market.TradeId;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import energy.peerwatt.unit.Price;
import java.util.Optional;

/**
 * One side of one economic event. The other side is the neighbouring line with participant and
 * counterparty exchanged and the amount negated.
 *
 * @param number position in the interval's settlement, from 1 without gaps
 * @param energy what was delivered, or what a fee is charged on; positive
 * @param price per kWh of {@code energy}
 * @param amount price times energy exactly; positive is credited to the participant
 * @param quality the worse of the two parties' metered values
 * @param trade the trade delivered, for {@link LineKind#MATCHED_ENERGY} and its fees
 */
public record SettlementLine(
        int number,
        ParticipantId participant,
        ParticipantId counterparty,
        LineKind kind,
        Direction direction,
        Energy energy,
        Price price,
        Money amount,
        Quality quality,
        Optional<TradeId> trade) {

    public SettlementLine {
        if (number < 1) {
            throw new IllegalArgumentException("line number must be at least 1: " + number);
        }
        if (participant.equals(counterparty)) {
            throw new IllegalArgumentException(
                    "line " + number + ": participant " + participant + " trades with itself");
        }
        if (energy.isZero()) {
            throw new IllegalArgumentException("line " + number + " carries no energy");
        }
        if (!amountFits(direction, amount, price.times(energy))) {
            throw new IllegalArgumentException(
                    "line " + number + ": " + amount + " is not " + energy + " at " + price);
        }
    }

    /**
     * All of the line as whole numbers, in the order in which leaves have them: number,
     * participant, counterparty, codes of kind and direction, Wh, micro-currency per kWh,
     * nano-currency, quality (0 actual, 1 substituted, 2 estimated), trade (0: none).
     */
    public long[] numbers() {
        return new long[] {
            number,
            participant.value(),
            counterparty.value(),
            kind.code(),
            direction.code(),
            energy.wattHours(),
            price.microPerKwh(),
            amount.nano(),
            CanonicalForm.codeOf(quality),
            CanonicalForm.numberOf(trade)
        };
    }

    /** The counterparty's side of the same event, as the line after this one. */
    SettlementLine mirrored() {
        return new SettlementLine(
                number + 1,
                /* participant= */ counterparty,
                /* counterparty= */ participant,
                kind,
                direction.mirrored(),
                energy,
                price,
                amount.negated(),
                quality,
                trade);
    }

    private static boolean amountFits(Direction direction, Money amount, Money value) {
        return switch (direction) {
            case BOUGHT -> amount.equals(value.negated());
            case SOLD -> amount.equals(value);
            case NONE -> amount.equals(value) || amount.equals(value.negated());
        };
    }
}
