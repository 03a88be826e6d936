package energy.peerwatt.web.ingest;

import energy.peerwatt.metering.headend.Site;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.MeteringPoint;
import java.util.Optional;

/** What the head-end should know of registered metering points. */
public final class MeterSites {

    private MeterSites() {}

    /** Those of an area are neighbours under the same sky. */
    public static Site of(MeteringPoint point, Area area) {
        MeteringPoint.Equipment equipment = point.equipment();
        return new Site(
                point.id(),
                area.zone(),
                "area-" + point.area().value(),
                new Site.Sources(equipment.solarWp(), equipment.batteryWh() > 0),
                Optional.empty());
    }
}
