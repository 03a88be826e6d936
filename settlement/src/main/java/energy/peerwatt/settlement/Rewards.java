package energy.peerwatt.settlement;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Trade;
import energy.peerwatt.settlement.allocation.LargestRemainder;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import energy.peerwatt.unit.Price;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Moves a part of what members gained in an interval to those who made the gain possible.
 *
 * <ul>
 *   <li><b>Relief.</b> Where the area as a whole gives energy to the grid, shared energy that a
 *       member bought kept that much from the connection; where it draws, shared energy that a
 *       member sold did. It earns the adder of the published curve at the measured load.
 *   <li><b>Delivery.</b> Shared energy sold earns the rate of the rules.
 *   <li>Both are multiplied by the factor of the member's data quality and of what its own meter
 *       shows of what it had contracted, both of this interval. What the other party of a trade
 *       failed to deliver or to take is not held against it.
 *   <li><b>Fund.</b> Each member gives at most the rules' part of its own measured gain, which is
 *       reckoned before the VAT that its invoice adds, so that nobody is worse off than with its
 *       supplier alone. If rewards come to more, all are cut in proportion; if to less, all give
 *       less in proportion. What is paid is what is given, to the nano.
 * </ul>
 *
 * <p>Sums are shared by largest remainder, ties to the lower participant number. Used by one thread
 * during one settlement.
 */
final class Rewards {

    private static final long WHOLE = RewardRules.WHOLE;
    private static final long SECONDS_PER_HOUR = Duration.ofHours(1).toSeconds();

    private final RewardRules rules;
    private final SettlementInput input;
    private final LineJournal journal;
    private final OpenPositions members;
    private final Side sold;
    private final Side bought;

    /** Shared energy and own use of each member, Wh by index: what its gain is of. */
    private final long[] gaining;

    /** One side of the members' shared energy, Wh by index. */
    private static final class Side {

        private final long[] shared;
        private final long[] contracted;
        private final long[] metered;

        Side(long[] metered) {
            this.metered = metered;
            shared = new long[metered.length];
            contracted = new long[metered.length];
        }

        void trade(int member, Energy quantity) {
            contracted[member] = Math.addExact(contracted[member], quantity.wattHours());
        }

        /**
         * Permille that the member's own meter shows of what it had contracted, whatever the others
         * did; all of it where nothing was contracted.
         */
        long reliability(int member) {
            long own = Math.min(metered[member], contracted[member]);
            return contracted[member] == 0
                    ? WHOLE
                    : Math.multiplyExact(own, WHOLE) / contracted[member];
        }
    }

    /** A reward that is due if the fund is large enough. */
    private record Due(LineKind kind, int member, Energy energy, Money amount) {}

    /**
     * Rewards of an interval whose energy is settled.
     *
     * @param journal with the lines of shared energy
     */
    Rewards(RewardRules rules, SettlementInput input, LineJournal journal) {
        this.rules = rules;
        this.input = input;
        this.journal = journal;
        members = new OpenPositions(input.positions());
        sold = new Side(IntStream.range(0, members.size()).mapToLong(members::exported).toArray());
        bought = new Side(members.imports());
        gaining = new long[members.size()];
        journal.lines().forEach(this::count);
        for (Trade trade : input.trades()) {
            sold.trade(members.indexOf(trade.seller()), trade.quantity());
            bought.trade(members.indexOf(trade.buyer()), trade.quantity());
        }
    }

    private void count(SettlementLine line) {
        boolean shared = line.kind().isShared();
        if (!line.participant().isMember() || !(shared || line.kind() == LineKind.OWN_USE)) {
            return;
        }
        int member = members.indexOf(line.participant());
        long wattHours = line.energy().wattHours();
        gaining[member] += wattHours;
        if (shared) {
            Side side = line.direction() == Direction.SOLD ? sold : bought;
            side.shared[member] += wattHours;
        }
    }

    /**
     * Writes the lines.
     *
     * @param gains what members have gained against their suppliers alone and still have
     * @throws IllegalStateException if a member would give more than it gained
     */
    void write(Map<ParticipantId, Money> gains) {
        List<Due> due = due();
        long[] most = most(gains);
        long fund = Arrays.stream(most).reduce(0, Math::addExact);
        long[] wanted = due.stream().mapToLong(one -> one.amount().nano()).toArray();
        long all = Arrays.stream(wanted).reduce(0, Math::addExact);
        long paid = Math.min(all, fund);
        long[] given = LargestRemainder.apportion(paid, most);
        for (int i = 0; i < given.length; i++) {
            give(i, Money.ofNano(given[i]), gains);
        }
        long[] received = LargestRemainder.apportion(paid, wanted);
        for (int k = 0; k < received.length; k++) {
            Due one = due.get(k);
            if (received[k] > 0) {
                journal.reward(
                        one.kind(),
                        members.member(one.member()),
                        one.energy(),
                        Money.ofNano(received[k]));
            }
        }
    }

    private void give(int index, Money amount, Map<ParticipantId, Money> gains) {
        MeteredPosition member = members.member(index);
        Money gain = gains.getOrDefault(member.participant(), Money.ZERO);
        if (amount.compareTo(gain) > 0) {
            throw new IllegalStateException(
                    "line %d: %s for rewards is more than the %s that participant %s gained"
                            .formatted(
                                    journal.lines().size() + 1,
                                    amount,
                                    gain,
                                    member.participant()));
        }
        if (!amount.isZero()) {
            journal.reward(
                    LineKind.REWARD_FUNDING, member, Energy.ofWattHours(gaining[index]), amount);
        }
    }

    /** The most that each member gives, nano. */
    private long[] most(Map<ParticipantId, Money> gains) {
        long[] most = new long[members.size()];
        for (int i = 0; i < most.length; i++) {
            MeteredPosition member = members.member(i);
            Money gain = gains.getOrDefault(member.participant(), Money.ZERO);
            most[i] = gaining[i] == 0 ? 0 : part(gain, member.tariff());
        }
        return most;
    }

    /** The rules' part of a gain, so much less that with VAT on top it is not more. */
    private long part(Money gain, Tariff tariff) {
        if (gain.nano() <= 0) {
            return 0;
        }
        BigInteger part =
                BigInteger.valueOf(tariff.beforeVat(gain).nano())
                        .multiply(BigInteger.valueOf(rules.fundPermille()));
        return part.divide(BigInteger.valueOf(WHOLE)).longValueExact();
    }

    private List<Due> due() {
        List<Due> due = new ArrayList<>();
        long net = net();
        long adder = rules.congestion().adders().at(loadPermille(net), 0);
        if (net != 0 && adder > 0) {
            add(due, LineKind.RELIEF_REWARD, net < 0 ? bought : sold, Price.ofMicroPerKwh(adder));
        }
        add(due, LineKind.DELIVERY_REWARD, sold, rules.delivered());
        return due;
    }

    private void add(List<Due> due, LineKind kind, Side side, Price rate) {
        for (int i = 0; i < members.size(); i++) {
            Energy energy = Energy.ofWattHours(side.shared[i]);
            long reliable = rules.reliability().at(side.reliability(i), 0);
            int measured = rules.quality().of(members.member(i).quality());
            long micro = rate.microPerKwh() * reliable * measured / (WHOLE * WHOLE);
            Money amount = Price.ofMicroPerKwh(micro).times(energy);
            if (!amount.isZero()) {
                due.add(new Due(kind, i, energy, amount));
            }
        }
    }

    /** Wh that the area drew from the grid, negative if it gave. */
    private long net() {
        long net = 0;
        for (int i = 0; i < members.size(); i++) {
            net = Math.addExact(net, members.imported(i) - members.exported(i));
        }
        return net;
    }

    private long loadPermille(long net) {
        long wattSeconds = Math.multiplyExact(Math.absExact(net), SECONDS_PER_HOUR);
        long watts = wattSeconds / input.interval().length().toSeconds();
        return Math.multiplyExact(watts, WHOLE) / rules.congestion().ratedWatts();
    }
}
