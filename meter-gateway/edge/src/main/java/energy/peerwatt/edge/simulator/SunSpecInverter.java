package energy.peerwatt.edge.simulator;

import energy.peerwatt.edge.simulator.model.BatteryModel;
import energy.peerwatt.edge.simulator.model.Equipment;
import energy.peerwatt.edge.simulator.model.HomeReading;
import energy.peerwatt.edge.simulator.model.HomeSpec;
import energy.peerwatt.edge.simulator.model.Mains;
import energy.peerwatt.edge.simulator.model.Quantity;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Registers of a three-phase SunSpec inverter: models 1, 103 and 160, and 124 or 802 if it manages
 * a battery. It is controlled by models 120, 121 and 123, with model 802 by 702 and 704.
 *
 * <p>Model 103 W and WH are the roof's AC output alone; the battery is coupled beside it. WH counts
 * single Wh.
 */
final class SunSpecInverter {

    private static final int COMMON = 1;
    private static final int THREE_PHASE = 103;
    private static final int THREE_PHASE_LENGTH = 50;
    private static final int MPPT = 160;
    private static final int MPPT_FIXED_LENGTH = 8;
    private static final int MPPT_MODULE_LENGTH = 20;

    private static final int SLEEPING = 2;
    private static final int MPPT_RUNNING = 4;

    private static final int MAX_SCALED_WATTS = 32_000;
    private static final double DC_VOLTS = 620;
    private static final int BATTERY_DC_VOLTS = 410;

    /**
     * How one maker fills the registers.
     *
     * @param commonLength length of model 1; both 65 and 66 are sold
     * @param ampereScale scale factor of AC currents
     */
    private record Make(String maker, String series, int commonLength, int ampereScale) {}

    private static final Make[] MAKES = {
        new Make("Lindner Solartechnik", "LS", 66, -2),
        new Make("Auenwerk", "Hybrid", 65, -1),
        new Make("Sonnblick", "SB-TL", 66, -1)
    };

    private final HomeReading reading;
    private final HomeSpec home;
    private final Make make;
    private final Mains mains;
    private final int powerScale;
    private final SunSpecWriter out = new SunSpecWriter();

    private SunSpecInverter(HomeReading reading) {
        this.reading = reading;
        this.home = reading.home();
        this.make = MAKES[home.number() % MAKES.length];
        this.mains = Mains.at(reading);
        this.powerScale = powerScale(home.equipment().solarWp());
    }

    static RegisterImage image(HomeReading reading) {
        SunSpecInverter inverter = new SunSpecInverter(reading);
        inverter.common();
        inverter.threePhase();
        inverter.strings();
        switch (reading.home().equipment().batteryModel()) {
            case NONE -> {}
            case STORAGE_124 -> SunSpecBattery.storage124(inverter.out, reading);
            case BATTERY_802 -> SunSpecBattery.battery802(inverter.out, reading);
        }
        inverter.controls();
        return inverter.out.image();
    }

    /** Controls of a home's inverter that nobody has written to. */
    static InverterControls controls(HomeSpec home, LongSupplier second) {
        Equipment equipment = home.equipment();
        long outputW = SunSpecRatings.outputW(equipment, powerScale(equipment.solarWp()));
        return new InverterControls(equipment, outputW, second);
    }

    private void controls() {
        Equipment equipment = home.equipment();
        if (equipment.batteryModel() == BatteryModel.BATTERY_802) {
            SunSpecRatings.resource702(out, equipment, powerScale);
            SunSpecRatings.resource704(out);
            return;
        }
        SunSpecRatings.nameplate120(out, equipment, powerScale);
        SunSpecRatings.settings121(out, equipment, powerScale);
        SunSpecRatings.immediate123(out);
    }

    private void common() {
        String model = make.series() + " " + home.equipment().solarWp() / 1_000.0;
        out.model(COMMON, make.commonLength())
                .text(16, make.maker())
                .text(16, model)
                .text(8, "")
                .text(8, "1.4.2")
                .text(16, String.format(Locale.ROOT, "SIM%08d", 26_000_000 + home.number()))
                .u16(1);
        if (make.commonLength() == 66) {
            out.lackingSigned(1);
        }
    }

    private void threePhase() {
        int watts = reading.flow().solarW();
        long power = scaled(watts, powerScale);
        int ampereScale = make.ampereScale() + powerScale;
        long amperes = scaled(watts / 3.0 / mains.meanVolts(), ampereScale);
        out.model(THREE_PHASE, THREE_PHASE_LENGTH)
                .u16(3 * amperes)
                .u16(amperes)
                .u16(amperes)
                .u16(amperes)
                .scale(ampereScale);
        voltages();
        out.i16(power).scale(powerScale);
        out.u16(scaled(mains.hertz(), -2)).scale(-2);
        out.i16(power).scale(powerScale).i16(0).scale(powerScale);
        out.i16(watts > 0 ? 1_000 : 0).scale(-1);
        out.u32(reading.wattHours(Quantity.GENERATION)).scale(0);
        direct(watts);
        out.i16(scaled(28 + watts / 400.0, -1)).lackingSigned(3).scale(-1);
        out.u16(watts > 0 ? MPPT_RUNNING : SLEEPING).lacking(1);
        out.u32(0).u32(0).lacking(8);
    }

    private void voltages() {
        double chained = mains.meanVolts() * StrictMath.sqrt(3);
        for (int pair = 0; pair < 3; pair++) {
            out.u16(scaled(chained, -1));
        }
        out.u16(scaled(mains.volts1(), -1))
                .u16(scaled(mains.volts2(), -1))
                .u16(scaled(mains.volts3(), -1))
                .scale(-1);
    }

    private void direct(int watts) {
        int ampereScale = powerScale - 2;
        out.u16(scaled(watts / DC_VOLTS, ampereScale)).scale(ampereScale);
        out.u16(scaled(watts > 0 ? DC_VOLTS : 0, -1)).scale(-1);
        out.i16(scaled(watts, powerScale)).scale(powerScale);
    }

    /**
     * Two strings. Inverters with model 124 show their battery as modules 3 (charging) and 4
     * (discharging) of model 160, as Fronius GEN24 does.
     */
    private void strings() {
        boolean battery = home.equipment().batteryModel() == BatteryModel.STORAGE_124;
        int modules = battery ? 4 : 2;
        out.model(MPPT, MPPT_FIXED_LENGTH + MPPT_MODULE_LENGTH * modules)
                .scale(powerScale - 2)
                .scale(-1)
                .scale(powerScale)
                .scale(0)
                .u32(0)
                .u16(modules)
                .lacking(1);
        int watts = reading.flow().solarW();
        long wattHours = reading.wattHours(Quantity.GENERATION);
        module(1, "String 1", watts - watts / 2, DC_VOLTS, wattHours - wattHours / 2);
        module(2, "String 2", watts / 2, DC_VOLTS, wattHours / 2);
        if (battery) {
            battery(3, "StCha 3", Quantity.CHARGE);
            battery(4, "StDisCha 4", Quantity.DISCHARGE);
        }
    }

    private void battery(int number, String name, Quantity quantity) {
        int watts = reading.flow().watts(quantity);
        module(number, name, watts, BATTERY_DC_VOLTS, reading.wattHours(quantity));
    }

    private void module(int number, String name, int watts, double volts, long wattHours) {
        out.u16(number)
                .text(8, name)
                .u16(scaled(watts / volts, powerScale - 2))
                .u16(scaled(watts > 0 ? volts : 0, -1))
                .u16(scaled(watts, powerScale))
                .u32(wattHours)
                .lacking(2)
                .lackingSigned(1)
                .u16(watts > 0 ? MPPT_RUNNING : SLEEPING)
                .u32(0);
    }

    /** The smallest scale factor from 0 with which {@code peakW} fits an int16. */
    private static int powerScale(int peakW) {
        int scale = 0;
        for (int largest = peakW; largest > MAX_SCALED_WATTS; largest /= 10) {
            scale++;
        }
        return scale;
    }

    static long scaled(double value, int scale) {
        return Math.round(value * StrictMath.pow(10, -scale));
    }
}
