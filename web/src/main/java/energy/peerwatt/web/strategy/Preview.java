package energy.peerwatt.web.strategy;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Side;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import energy.peerwatt.unit.Price;
import energy.peerwatt.web.preference.Preference;
import energy.peerwatt.web.preference.Style;
import energy.peerwatt.web.strategy.Margins.Outcome;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a home would have gained with a preference in intervals that are over, by the same limits
 * and the same learning as in trading.
 *
 * <p>Assumed: the home would have known its energy, would have traded at the interval's mean price
 * if its limit allowed that, no more than its neighbours traded then, and without moving that
 * price. Several homes may be told the same energy, and what the community pool would have paid for
 * it is not taken off: sums over homes are too high.
 */
public final class Preview {

    private final Preference preference;
    private final ParticipantId participant;
    private final Map<Side, Integer> margins = new EnumMap<>(Side.class);
    private long soldWh;
    private long boughtWh;
    private Money gain = Money.ZERO;

    private Preview(Preference preference, ParticipantId participant) {
        this.preference = preference;
        this.participant = participant;
    }

    /**
     * An interval that is over.
     *
     * @param importWh by the meter
     * @param exportWh by the meter
     * @param tradedWh what neighbours traded with each other
     * @param mean what their sellers were paid in the mean, net; of no meaning if nothing was
     */
    public record PastInterval(
            Corridor corridor, long importWh, long exportWh, long tradedWh, Price mean) {}

    /**
     * What would have come of it.
     *
     * @param gain over the own supplier alone, before VAT; never negative
     */
    public record Effect(long soldWh, long boughtWh, Money gain) {}

    /**
     * The effect over these intervals.
     *
     * @param past the earliest first
     */
    public static Effect of(
            Preference preference, ParticipantId participant, List<PastInterval> past) {
        Preview preview = new Preview(preference, participant);
        past.forEach(preview::add);
        return new Effect(preview.soldWh, preview.boughtWh, preview.gain);
    }

    private void add(PastInterval past) {
        if (past.corridor().isOpen()) {
            sell(past);
            buy(past);
        }
    }

    private void sell(PastInterval past) {
        Optional<Price> limit = limit(past, Side.SELL);
        if (past.exportWh() == 0 || limit.isEmpty()) {
            return;
        }
        boolean sells = past.tradedWh() > 0 && limit.get().isAtMost(past.mean());
        long energy = sells ? Math.min(past.exportWh(), past.tradedWh()) : 0;
        soldWh += energy;
        gain(past.mean().minus(past.corridor().feedIn()), energy);
        learn(Side.SELL, past.exportWh(), energy);
    }

    private void buy(PastInterval past) {
        Optional<Price> limit = limit(past, Side.BUY);
        if (past.importWh() == 0 || limit.isEmpty()) {
            return;
        }
        Price paid = past.mean().plus(past.corridor().fees());
        boolean buys = past.tradedWh() > 0 && paid.isAtMost(limit.get());
        long energy = buys ? Math.min(past.importWh(), past.tradedWh()) : 0;
        boughtWh += energy;
        gain(past.corridor().ceiling().minus(paid), energy);
        learn(Side.BUY, past.importWh(), energy);
    }

    private void gain(Price perKwh, long energy) {
        gain = gain.plus(perKwh.times(Energy.ofWattHours(energy)));
    }

    private Optional<Price> limit(PastInterval past, Side side) {
        return Intent.limit(preference, past.corridor(), side, margin(side));
    }

    private int margin(Side side) {
        return preference.style() == Style.OWN_LIMITS
                ? 0
                : margins.computeIfAbsent(
                        side, _ -> Margins.first(preference.style(), participant));
    }

    private void learn(Side side, long wanted, long traded) {
        if (preference.style() != Style.OWN_LIMITS) {
            margins.put(
                    side,
                    Margins.next(preference.style(), margin(side), new Outcome(wanted, traded)));
        }
    }
}
