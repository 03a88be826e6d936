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
        MemberTariffs tariffs,
        Equipment equipment,
        Optional<Instant> inServiceFrom) {

    /** A metering point as it is registered. */
    public MeteringPoint(
            MeteringPointId id,
            AreaId area,
            ParticipantId participant,
            Tariffs tariffs,
            Equipment equipment,
            Optional<Instant> inServiceFrom) {
        this(id, area, participant, MemberTariffs.constant(tariffs), equipment, inServiceFrom);
    }

    /** The same with tariffs that change. */
    public MeteringPoint withTariffs(MemberTariffs other) {
        return new MeteringPoint(id, area, participant, other, equipment, inServiceFrom);
    }

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
