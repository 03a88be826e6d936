package energy.peerwatt.edge.simulator;

import energy.peerwatt.edge.simulator.model.Equipment;
import energy.peerwatt.edge.simulator.model.HomeReading;
import energy.peerwatt.edge.simulator.model.Quantity;

/**
 * SunSpec models 124 (basic storage controls) and 802 (battery base) of a home battery.
 *
 * <p>The standard leaves the sign of 802 W open; here charging is positive, as in its wording
 * "flowing to/from the battery", and ChaSt says the same. In model 124 the rates InWRte and OutWRte
 * follow the present power, as a battery without outside control reports them; {@link
 * InverterControls} lays what was written over them.
 */
final class SunSpecBattery {

    private static final int STORAGE = 124;
    private static final int STORAGE_LENGTH = 24;
    private static final int BATTERY = 802;
    private static final int BATTERY_LENGTH = 62;

    private static final int RESERVE_PERMILLE = 50;
    private static final int FULL_PERMILLE = 990;
    private static final double DC_VOLTS = 51.2;

    private static final int EMPTY = 2;
    private static final int DISCHARGING = 3;
    private static final int CHARGING = 4;
    private static final int FULL = 5;
    private static final int HOLDING = 6;

    private static final int REMOTE_CONTROL = 0;
    private static final int LITHIUM_ION = 4;
    private static final int CONNECTED = 3;
    private static final int CONNECT = 1;
    private static final int INVERTER_STARTED = 3;
    private static final int NO_REQUEST = 0;

    private SunSpecBattery() {}

    static void storage124(SunSpecWriter out, HomeReading reading) {
        Equipment equipment = reading.home().equipment();
        int limit = equipment.batteryMaxW();
        out.model(STORAGE, STORAGE_LENGTH)
                .u16(limit)
                .u16(100)
                .u16(100)
                .u16(0)
                .lacking(1)
                .u16(RESERVE_PERMILLE * 10)
                .u16(reading.stateOfChargePermille() * 10L)
                .lacking(1)
                .u16(SunSpecInverter.scaled(DC_VOLTS, -1))
                .u16(chargeStatus(reading))
                .i16(rate(reading.flow().watts(Quantity.DISCHARGE), limit))
                .i16(rate(reading.flow().watts(Quantity.CHARGE), limit))
                .lacking(1)
                .u16(0)
                .lacking(1)
                .u16(0);
        out.scale(0).scale(0).lackingSigned(1).scale(-2).scale(-2).lackingSigned(1).scale(-1);
        out.scale(-2);
    }

    static void battery802(SunSpecWriter out, HomeReading reading) {
        out.model(BATTERY, BATTERY_LENGTH);
        ratings(out, reading.home().equipment());
        state(out, reading);
        live(out, reading);
        // AHRtg, WHRtg, WChaDisChaMax, DisChaRte, SoC, DoD, SoH, V, CellV, A, AMax, W
        out.scale(0).scale(0).scale(0).lackingSigned(1).scale(-1).scale(-1).scale(0);
        out.scale(-1).lackingSigned(1).scale(-1).scale(-1).scale(0);
    }

    private static void ratings(SunSpecWriter out, Equipment equipment) {
        out.u16(Math.round(equipment.batteryWh() / DC_VOLTS))
                .u16(equipment.batteryWh())
                .u16(equipment.batteryMaxW())
                .u16(equipment.batteryMaxW())
                .lacking(1)
                .u16(1_000)
                .u16(RESERVE_PERMILLE)
                .lacking(2);
    }

    private static void state(SunSpecWriter out, HomeReading reading) {
        int charge = reading.stateOfChargePermille();
        out.u16(charge)
                .u16(1_000 - charge)
                .u16(98)
                .lacking(2)
                .u16(chargeStatus(reading))
                .u16(REMOTE_CONTROL)
                .lacking(2)
                .u16(0)
                .u16(LITHIUM_ION)
                .u16(CONNECTED)
                .lacking(3)
                .u32(0)
                .u32(0)
                .u32(0)
                .u32(0);
    }

    private static void live(SunSpecWriter out, HomeReading reading) {
        int watts = reading.flow().batteryW();
        long maxAmperes =
                SunSpecInverter.scaled(reading.home().equipment().batteryMaxW() / DC_VOLTS, -1);
        out.u16(SunSpecInverter.scaled(DC_VOLTS, -1))
                .lacking(9)
                .i16(SunSpecInverter.scaled(watts / DC_VOLTS, -1))
                .u16(maxAmperes)
                .u16(maxAmperes)
                .i16(watts)
                .u16(NO_REQUEST)
                .lackingSigned(1)
                .u16(CONNECT)
                .u16(INVERTER_STARTED);
    }

    private static int chargeStatus(HomeReading reading) {
        int watts = reading.flow().batteryW();
        if (watts != 0) {
            return watts > 0 ? CHARGING : DISCHARGING;
        }
        if (reading.stateOfChargePermille() >= FULL_PERMILLE) {
            return FULL;
        }
        return reading.stateOfChargePermille() <= RESERVE_PERMILLE ? EMPTY : HOLDING;
    }

    /** Hundredths of a percent of {@code limitW}. */
    private static long rate(int watts, int limitW) {
        return Math.round(watts * 10_000.0 / limitW);
    }
}
