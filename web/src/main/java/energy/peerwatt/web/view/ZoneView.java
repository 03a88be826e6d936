package energy.peerwatt.web.view;

import energy.peerwatt.web.registry.ZoneChange;
import java.time.LocalDate;

/** In which zone of the grid a metering point is from a local day on, until the next one. */
public record ZoneView(LocalDate validFrom, String operator, String feeder, String transformer) {

    /** The view. */
    public static ZoneView of(ZoneChange change) {
        return new ZoneView(
                change.validFrom(),
                change.zone().operator(),
                change.zone().feeder(),
                change.zone().transformer());
    }
}
