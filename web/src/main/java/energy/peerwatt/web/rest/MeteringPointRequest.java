package energy.peerwatt.web.rest;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.unit.Price;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.MeteringPoint.Equipment;
import energy.peerwatt.web.registry.MeteringPoint.Tariffs;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Optional;

/**
 * A metering point to register, and the participant it belongs to.
 *
 * @param name of the participant; kept as it is if the participant is known
 */
public record MeteringPointRequest(
        @NotNull @Pattern(regexp = "[A-Za-z0-9-]{1,33}") String id,
        @NotNull @Min(1) Integer areaId,
        @NotNull @Min(ParticipantId.FIRST_MEMBER) Long participantId,
        @NotBlank @Size(max = 100) String name,
        @NotBlank @Size(max = 20) String meter,
        @NotNull @Min(-LARGEST_PRICE) @Max(LARGEST_PRICE) Long retailMicro,
        @NotNull @Min(-LARGEST_PRICE) @Max(LARGEST_PRICE) Long feedInMicro,
        @Min(0) int solarWp,
        @Min(0) int batteryWh,
        @Min(0) int evChargerW) {

    private static final long LARGEST_PRICE = 1_000_000_000;

    MeteringPoint toMeteringPoint() {
        return new MeteringPoint(
                new MeteringPointId(id),
                new AreaId(areaId),
                new ParticipantId(participantId),
                new Tariffs(Price.ofMicroPerKwh(retailMicro), Price.ofMicroPerKwh(feedInMicro)),
                new Equipment(meter, solarWp, batteryWh, evChargerW),
                Optional.empty());
    }
}
