package energy.peerwatt.web.registry;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.tariff.GridZone;
import java.time.LocalDate;

/**
 * In which zone of the grid a member's metering point is from a local day on, until the next one.
 *
 * @param participant whose point it is; it has one in an area
 */
public record ZoneChange(ParticipantId participant, LocalDate validFrom, GridZone zone) {}
