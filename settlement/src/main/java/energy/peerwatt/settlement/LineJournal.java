package energy.peerwatt.settlement;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Quality;
import energy.peerwatt.market.Trade;
import energy.peerwatt.market.TradeId;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import energy.peerwatt.unit.Price;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes economic events as pairs of lines and refuses one that leaves a member worse off than
 * without the market. Mutable; used by one thread during one settlement.
 */
final class LineJournal {

    private final AreaFees fees;
    private final Price dearest;
    private final ZoneFees zones;
    private final List<SettlementLine> lines = new ArrayList<>();
    private final Map<ParticipantId, Money> gains = new HashMap<>();

    LineJournal(Terms terms) {
        fees = terms.fees();
        dearest = terms.dearestGridFee();
        zones = terms.zones();
    }

    List<SettlementLine> lines() {
        return lines;
    }

    /** What members gained so far. */
    Money saved() {
        return gains.values().stream().reduce(Money.ZERO, Money::plus);
    }

    /** What each member gained so far against its supplier alone. */
    Map<ParticipantId, Money> gains() {
        return Map.copyOf(gains);
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
        AreaFees due = between(transfer.seller(), transfer.buyer());
        requireNobodyWorseOff(transfer.seller(), transfer.buyer(), price, due, trade);
        ParticipantId buyer = transfer.buyer().participant();
        Energy energy = transfer.energy();
        gain(
                buyer,
                transfer.buyer().tariff().sharedCeiling().minus(price.plus(due.total())),
                energy);
        gain(
                transfer.seller().participant(),
                price.minus(transfer.seller().tariff().feedIn()),
                energy);
        Quality quality = transfer.seller().quality().worst(transfer.buyer().quality());
        Entry entry = new Entry(energy, quality, trade);
        LineKind kind = trade.isPresent() ? LineKind.MATCHED_ENERGY : LineKind.POOL_ENERGY;
        entry.pay(buyer, transfer.seller().participant(), kind, Direction.BOUGHT, price);
        entry.fees(buyer, due);
    }

    /** Whether energy at this net price leaves neither member worse off than its own supplier. */
    boolean pays(MeteredPosition seller, MeteredPosition buyer, Price price) {
        return pays(seller, buyer, price, between(seller, buyer));
    }

    private static boolean pays(
            MeteredPosition seller, MeteredPosition buyer, Price price, AreaFees due) {
        return price.plus(due.total()).isAtMost(buyer.tariff().sharedCeiling())
                && seller.tariff().feedIn().isAtMost(price);
    }

    /** What a buyer pays on energy of this seller. */
    AreaFees between(MeteredPosition seller, MeteredPosition buyer) {
        Price gridFee =
                zones.between(seller.participant(), buyer.participant()).orElse(fees.gridFee());
        if (!gridFee.isAtMost(dearest)) {
            throw new IllegalStateException(
                    "line %d: grid fee %s from %s to %s is above %s, which orders were matched by"
                            .formatted(
                                    lines.size() + 1,
                                    gridFee,
                                    seller.participant(),
                                    buyer.participant(),
                                    dearest));
        }
        return new AreaFees(gridFee, fees.levy());
    }

    /**
     * Whether a member gains by using its own energy through the grid, fees and the VAT on them
     * paid. Fees above the ceiling could bear more VAT than retail does.
     */
    boolean ownUsePays(MeteredPosition member) {
        Tariff tariff = member.tariff();
        Price due = between(member, member).total();
        boolean vatIsCovered = tariff.isWithoutVat() || due.isAtMost(tariff.sharedCeiling());
        return vatIsCovered && due.plus(tariff.feedIn()).isAtMost(tariff.sharedCeiling());
    }

    /** Writes what a member uses of its own energy, which must pay, and its fees. */
    void ownUse(MeteredPosition member, Energy energy) {
        if (energy.isZero()) {
            return;
        }
        Tariff tariff = member.tariff();
        AreaFees due = between(member, member);
        gain(
                member.participant(),
                tariff.sharedCeiling().minus(tariff.feedIn()).minus(due.total()),
                energy);
        Entry entry = new Entry(energy, member.quality(), Optional.empty());
        ParticipantId grid = ParticipantId.GRID_OPERATOR;
        entry.pay(member.participant(), grid, LineKind.OWN_USE, Direction.BOUGHT, Price.ZERO);
        entry.pay(member.participant(), grid, LineKind.OWN_USE, Direction.SOLD, Price.ZERO);
        entry.fees(member.participant(), due);
    }

    /** Writes a contract paid in full, of which {@code delivered} was confirmed by the meters. */
    void contract(Trade trade, MeteredPosition seller, MeteredPosition buyer, Energy delivered) {
        Optional<TradeId> id = Optional.of(trade.id());
        requireNobodyWorseOff(seller, buyer, trade.price(), fees, id);
        Quality quality = seller.quality().worst(buyer.quality());
        if (!delivered.isZero()) {
            new Entry(delivered, quality, id)
                    .pay(
                            buyer.participant(),
                            seller.participant(),
                            LineKind.MATCHED_ENERGY,
                            Direction.BOUGHT,
                            trade.price());
        }
        Energy rest = trade.quantity().minus(delivered);
        if (!rest.isZero()) {
            new Entry(rest, quality, id)
                    .pay(
                            buyer.participant(),
                            seller.participant(),
                            LineKind.UNDELIVERED,
                            Direction.BOUGHT,
                            trade.price());
        }
    }

    /**
     * Writes a member's deviation from its contracts; nothing if there is none.
     *
     * @param wattHours positive is short
     * @param priced whether the price is known or stands for one to come
     */
    void imbalance(MeteredPosition member, long wattHours, Price price, Quality priced) {
        if (wattHours == 0) {
            return;
        }
        boolean isShort = wattHours > 0;
        Quality quality = member.quality().worst(priced);
        new Entry(Energy.ofWattHours(Math.abs(wattHours)), quality, Optional.empty())
                .pay(
                        member.participant(),
                        ParticipantId.BALANCE_GROUP,
                        isShort ? LineKind.IMBALANCE_SHORT : LineKind.IMBALANCE_LONG,
                        isShort ? Direction.BOUGHT : Direction.SOLD,
                        price);
    }

    /** Writes the fees on energy that a member imported; nothing for no energy. */
    void fees(MeteredPosition member, Energy imported) {
        if (!imported.isZero()) {
            new Entry(imported, member.quality(), Optional.empty())
                    .fees(member.participant(), fees);
        }
    }

    /** Writes what a party of a trade pays the other for energy that was not delivered. */
    void indemnity(
            MeteredPosition payer,
            MeteredPosition receiver,
            Energy energy,
            Price price,
            Optional<TradeId> trade) {
        new Entry(energy, payer.quality().worst(receiver.quality()), trade)
                .pay(
                        payer.participant(),
                        receiver.participant(),
                        LineKind.INDEMNITY,
                        Direction.NONE,
                        price);
    }

    /**
     * Writes what a member gives to or gets from the rewards of the interval. Money is a whole
     * number of Wh at a price only in rare cases, so that part of the energy is at a price one
     * micro higher: both lines together are the amount exactly.
     *
     * @param energy what it is given for, positive
     * @param amount positive
     */
    void reward(LineKind kind, MeteredPosition member, Energy energy, Money amount) {
        long micro = amount.nano() / energy.wattHours();
        long dearer = amount.nano() % energy.wattHours();
        rewardAt(kind, member, energy.wattHours() - dearer, micro);
        rewardAt(kind, member, dearer, micro + 1);
    }

    private void rewardAt(LineKind kind, MeteredPosition member, long wattHours, long micro) {
        if (wattHours == 0 || micro == 0) {
            return;
        }
        boolean pays = kind == LineKind.REWARD_FUNDING;
        ParticipantId fund = ParticipantId.REWARD_FUND;
        new Entry(Energy.ofWattHours(wattHours), member.quality(), Optional.empty())
                .pay(
                        pays ? member.participant() : fund,
                        pays ? fund : member.participant(),
                        kind,
                        Direction.NONE,
                        Price.ofMicroPerKwh(micro));
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

    private void gain(ParticipantId member, Price perKwh, Energy energy) {
        gains.merge(member, perKwh.times(energy), Money::plus);
    }

    private void requireNobodyWorseOff(
            MeteredPosition seller,
            MeteredPosition buyer,
            Price price,
            AreaFees due,
            Optional<TradeId> trade) {
        Price retail = buyer.tariff().sharedCeiling();
        Price feedIn = seller.tariff().feedIn();
        Price allIn = price.plus(due.total());
        if (!pays(seller, buyer, price, due)) {
            throw new IllegalStateException(
                    ("line %d, trade %s: %s to seller %s (feed-in %s),"
                                    + " %s all-in to buyer %s (retail before VAT %s) leaves one worse off")
                            .formatted(
                                    lines.size() + 1,
                                    trade.map(TradeId::toString).orElse("none (pool)"),
                                    price,
                                    seller.participant(),
                                    feedIn,
                                    allIn,
                                    buyer.participant(),
                                    retail));
        }
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

        void fees(ParticipantId payer, AreaFees due) {
            fee(payer, ParticipantId.GRID_OPERATOR, LineKind.GRID_FEE, due.gridFee());
            fee(payer, ParticipantId.TAX_OFFICE, LineKind.LEVY, due.levy());
        }

        /** An area without a fee has no lines for it. */
        private void fee(ParticipantId payer, ParticipantId account, LineKind kind, Price price) {
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
