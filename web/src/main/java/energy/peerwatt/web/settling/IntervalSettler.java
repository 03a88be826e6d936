package energy.peerwatt.web.settling;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Trade;
import energy.peerwatt.metering.headend.store.IntervalValueStore;
import energy.peerwatt.settlement.IntervalSettlement;
import energy.peerwatt.settlement.MeteredEnergy;
import energy.peerwatt.settlement.MeteredPosition;
import energy.peerwatt.settlement.SaltedSettlement;
import energy.peerwatt.settlement.Settled;
import energy.peerwatt.settlement.SettlementInput;
import energy.peerwatt.settlement.SettlementRules;
import energy.peerwatt.settlement.Terms;
import energy.peerwatt.settlement.store.AppliedRules;
import energy.peerwatt.settlement.store.SettlementStore;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.gift.GiftLedger;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.trading.MadeTrade;
import energy.peerwatt.web.trading.store.TradingLedger;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/** Settles one version of one interval from what was metered and traded. Blocks. */
@Singleton
final class IntervalSettler {

    private static final Logger LOG = Logger.getLogger(IntervalSettler.class);
    private static final Duration DATABASE_TIMEOUT = Duration.ofSeconds(20);

    private final Registry registry;
    private final TradingLedger trading;
    private final IntervalValueStore metering;
    private final SettlementStore settlements;
    private final RulesLedger ledger;
    private final ImbalanceSeries prices;
    private final GiftLedger gifts;
    private final MarketClock clock;
    private final SecureRandom random = new SecureRandom();

    IntervalSettler(
            Registry registry,
            TradingLedger trading,
            IntervalValueStore metering,
            SettlementStore settlements,
            RulesLedger ledger,
            ImbalanceSeries prices,
            GiftLedger gifts,
            MarketClock clock) {
        this.registry = registry;
        this.trading = trading;
        this.metering = metering;
        this.settlements = settlements;
        this.ledger = ledger;
        this.prices = prices;
        this.gifts = gifts;
        this.clock = clock;
    }

    /** What is known of the area's interval now. */
    Metered metered(AreaId area, DeliveryInterval interval) {
        List<MeteringPoint> points = await(registry.meteringPoints(area));
        List<MeteringPointId> ids = points.stream().map(MeteringPoint::id).toList();
        return Metered.of(points, await(metering.values(ids, interval)));
    }

    /** What came of an interval, by which rules and from what. */
    record Result(IntervalSettlement settlement, AppliedRules rules, List<MeteredEnergy> metered) {}

    /** All revisions of an area's rules. */
    List<RulesRevision> rules(AreaId area) {
        return await(ledger.of(area));
    }

    /** The rules that count for an interval; empty for the default ones. */
    Optional<RulesRevision> rules(AreaId area, DeliveryInterval interval) {
        return RulesRevision.at(rules(area), interval);
    }

    /** Whether the area's rules wait for imbalance prices of the interval that are not known. */
    boolean lacksPrice(Area area, DeliveryInterval interval) {
        return terms(area, interval, rules(area.rules().area(), interval)).isEmpty();
    }

    private Optional<SettlementRules> terms(
            Area area, DeliveryInterval interval, Optional<RulesRevision> counting) {
        return counting.isEmpty()
                ? Optional.of(SettlementRules.DEFAULT)
                : counting.get()
                        .content()
                        .rules(
                                area.zone(),
                                await(prices.at(area.rules().area(), interval.start())));
    }

    /** Settles these positions by the rules that count for the interval; keeps nothing. */
    Result settle(
            Area area, DeliveryInterval interval, int version, List<MeteredPosition> positions) {
        AreaId id = area.rules().area();
        Optional<RulesRevision> counting = rules(id, interval);
        int revision = counting.map(RulesRevision::revision).orElse(0);
        Terms terms =
                new Terms(
                        area.charges().usual(interval.start()),
                        area.charges().at(interval.start()).gridFee(),
                        terms(area, interval, counting)
                                .orElseThrow(() ->
                                        new IllegalStateException(
                                                "the imbalance prices are not known")),
                        await(settlements.carriedTo(id, interval, revision)),
                        area.charges().zoneFees(interval.start()),
                        await(gifts.at(id, interval.start())));
        List<Trade> trades = settleable(id, interval, positions);
        Settled settled =
                new SettlementInput(id, interval, version, positions, trades, terms).settle();
        return new Result(
                settled.settlement(),
                new AppliedRules(revision, settled.carried()),
                MeteredEnergy.of(positions));
    }

    /** Keeps the settlement. */
    void keep(Result result, String reason) {
        IntervalSettlement settlement = result.settlement();
        await(
                settlements.save(
                        SaltedSettlement.draw(settlement, random),
                        result.metered(),
                        clock.now(),
                        reason,
                        result.rules()));
        LOG.debugf(
                "settled %s of area %s, version %d",
                settlement.interval(), settlement.area(), settlement.version());
    }

    /** The interval's trades between metered members; others cannot have been delivered. */
    private List<Trade> settleable(
            AreaId area, DeliveryInterval interval, List<MeteredPosition> positions) {
        Set<ParticipantId> metered = new HashSet<>();
        positions.forEach(position -> metered.add(position.participant()));
        List<Trade> trades = new ArrayList<>();
        for (MadeTrade made : await(trading.trades(area, interval))) {
            Trade trade = made.trade();
            if (metered.contains(trade.seller()) && metered.contains(trade.buyer())) {
                trades.add(trade);
            } else {
                LOG.warnf(
                        "trade %s is not settled: a party was not metered in %s",
                        trade.id(), interval);
            }
        }
        return trades;
    }

    private static <T> T await(Uni<T> answer) {
        return answer.await().atMost(DATABASE_TIMEOUT);
    }
}
