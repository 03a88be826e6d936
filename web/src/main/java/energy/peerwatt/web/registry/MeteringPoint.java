package energy.peerwatt.web.registry;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.unit.Price;
import java.time.Instant;
import java.util.Optional;

/**
 * A member's grid connection in an area.
 *
 * @param inServiceFrom start of the first interval with values of both registers; empty before
 */
public record MeteringPoint(
        MeteringPointId id,
        AreaId area,
        ParticipantId participant,
        Tariffs tariffs,
        Equipment equipment,
        Optional<Instant> inServiceFrom) {

    /**
     * What the member's own supplier charges and pays.
     *
     * @param retail all-in per kWh imported
     * @param feedIn per kWh exported
     */
    public record Tariffs(Price retail, Price feedIn) {}

    /**
     * What is installed; zero where there is none.
     *
     * @param meter its kind
     */
    public record Equipment(String meter, int solarWp, int batteryWh, int evChargerW) {}
}
