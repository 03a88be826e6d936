package energy.peerwatt.settlement;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Quality;
import energy.peerwatt.market.TradeId;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import energy.peerwatt.unit.Price;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes economic events as pairs of lines and refuses one that leaves a member worse off than
 * without the market. Mutable; used by one thread during one settlement.
 */
final class LineJournal {

    private final AreaFees fees;
    private final List<SettlementLine> lines = new ArrayList<>();
    private Money saved = Money.ZERO;

    LineJournal(AreaFees fees) {
        this.fees = fees;
    }

    List<SettlementLine> lines() {
        return lines;
    }

    /** What members gained so far. */
    Money saved() {
        return saved;
    }

    /**
     * Writes energy shared between two members and the buyer's fees on it; nothing for no energy.
     *
     * @param price net of fees
     * @param trade the trade delivered; empty for the pool
     */
    void shared(OpenPositions.Transfer transfer, Price price, Optional<TradeId> trade) {
        if (transfer.energy().isZero()) {
            return;
        }
        saved = saved.plus(gain(transfer, price, trade));
        ParticipantId buyer = transfer.buyer().participant();
        Quality quality = transfer.seller().quality().worst(transfer.buyer().quality());
        Entry entry = new Entry(transfer.energy(), quality, trade);
        LineKind kind = trade.isPresent() ? LineKind.MATCHED_ENERGY : LineKind.POOL_ENERGY;
        entry.pay(buyer, transfer.seller().participant(), kind, Direction.BOUGHT, price);
        entry.fee(buyer, ParticipantId.GRID_OPERATOR, LineKind.GRID_FEE, fees.gridFee());
        entry.fee(buyer, ParticipantId.TAX_OFFICE, LineKind.LEVY, fees.levy());
    }

    /** Writes what a member's own supplier delivers and takes; nothing where that is zero. */
    void residual(MeteredPosition member, Energy supplied, Energy fedIn) {
        if (!supplied.isZero()) {
            Entry entry = new Entry(supplied, member.quality(), Optional.empty());
            entry.pay(
                    member.participant(),
                    ParticipantId.SUPPLIER,
                    LineKind.RESIDUAL_SUPPLY,
                    Direction.BOUGHT,
                    member.tariff().retailAllIn());
        }
        if (!fedIn.isZero()) {
            Entry entry = new Entry(fedIn, member.quality(), Optional.empty());
            entry.pay(
                    member.participant(),
                    ParticipantId.SUPPLIER,
                    LineKind.RESIDUAL_FEED_IN,
                    Direction.SOLD,
                    member.tariff().feedIn());
        }
    }

    private Money gain(OpenPositions.Transfer transfer, Price price, Optional<TradeId> trade) {
        Tariff ofBuyer = transfer.buyer().tariff();
        Tariff ofSeller = transfer.seller().tariff();
        Price allIn = price.plus(fees.total());
        if (!allIn.isAtMost(ofBuyer.retailAllIn()) || !ofSeller.feedIn().isAtMost(price)) {
            throw new IllegalStateException(
                    ("line %d, trade %s: %s to seller %s (feed-in %s),"
                                    + " %s all-in to buyer %s (retail %s) leaves one worse off")
                            .formatted(
                                    lines.size() + 1,
                                    trade.map(TradeId::toString).orElse("none (pool)"),
                                    price,
                                    transfer.seller().participant(),
                                    ofSeller.feedIn(),
                                    allIn,
                                    transfer.buyer().participant(),
                                    ofBuyer.retailAllIn()));
        }
        Price perKwh = ofBuyer.retailAllIn().minus(allIn).plus(price.minus(ofSeller.feedIn()));
        return perKwh.times(transfer.energy());
    }

    /** What the lines of one event have in common. */
    private final class Entry {

        private final Energy energy;
        private final Quality quality;
        private final Optional<TradeId> trade;

        Entry(Energy energy, Quality quality, Optional<TradeId> trade) {
            this.energy = energy;
            this.quality = quality;
            this.trade = trade;
        }

        /** An area without a fee has no lines for it. */
        void fee(ParticipantId payer, ParticipantId account, LineKind kind, Price price) {
            if (price.microPerKwh() > 0) {
                pay(payer, account, kind, Direction.NONE, price);
            }
        }

        /** The participant pays {@code price}, or is paid it if it sold. */
        void pay(
                ParticipantId participant,
                ParticipantId counterparty,
                LineKind kind,
                Direction direction,
                Price price) {
            Money value = price.times(energy);
            SettlementLine line =
                    new SettlementLine(
                            lines.size() + 1,
                            participant,
                            counterparty,
                            kind,
                            direction,
                            energy,
                            price,
                            direction == Direction.SOLD ? value : value.negated(),
                            quality,
                            trade);
            lines.add(line);
            lines.add(line.mirrored());
        }
    }
}
