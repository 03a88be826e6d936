package energy.peerwatt.settlement.chain;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.SettlementLine;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import energy.peerwatt.unit.Price;

/**
 * Cash, and perhaps energy, that goes from one participant to another in a settlement.
 *
 * @param payer of a trade or of pool energy who buys it
 * @param price per kWh of {@code energy}; negative if cash goes the other way
 */
public record Transfer(
        Kind kind, ParticipantId payer, ParticipantId payee, Energy energy, Price price) {

    /** What an entry on a page of trades is. */
    public enum Kind {
        TRADE(1),
        POOL(2),
        /** Moves cash only, on the trade or pool energy before it. */
        FEE(3),
        /** Moves cash only, into the community's rewards or out of them. */
        REWARD(4),
        /** Moves cash only, between the parties of a trade that was not delivered. */
        INDEMNITY(5);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }

        /** Whether it moves energy, too. */
        boolean movesEnergy() {
            return this == TRADE || this == POOL;
        }
    }

    /** The event that a line and its mirror are of. */
    static Transfer of(SettlementLine line) {
        Money value = line.price().times(line.energy());
        boolean pays =
                switch (line.direction()) {
                    case BOUGHT -> true;
                    case SOLD -> false;
                    case NONE -> line.amount().equals(value.negated());
                };
        return new Transfer(
                switch (line.kind()) {
                    case MATCHED_ENERGY -> Kind.TRADE;
                    case POOL_ENERGY -> Kind.POOL;
                    case REWARD_FUNDING, RELIEF_REWARD, DELIVERY_REWARD -> Kind.REWARD;
                    case INDEMNITY -> Kind.INDEMNITY;
                    default -> Kind.FEE;
                },
                pays ? line.participant() : line.counterparty(),
                pays ? line.counterparty() : line.participant(),
                line.energy(),
                line.price());
    }
}
