package energy.peerwatt.edge.commission;

import energy.peerwatt.edge.device.DeviceRole;
import energy.peerwatt.edge.modbus.ModbusEndpoint;

/** Judges what one reading of a Modbus device shows of the mains. */
final class BusInspection {

    private final Tools tools;
    private final BusDevice device;
    private final int nominalVolts;

    BusInspection(Tools tools, BusDevice device, int nominalVolts) {
        this.tools = tools;
        this.device = device;
        this.nominalVolts = nominalVolts;
    }

    /**
     * Reads once, shows and judges.
     *
     * @throws energy.peerwatt.market.MarketException if the device fails
     */
    void judge(DeviceRole role, Judgement judgement) {
        try (ModbusEndpoint endpoint = device.connect()) {
            Observation seen = new Observation(tools.time().nanos(), device.read(endpoint, role));
            tools.output().table(ReadReport.rows(seen.values()));
            Orientation.judge(seen, nominalVolts).forEach(judgement::add);
        }
    }
}
