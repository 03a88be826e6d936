package energy.peerwatt.settlement.chain;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.SettlementLine;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import energy.peerwatt.unit.Price;
import java.util.Optional;

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
        INDEMNITY(5),
        /** Moves cash only, for the part of a contract that the meters do not confirm. */
        UNDELIVERED(6),
        /** Moves cash only, between a member that deviates from its contracts and its group. */
        IMBALANCE(7),
        /** Moves cash only, a fee on own use, or on imports where contracts are paid in full. */
        METER_FEE(8);

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

    /**
     * The event that a line and its mirror are of.
     *
     * @param before the last line before it that is no fee; empty if there is none
     */
    static Transfer of(SettlementLine line, Optional<SettlementLine> before) {
        Money value = line.price().times(line.energy());
        boolean pays =
                switch (line.direction()) {
                    case BOUGHT -> true;
                    case SOLD -> false;
                    case NONE -> line.amount().equals(value.negated());
                };
        return new Transfer(
                kindOf(line, before),
                pays ? line.participant() : line.counterparty(),
                pays ? line.counterparty() : line.participant(),
                line.energy(),
                line.price());
    }

    private static Kind kindOf(SettlementLine line, Optional<SettlementLine> before) {
        return switch (line.kind()) {
            case MATCHED_ENERGY -> Kind.TRADE;
            case POOL_ENERGY -> Kind.POOL;
            case GRID_FEE, LEVY ->
                    before.filter(one -> one.kind().isShared() && one.trade().equals(line.trade()))
                            .map(shared -> Kind.FEE)
                            .orElse(Kind.METER_FEE);
            case REWARD_FUNDING, RELIEF_REWARD, DELIVERY_REWARD -> Kind.REWARD;
            case INDEMNITY -> Kind.INDEMNITY;
            case UNDELIVERED -> Kind.UNDELIVERED;
            case IMBALANCE_SHORT, IMBALANCE_LONG -> Kind.IMBALANCE;
            case RESIDUAL_SUPPLY, RESIDUAL_FEED_IN, OWN_USE ->
                    throw new IllegalArgumentException("not settled on chain: " + line);
        };
    }
}
