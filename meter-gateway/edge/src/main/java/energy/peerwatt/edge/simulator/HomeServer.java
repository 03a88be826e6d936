package energy.peerwatt.edge.simulator;

import com.ghgande.j2mod.modbus.ModbusException;
import com.ghgande.j2mod.modbus.slave.ModbusSlave;
import com.ghgande.j2mod.modbus.slave.ModbusSlaveFactory;
import energy.peerwatt.edge.simulator.ModbusUnit.Table;
import energy.peerwatt.edge.simulator.model.HomeReading;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A Modbus TCP server in a home and its units. {@code show} is called by one thread. */
final class HomeServer implements AutoCloseable {

    static final int INVERTER_UNIT = 1;
    static final int METER_UNIT = 2;

    /** j2mod keeps one thread per possible connection; two gateways and a person fit. */
    private static final int MAX_CONNECTIONS = 6;

    /** A port found free may be taken before it is opened. */
    private static final int ATTEMPTS = 5;

    /** What a unit shows of its home. */
    record Unit(
            int number,
            Table table,
            Function<HomeReading, RegisterImage> registers,
            ModbusUnit.Writes writes) {

        static Unit inverter(Function<HomeReading, RegisterImage> registers) {
            return new Unit(INVERTER_UNIT, Table.HOLDING, registers, ModbusUnit.Writes.NONE);
        }

        static Unit controlled(InverterControls controls) {
            return new Unit(
                    INVERTER_UNIT,
                    Table.HOLDING,
                    reading -> controls.laidOver(SunSpecInverter.image(reading)),
                    controls::write);
        }

        static Unit meter() {
            return new Unit(METER_UNIT, Table.INPUT, Sdm630::gridMeter, ModbusUnit.Writes.NONE);
        }

        static Unit charger(ChargingStation station) {
            return new Unit(ChargingStation.UNIT, Table.HOLDING, station::image, station::write);
        }
    }

    private record Served(ModbusUnit unit, Function<HomeReading, RegisterImage> registers) {}

    private final List<Served> served;
    private @Nullable ModbusSlave slave;

    /** A server that does not listen yet. */
    HomeServer(List<Unit> units, HomeReading reading) {
        served = units.stream().map(unit -> serve(unit, reading)).toList();
    }

    private static Served serve(Unit unit, HomeReading reading) {
        RegisterImage image = unit.registers().apply(reading);
        return new Served(
                new ModbusUnit(unit.number(), unit.table(), image, unit.writes()),
                unit.registers());
    }

    /**
     * Listens on loopback; takes about 50 ms.
     *
     * @param preferredPort taken if free; 0 for any
     * @return the port
     */
    int listen(int preferredPort) {
        int port = Ports.freeOr(preferredPort);
        for (int attempt = 1; ; attempt++) {
            try {
                slave = open(port);
                return port;
            } catch (ModbusException e) {
                if (attempt == ATTEMPTS) {
                    throw new MarketException(
                            ErrorCode.DEVICE_UNREACHABLE, "cannot listen on port " + port, e);
                }
                port = Ports.free();
            }
        }
    }

    private ModbusSlave open(int port) throws ModbusException {
        ModbusSlave opening =
                ModbusSlaveFactory.createTCPSlave(
                        InetAddress.getLoopbackAddress(), port, MAX_CONNECTIONS, false);
        for (Served one : served) {
            opening.addProcessImage(one.unit().getUnitID(), one.unit());
        }
        try {
            opening.open();
            return opening;
        } catch (ModbusException e) {
            opening.close();
            throw e;
        }
    }

    void show(HomeReading reading) {
        served.forEach(one -> one.unit().show(one.registers().apply(reading)));
    }

    @Override
    public void close() {
        if (slave != null) {
            slave.close();
        }
    }
}
