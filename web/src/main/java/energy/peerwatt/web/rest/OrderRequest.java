package energy.peerwatt.web.rest;

import energy.peerwatt.market.Side;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An order to place.
 *
 * @param participantId for whom; an operator must say, a member acts for itself
 * @param clientOrderId chosen by the participant; sending it again has no further effect
 * @param interval start of the interval that the energy is for
 * @param limitMicro all-in for a buyer, net for a seller
 */
public record OrderRequest(
        @Nullable Long participantId,
        @NotNull @Min(1) Long clientOrderId,
        @NotNull @Min(1) Integer areaId,
        @NotNull @Schema(format = "date-time") String interval,
        @NotNull Side side,
        @NotNull @Min(1) @Max(LARGEST) Long energyWh,
        @NotNull @Min(-LARGEST) @Max(LARGEST) Long limitMicro) {

    private static final long LARGEST = 1_000_000_000;
}
