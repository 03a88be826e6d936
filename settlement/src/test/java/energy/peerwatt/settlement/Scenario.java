package energy.peerwatt.settlement;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.OrderId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Quality;
import energy.peerwatt.market.Trade;
import energy.peerwatt.market.TradeId;
import energy.peerwatt.settlement.allocation.Carry;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import energy.peerwatt.unit.Price;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Builds an interval to settle. Members have numbers from 100, trades from 1. */
public final class Scenario {

    public static final AreaId AREA = new AreaId(1);
    public static final DeliveryInterval INTERVAL =
            DeliveryInterval.quarterHourAt(Instant.parse("2026-06-18T10:00:00Z"));
    public static final Tariff TARIFF = new Tariff(Price.ofCentsPerKwh(30), Price.ofCentsPerKwh(8));
    public static final AreaFees FEES =
            new AreaFees(Price.ofCentsPerKwh(3), Price.ofCentsPerKwh(2));

    private final List<MeteredPosition> positions = new ArrayList<>();
    private final List<Trade> trades = new ArrayList<>();
    private final List<Gift> gifts = new ArrayList<>();
    private DeliveryInterval interval = INTERVAL;
    private int version = 1;
    private AreaFees fees = FEES;
    private SettlementRules rules = SettlementRules.DEFAULT;
    private ZoneFees zones = ZoneFees.NONE;
    private Optional<Price> dearest = Optional.empty();

    public static ParticipantId member(int index) {
        return new ParticipantId(ParticipantId.FIRST_MEMBER + index);
    }

    /** Moves the whole scenario, trades made so far included. */
    public Scenario at(DeliveryInterval newInterval) {
        interval = newInterval;
        trades.replaceAll(trade ->
                new Trade(
                        trade.id(),
                        trade.area(),
                        newInterval,
                        trade.seller(),
                        trade.buyer(),
                        trade.sellOrder(),
                        trade.buyOrder(),
                        trade.quantity(),
                        trade.price()));
        return this;
    }

    public Scenario version(int newVersion) {
        version = newVersion;
        return this;
    }

    public Scenario fees(AreaFees newFees) {
        fees = newFees;
        return this;
    }

    public Scenario zones(ZoneFees newZones) {
        zones = newZones;
        return this;
    }

    /** What the first member, by index, gives to the second. */
    public Scenario gift(int giver, int receiver) {
        gifts.add(new Gift(member(giver), member(receiver)));
        return this;
    }

    public List<Gift> gifts() {
        return List.copyOf(gifts);
    }

    /** The dearest grid fee; otherwise that of the fees. */
    public Scenario dearest(Price gridFee) {
        dearest = Optional.of(gridFee);
        return this;
    }

    public Scenario rules(SettlementRules newRules) {
        rules = newRules;
        return this;
    }

    /** The next member. */
    public Scenario metered(long importedWh, long exportedWh) {
        return metered(importedWh, exportedWh, TARIFF);
    }

    public Scenario metered(long importedWh, long exportedWh, Tariff tariff) {
        return metered(importedWh, exportedWh, tariff, Quality.ACTUAL);
    }

    public Scenario metered(long importedWh, long exportedWh, Tariff tariff, Quality quality) {
        positions.add(
                new MeteredPosition(
                        member(positions.size()),
                        Energy.ofWattHours(importedWh),
                        Energy.ofWattHours(exportedWh),
                        quality,
                        tariff));
        return this;
    }

    /** The next trade, between members by index. */
    public Scenario trade(int seller, int buyer, long wattHours, long cents) {
        return trade(seller, buyer, wattHours, Price.ofCentsPerKwh(cents));
    }

    public Scenario trade(int seller, int buyer, long wattHours, Price price) {
        long id = trades.size() + 1L;
        trades.add(
                new Trade(
                        new TradeId(id),
                        AREA,
                        interval,
                        member(seller),
                        member(buyer),
                        new OrderId(2 * id),
                        new OrderId(2 * id + 1),
                        Energy.ofWattHours(wattHours),
                        price));
        return this;
    }

    public List<MeteredPosition> positions() {
        return List.copyOf(positions);
    }

    public List<Trade> trades() {
        return List.copyOf(trades);
    }

    public SettlementInput input() {
        return new SettlementInput(
                AREA,
                interval,
                version,
                positions,
                trades,
                new Terms(fees, dearest.orElse(fees.gridFee()), rules, Carry.NONE, zones, gifts));
    }

    public IntervalSettlement settle() {
        return input().settle().settlement();
    }

    /** Sum of a member's energy over the lines of these kinds and this direction, Wh. */
    public static long energy(
            IntervalSettlement settlement, int member, Direction direction, LineKind... kinds) {
        return settlement.lines().stream()
                .filter(line -> line.participant().equals(member(member)))
                .filter(line -> line.direction() == direction)
                .filter(line -> kinds.length == 0 || Arrays.asList(kinds).contains(line.kind()))
                .mapToLong(line -> line.energy().wattHours())
                .sum();
    }

    /** Sum of all amounts of a participant. */
    public static Money amount(IntervalSettlement settlement, ParticipantId participant) {
        return settlement.lines().stream()
                .filter(line -> line.participant().equals(participant))
                .map(SettlementLine::amount)
                .reduce(Money.ZERO, Money::plus);
    }

    /** What was delivered on a trade, Wh. */
    public static long delivered(IntervalSettlement settlement, long trade) {
        return settlement.lines().stream()
                .filter(line -> line.kind() == LineKind.MATCHED_ENERGY)
                .filter(line -> line.direction() == Direction.BOUGHT)
                .filter(line -> line.trade().orElseThrow().value() == trade)
                .mapToLong(line -> line.energy().wattHours())
                .sum();
    }
}
