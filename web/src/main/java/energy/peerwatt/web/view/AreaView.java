package energy.peerwatt.web.view;

import energy.peerwatt.market.AreaRules;
import energy.peerwatt.web.registry.Area;

/** An area and its rules. */
public record AreaView(
        int id,
        String name,
        String timeZone,
        String currency,
        long intervalMinutes,
        long gateLeadSeconds,
        long horizonSeconds,
        long tickMicro,
        long lotWh,
        long gridFeeMicro,
        long levyMicro) {

    public static AreaView of(Area area) {
        AreaRules rules = area.rules();
        return new AreaView(
                rules.area().value(),
                area.name(),
                area.zone().getId(),
                area.currency(),
                rules.intervalLength().toMinutes(),
                rules.gateLead().toSeconds(),
                rules.horizon().toSeconds(),
                rules.tick().microPerKwh(),
                rules.lot().wattHours(),
                area.gridFee().microPerKwh(),
                area.levy().microPerKwh());
    }
}
