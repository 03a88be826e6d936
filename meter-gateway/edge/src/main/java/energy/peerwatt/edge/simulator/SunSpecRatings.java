package energy.peerwatt.edge.simulator;

import energy.peerwatt.edge.simulator.model.Equipment;

/**
 * Ratings and controls of an inverter that nobody controls: SunSpec models 120, 121, 123, 702, 704.
 */
final class SunSpecRatings {

    /** Inverters are built smaller than the panels before them. */
    private static final int OUTPUT_PERCENT_OF_PEAK = 92;

    private static final int PV = 4;
    private static final int PV_WITH_STORAGE = 82;
    private static final int CONNECT = 1;
    private static final int WATTS = 1;

    private SunSpecRatings() {}

    /** Most the inverter gives, W, in whole steps of its power registers. */
    static int outputW(Equipment equipment, int powerScale) {
        int step = (int) SunSpecInverter.scaled(1, -powerScale);
        return equipment.solarWp() * OUTPUT_PERCENT_OF_PEAK / 100 / step * step;
    }

    static void nameplate120(SunSpecWriter out, Equipment equipment, int powerScale) {
        out.model(120, 26)
                .u16(equipment.hasBattery() ? PV_WITH_STORAGE : PV)
                .u16(SunSpecInverter.scaled(outputW(equipment, powerScale), powerScale))
                .scale(powerScale);
        out.u16(SunSpecInverter.scaled(outputW(equipment, powerScale), powerScale))
                .scale(powerScale);
        out.lackingSigned(5).lacking(1).lackingSigned(6);
        if (equipment.hasBattery()) {
            out.u16(equipment.batteryWh()).scale(0).lacking(1).lackingSigned(1);
            out.u16(equipment.batteryMaxW()).scale(0).u16(equipment.batteryMaxW()).scale(0);
        } else {
            out.lacking(1).lackingSigned(1).lacking(1).lackingSigned(1);
            out.lacking(1).lackingSigned(1).lacking(1).lackingSigned(1);
        }
        out.lackingSigned(1);
    }

    static void settings121(SunSpecWriter out, Equipment equipment, int powerScale) {
        out.model(121, 30)
                .u16(SunSpecInverter.scaled(outputW(equipment, powerScale), powerScale))
                .u16(2_300)
                .i16(0)
                .lacking(3)
                .lackingSigned(4)
                .lacking(1)
                .lackingSigned(4)
                .lacking(5);
        out.scale(powerScale).scale(-1).scale(-1).lackingSigned(7);
    }

    static void immediate123(SunSpecWriter out) {
        out.model(123, 24)
                .lacking(1)
                .u16(0)
                .u16(CONNECT)
                .u16(10_000)
                .lacking(1)
                .u16(0)
                .lacking(1)
                .u16(0);
        out.i16(1_000).lacking(3).u16(0);
        out.lackingSigned(3).lacking(5).scale(-2).scale(-3).lackingSigned(1);
    }

    static void resource702(SunSpecWriter out, Equipment equipment, int powerScale) {
        long output = SunSpecInverter.scaled(outputW(equipment, powerScale), powerScale);
        long battery = equipment.batteryMaxW() / SunSpecInverter.scaled(1, -powerScale);
        out.model(702, 50).u16(output).lacking(7).u16(battery).u16(battery).lacking(14);
        out.u16(output).lacking(7).u16(battery).u16(battery).lacking(9);
        out.scale(powerScale).lackingSigned(6);
    }

    static void resource704(SunSpecWriter out) {
        out.model(704, 65).lacking(2).u32(-1).u32(-1).lacking(2).u32(-1).u32(-1);
        out.u16(0).u16(1_000).u16(1_000).u16(0).u32(0).u32(-1);
        out.u16(0).u16(WATTS).u32(0).u32(0x8000_0000L).lackingSigned(2).u16(0).u32(0).u32(-1);
        out.lacking(3).u32(0x8000_0000L).u32(0x8000_0000L).lackingSigned(2).lacking(1);
        out.u32(-1).u32(-1).lacking(4);
        out.lackingSigned(1).scale(-1).scale(0).lackingSigned(3).lacking(8);
    }
}
