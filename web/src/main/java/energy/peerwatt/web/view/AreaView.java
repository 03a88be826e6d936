package energy.peerwatt.web.view;

import energy.peerwatt.market.AreaRules;
import energy.peerwatt.settlement.AreaFees;
import energy.peerwatt.web.registry.Area;
import java.time.Instant;

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

    /** The area with the fees that hold at a moment. */
    public static AreaView of(Area area, Instant now) {
        AreaFees fees = area.charges().at(now);
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
                fees.gridFee().microPerKwh(),
                fees.levy().microPerKwh());
    }
}
