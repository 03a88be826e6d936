package energy.peerwatt.matching;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.AreaRules;
import energy.peerwatt.market.EngineCommand;
import energy.peerwatt.market.EngineCommand.ConfigureArea;
import energy.peerwatt.market.EngineCommand.LinkAreas;
import energy.peerwatt.market.EngineCommand.SetFeederLimit;
import energy.peerwatt.market.EngineCommand.SetGroup;
import energy.peerwatt.market.EngineCommand.SetParticipantLimits;
import energy.peerwatt.market.EngineCommand.SetTransferCapacity;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Side;
import energy.peerwatt.matching.ToldOrder.Place;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The settings that were accepted, and what they say of a place or a trade. */
final class ToldSettings {

    private record Border(AreaId from, AreaId to, DeliveryInterval interval) {}

    /** No lead is longer, so no interval further away has a say in when a gate closes. */
    private static final int LATER_INTERVALS = 3;

    private final List<ConfigureArea> rules = new ArrayList<>();
    private final Map<AreaId, Instant> opened = new HashMap<>();
    private final List<LinkAreas> links = new ArrayList<>();
    private final Map<ParticipantId, ParticipantId> groups = new HashMap<>();
    private final Map<ParticipantId, SetParticipantLimits> limits = new HashMap<>();
    private final Map<Place, SetFeederLimit> feeders = new HashMap<>();
    private final Map<Border, SetTransferCapacity> capacities = new HashMap<>();
    private int newGroups;

    /**
     * A setting took effect.
     *
     * @param now market time
     */
    void add(EngineCommand command, Instant now) {
        switch (command) {
            case ConfigureArea configure -> {
                rules.add(configure);
                opened.putIfAbsent(configure.rules().area(), now);
            }
            case LinkAreas link -> links.add(link);
            case SetGroup(ParticipantId participant, ParticipantId other) ->
                    groups.put(participant, participant.equals(other) ? newGroup() : group(other));
            case SetParticipantLimits limit -> limits.put(limit.participant(), limit);
            case SetFeederLimit limit ->
                    feeders.put(new Place(limit.area(), limit.interval()), limit);
            case SetTransferCapacity capacity ->
                    capacities.put(
                            new Border(capacity.from(), capacity.to(), capacity.interval()),
                            capacity);
            default -> {}
        }
    }

    private ParticipantId newGroup() {
        newGroups++;
        return new ParticipantId(1_000_000 + newGroups);
    }

    ParticipantId group(ParticipantId participant) {
        return groups.getOrDefault(participant, participant);
    }

    List<AreaId> areas() {
        return rules.stream().map(rule -> rule.rules().area()).distinct().toList();
    }

    @Nullable SetParticipantLimits limits(ParticipantId participant) {
        return limits.get(participant);
    }

    /** The rules that are valid at an interval's start, of one before the first the first. */
    AreaRules rules(Place place) {
        return of(place.area()).stream()
                .filter(rule -> !rule.validFrom().isAfter(place.interval().start()))
                .reduce((_, later) -> later)
                .orElseGet(() -> of(place.area()).getFirst())
                .rules();
    }

    private List<ConfigureArea> of(AreaId area) {
        return rules.stream().filter(rule -> rule.rules().area().equals(area)).toList();
    }

    /** Whether the area opened with a later interval: later rules do not open it again. */
    boolean wasNeverOpen(Place place) {
        ConfigureArea first = of(place.area()).getFirst();
        Instant start = place.interval().start();
        Instant gate = start.minus(first.rules().gateLead());
        return first.validFrom().isAfter(start) || !gate.isAfter(opened.get(place.area()));
    }

    /** When the gate closes: no later than that of any later interval. */
    Instant gate(Place place) {
        Instant gate = Instant.MAX;
        for (int i = 0; i < LATER_INTERVALS; i++) {
            Place later = new Place(place.area(), place.interval().plus(i));
            Instant own = later.interval().start().minus(rules(later).gateLead());
            gate = own.isBefore(gate) ? own : gate;
        }
        return gate;
    }

    /**
     * Micro-currency per kWh that a buyer in one area pays on top of the net price of a seller in
     * another or the same; null if they cannot trade.
     */
    @Nullable Long fee(AreaId seller, AreaId buyer, DeliveryInterval interval) {
        if (seller.equals(buyer)) {
            return rules(new Place(seller, interval)).feesPerKwh().microPerKwh();
        }
        return links.stream()
                .filter(link -> link.seller().equals(seller) && link.buyer().equals(buyer))
                .filter(link -> !link.validFrom().isAfter(interval.start()))
                .reduce((_, later) -> later)
                .map(LinkAreas::fee)
                .map(Price::microPerKwh)
                .orElse(null);
    }

    /** Wh that the members of a place may buy or sell in all; null without a bound. */
    @Nullable Energy feeder(Place place, Side side) {
        SetFeederLimit limit = feeders.get(place);
        return limit == null ? null : side == Side.SELL ? limit.sold() : limit.bought();
    }

    /** Wh that may flow, net; null without a bound. */
    @Nullable Energy capacity(AreaId from, AreaId to, DeliveryInterval interval) {
        SetTransferCapacity set = capacities.get(new Border(from, to, interval));
        return set == null ? null : set.capacity();
    }
}
