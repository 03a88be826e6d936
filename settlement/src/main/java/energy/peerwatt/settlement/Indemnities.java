package energy.peerwatt.settlement;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Quality;
import energy.peerwatt.market.Trade;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import energy.peerwatt.unit.Price;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who delivered less of a trade than the other could have taken makes up for what the other lost by
 * it, and likewise who took less.
 *
 * <p>The party with the smaller factor owes {@code (q - e)} times what the other would have gained
 * per kWh, as far as its own gain of the interval goes with the VAT that its invoice adds, so that
 * nobody is worse off. Estimated values owe nothing.
 */
final class Indemnities {

    private final LineJournal journal;

    /** What members have gained in the interval and not yet given away, in nano-currency. */
    private final Map<ParticipantId, Money> gains;

    Indemnities(LineJournal journal) {
        this.journal = journal;
        this.gains = new HashMap<>(journal.gains());
    }

    /**
     * Writes what is owed on the trades.
     *
     * @param delivered Wh of each trade
     * @param metered what was metered before anything was settled
     */
    void write(List<Trade> trades, long[] delivered, OpenPositions metered) {
        TradeDelivery.Factors factors = TradeDelivery.factors(trades, metered);
        for (int k = 0; k < delivered.length; k++) {
            Trade trade = trades.get(k);
            MeteredPosition seller = metered.member(metered.indexOf(trade.seller()));
            MeteredPosition buyer = metered.member(metered.indexOf(trade.buyer()));
            long missing = trade.quantity().wattHours() - delivered[k];
            int causer = factors.compare(k);
            boolean known = seller.quality().worst(buyer.quality()) != Quality.ESTIMATED;
            if (missing == 0 || causer == 0 || !known) {
                continue;
            }
            if (causer < 0) {
                Price lost =
                        buyer.tariff()
                                .sharedCeiling()
                                .minus(trade.price())
                                .minus(journal.between(seller, buyer).total());
                owe(trade, seller, buyer, missing, lost);
            } else {
                owe(trade, buyer, seller, missing, trade.price().minus(seller.tariff().feedIn()));
            }
        }
    }

    /** What members have gained and not given away. */
    Map<ParticipantId, Money> left() {
        return Map.copyOf(gains);
    }

    private void owe(
            Trade trade,
            MeteredPosition payer,
            MeteredPosition receiver,
            long missing,
            Price lost) {
        if (lost.microPerKwh() <= 0) {
            return;
        }
        Money gain = gains.getOrDefault(payer.participant(), Money.ZERO);
        long affordable = payer.tariff().beforeVat(gain).nano() / lost.microPerKwh();
        Energy energy = Energy.ofWattHours(Math.min(missing, affordable));
        if (!energy.isZero()) {
            journal.indemnity(payer, receiver, energy, lost, Optional.of(trade.id()));
            gains.put(payer.participant(), gain.minus(payer.tariff().withVat(lost.times(energy))));
        }
    }
}
