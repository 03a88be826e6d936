package energy.peerwatt.edge.simulator;

import energy.peerwatt.edge.simulator.model.HomeReading;
import energy.peerwatt.edge.simulator.model.Mains;
import energy.peerwatt.edge.simulator.model.Quantity;

/**
 * Registers of an Eastron SDM630 three-phase meter: IEEE 754 float32, high word first, function
 * code 4, zero-based addresses.
 *
 * <p>Source: Eastron SDM630 Modbus protocol, input register map. Unused registers read as zero, as
 * on the device. The meter nets its phases, so import and export never advance together.
 */
final class Sdm630 {

    private static final int LENGTH = 382;
    private static final int VOLTS = 0;
    private static final int AMPERES = 6;
    private static final int WATTS = 12;
    private static final int VOLT_AMPERES = 18;
    private static final int POWER_FACTOR = 30;
    private static final int MEAN_VOLTS = 42;
    private static final int TOTAL_WATTS = 52;
    private static final int TOTAL_VOLT_AMPERES = 56;
    private static final int TOTAL_POWER_FACTOR = 62;
    private static final int HERTZ = 70;
    private static final int IMPORT_KWH = 72;
    private static final int EXPORT_KWH = 74;
    private static final int TOTAL_KWH = 342;
    private static final int PHASE_IMPORT_KWH = 346;
    private static final int PHASE_EXPORT_KWH = 352;

    private static final double[] PHASE_SHARES = {0.40, 0.35, 0.25};

    private final short[] registers = new short[LENGTH];

    private Sdm630() {}

    /** The meter at the grid connection. */
    static RegisterImage gridMeter(HomeReading reading) {
        return image(
                Mains.at(reading),
                reading.flow().gridW(),
                reading.wattHours(Quantity.IMPORT),
                reading.wattHours(Quantity.EXPORT));
    }

    private static RegisterImage image(Mains mains, int watts, long importWh, long exportWh) {
        Sdm630 meter = new Sdm630();
        meter.phases(mains, watts);
        meter.put(MEAN_VOLTS, mains.meanVolts());
        meter.put(TOTAL_WATTS, watts);
        meter.put(TOTAL_VOLT_AMPERES, Math.abs(watts));
        meter.put(TOTAL_POWER_FACTOR, Math.signum((double) watts));
        meter.put(HERTZ, mains.hertz());
        meter.put(IMPORT_KWH, importWh / 1_000.0);
        meter.put(EXPORT_KWH, exportWh / 1_000.0);
        meter.put(TOTAL_KWH, (importWh + exportWh) / 1_000.0);
        meter.phaseEnergy(PHASE_IMPORT_KWH, importWh);
        meter.phaseEnergy(PHASE_EXPORT_KWH, exportWh);
        return RegisterImage.EMPTY.and(0, meter.registers);
    }

    private void phases(Mains mains, int watts) {
        double[] volts = {mains.volts1(), mains.volts2(), mains.volts3()};
        for (int phase = 0; phase < volts.length; phase++) {
            double power = watts * PHASE_SHARES[phase];
            put(VOLTS + 2 * phase, volts[phase]);
            put(AMPERES + 2 * phase, Math.abs(power) / volts[phase]);
            put(WATTS + 2 * phase, power);
            put(VOLT_AMPERES + 2 * phase, Math.abs(power));
            put(POWER_FACTOR + 2 * phase, Math.signum(power));
        }
    }

    private void phaseEnergy(int address, long wattHours) {
        long[] phases = ThreePhases.split(wattHours);
        for (int phase = 0; phase < phases.length; phase++) {
            put(address + 2 * phase, phases[phase] / 1_000.0);
        }
    }

    private void put(int address, double value) {
        int bits = Float.floatToIntBits((float) value);
        registers[address] = (short) (bits >>> 16);
        registers[address + 1] = (short) bits;
    }
}
