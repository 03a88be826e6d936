package energy.peerwatt.settlement;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.tariff.GridZone;
import energy.peerwatt.settlement.tariff.ZoneDistance;
import energy.peerwatt.unit.Price;
import java.util.Map;
import java.util.Optional;

/**
 * The grid fee matrix of an interval: what energy from one member to another costs by the distance
 * of their zones.
 *
 * @param zones of the members that have one
 * @param gridFees per kWh by distance, as far as they are known; not negative
 */
public record ZoneFees(Map<ParticipantId, GridZone> zones, Map<ZoneDistance, Price> gridFees) {

    /** One fee for all. */
    public static final ZoneFees NONE = new ZoneFees(Map.of(), Map.of());

    public ZoneFees {
        zones = Map.copyOf(zones);
        gridFees = Map.copyOf(gridFees);
    }

    /**
     * The fee on energy from one member to the other, or to itself through the grid; empty if a
     * zone or the fee of their distance is not known: the area's usual fee holds then.
     */
    public Optional<Price> between(ParticipantId seller, ParticipantId buyer) {
        GridZone from = zones.get(seller);
        GridZone to = zones.get(buyer);
        return from == null || to == null
                ? Optional.empty()
                : Optional.ofNullable(gridFees.get(from.to(to)));
    }
}
