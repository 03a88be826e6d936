package energy.peerwatt.settlement;

import energy.peerwatt.settlement.allocation.Community;
import energy.peerwatt.unit.Price;
import java.util.List;
import java.util.Optional;

/**
 * Gives surplus to trusted partners before the pool shares it (ADR 0023). As much as the giver has
 * more than it takes itself and the receiver lacks more than it has, at the giver's feed-in price.
 * The giver has what its supplier would have paid, to the nano; the receiver saves the rest of the
 * corridor. Nothing is given where fees would leave the receiver worse off than its own supplier.
 */
final class Gifts {

    private final OpenPositions open;
    private final LineJournal journal;

    Gifts(OpenPositions open, LineJournal journal) {
        this.open = open;
        this.journal = journal;
    }

    /**
     * Writes what is given.
     *
     * @param gifts earlier ones come first; those of members without values are left out
     * @param part what members take part with
     * @return what is left of that
     */
    Community give(List<Gift> gifts, Community part) {
        long[] generation = part.generation();
        long[] consumption = part.consumption();
        for (Gift gift : gifts) {
            if (!open.has(gift.giver()) || !open.has(gift.receiver())) {
                continue;
            }
            int giver = open.indexOf(gift.giver());
            int receiver = open.indexOf(gift.receiver());
            long surplus = generation[giver] - consumption[giver];
            long lack = consumption[receiver] - generation[receiver];
            long given = Math.min(surplus, lack);
            Price price = open.member(giver).tariff().feedIn();
            if (given > 0 && journal.pays(open.member(giver), open.member(receiver), price)) {
                journal.shared(open.transfer(giver, receiver, given), price, Optional.empty());
                generation[giver] -= given;
                consumption[receiver] -= given;
            }
        }
        return part.with(generation, consumption);
    }
}
