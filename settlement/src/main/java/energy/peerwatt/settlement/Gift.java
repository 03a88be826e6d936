package energy.peerwatt.settlement;

import energy.peerwatt.market.ParticipantId;

/**
 * A member's wish, agreed to by both, that what trades leave of its surplus goes to another one
 * first, at its own feed-in price; see {@link Gifts}.
 *
 * @param giver sells at what its own supplier would pay
 * @param receiver pays that and the fees, and keeps the whole advantage
 */
public record Gift(ParticipantId giver, ParticipantId receiver) {

    public Gift {
        if (giver.equals(receiver)) {
            throw new IllegalArgumentException("nobody gives to itself: " + giver);
        }
    }
}
