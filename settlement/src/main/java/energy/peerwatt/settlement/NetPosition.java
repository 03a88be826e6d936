package energy.peerwatt.settlement;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;

/**
 * What one participant's on-chain lines of an interval come to.
 *
 * @param cash positive is credited
 * @param bought from other members
 * @param sold to other members
 */
public record NetPosition(ParticipantId participant, Money cash, Energy bought, Energy sold) {

    /** The sum of both, for the same participant. */
    NetPosition plus(NetPosition other) {
        return new NetPosition(
                participant,
                cash.plus(other.cash),
                bought.plus(other.bought),
                sold.plus(other.sold));
    }
}
