package energy.peerwatt.web.strategy;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.web.gift.GiftSpan;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.MeteringPoint;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What homes that are bound by gifts leave for the market: the part of a giver's surplus that its
 * partner is expected to lack is ordered by neither, so that settlement finds it and gives it (ADR
 * 0023).
 *
 * @param gifts the earliest agreed first
 * @param points of the area's homes
 */
record Partners(List<GiftSpan> gifts, Map<ParticipantId, MeteringPoint> points) {

    /** Nobody gives anything. */
    static final Partners NONE = new Partners(List.of(), Map.of());

    /** The homes whose expectations bear on what a home leaves for the market, without itself. */
    Set<ParticipantId> of(ParticipantId home) {
        Set<ParticipantId> others = new HashSet<>();
        for (GiftSpan gift : bearingOn(home)) {
            others.add(gift.giver());
            others.add(gift.receiver());
        }
        others.remove(home);
        others.retainAll(points.keySet());
        return others;
    }

    /** Gifts to the home, and all to the partner that it gives to itself. */
    private List<GiftSpan> bearingOn(ParticipantId home) {
        Set<ParticipantId> receivers = new HashSet<>(Set.of(home));
        for (GiftSpan gift : gifts) {
            if (gift.giver().equals(home)) {
                receivers.add(gift.receiver());
            }
        }
        return gifts.stream().filter(gift -> receivers.contains(gift.receiver())).toList();
    }

    /**
     * What a home leaves for the market.
     *
     * @param net what is expected of the home and of its {@link #of partners}, import minus export
     * @return import minus export, never more of either than is expected of it
     */
    long left(
            Area area,
            ParticipantId home,
            DeliveryInterval interval,
            Map<ParticipantId, Long> net) {
        Map<ParticipantId, Long> left = new HashMap<>(net);
        for (GiftSpan gift : bearingOn(home)) {
            Long giver = left.get(gift.giver());
            Long receiver = left.get(gift.receiver());
            if (giver == null || receiver == null || !gift.holdsAt(interval.start())) {
                continue;
            }
            long given = Math.min(-giver, receiver);
            if (given > 0 && pays(area, gift, interval)) {
                left.put(gift.giver(), giver + given);
                left.put(gift.receiver(), receiver - given);
            }
        }
        return left.getOrDefault(home, 0L);
    }

    private boolean pays(Area area, GiftSpan gift, DeliveryInterval interval) {
        MeteringPoint giver = points.get(gift.giver());
        MeteringPoint receiver = points.get(gift.receiver());
        if (giver == null || receiver == null) {
            return false;
        }
        Corridor taking = Corridor.of(area, receiver, interval.start());
        return Corridor.of(area, giver, interval.start())
                .feedIn()
                .plus(taking.fees())
                .isAtMost(taking.ceiling());
    }
}
