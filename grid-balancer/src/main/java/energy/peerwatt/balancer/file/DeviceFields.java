package energy.peerwatt.balancer.file;

import energy.peerwatt.balancer.model.Appliance;
import energy.peerwatt.balancer.model.Battery;
import energy.peerwatt.balancer.model.Charger;
import energy.peerwatt.balancer.model.Connection;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.HeatPump;
import energy.peerwatt.balancer.model.Horizon;
import energy.peerwatt.balancer.model.Series;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads the devices of one home.
 *
 * @param home the connection of devices that state none
 */
record DeviceFields(Horizon horizon, Connection home) {

    Device read(Field field) {
        Field type = field.member("type");
        Device device =
                switch (type.text()) {
                    case "battery" -> battery(field);
                    case "heatPump" -> heatPump(field);
                    case "charger" -> charger(field);
                    case "appliance" -> appliance(field);
                    default ->
                            throw type.fault(
                                    "must be one of battery, heatPump, charger, appliance, not "
                                            + type.text());
                };
        field.requireNothingElse();
        return device;
    }

    private Connection connection(Field field) {
        return field.find("connection").map(f -> f.oneOf(Connection.class)).orElse(home);
    }

    private Battery battery(Field field) {
        String id = field.text("id");
        Connection connection = connection(field);
        int capacity = field.integer("capacityWh");
        int reserve = field.integer("reserveWh", 0);
        int initial = field.integer("initialWh");
        int terminal = field.integer("terminalWh", reserve);
        int charge = field.integer("maxChargeW");
        int discharge = field.integer("maxDischargeW");
        int stored = field.integer("chargePermille");
        int given = field.integer("dischargePermille");
        int wear = field.integer("wearMicro", 0);
        OptionalInt running = field.optional("runningW");
        return field.build(() ->
                new Battery(
                        id,
                        connection,
                        new Battery.Store(capacity, reserve, initial, terminal),
                        new Battery.Converter(charge, discharge, stored, given),
                        wear,
                        running));
    }

    private HeatPump heatPump(Field field) {
        String id = field.text("id");
        Connection connection = connection(field);
        int max = field.integer("maxW");
        Series cop = field.member("copPermille").series(horizon.slots());
        int capacity = field.integer("capacityWh");
        int initial = field.integer("initialWh");
        int terminal = field.integer("terminalWh", 0);
        Series demand = field.member("demandW").series(horizon.slots());
        OptionalInt running = field.optional("runningW");
        return field.build(() ->
                new HeatPump(
                        id,
                        connection,
                        max,
                        cop,
                        new HeatPump.Heat(capacity, initial, terminal),
                        demand,
                        running));
    }

    private Charger charger(Field field) {
        String id = field.text("id");
        Connection connection = connection(field);
        Charger.Steps steps = field.build(() -> steps(field, connection));
        int arrival = field.integer("arrivalSlot");
        int departure = field.integer("departureSlot");
        int energy = field.integer("energyWh");
        OptionalInt running = field.optional("runningW");
        Optional<Charger.ToHome> toHome =
                field.find("toHome").map(found -> toHome(found, connection));
        return field.build(() ->
                new Charger(
                        id,
                        connection,
                        steps,
                        new Charger.Stay(arrival, departure),
                        energy,
                        running,
                        toHome));
    }

    private static Charger.ToHome toHome(Field field, Connection connection) {
        Charger.Steps discharge = field.build(() -> steps(field, connection));
        int capacity = field.integer("vehicleWh");
        int least = field.integer("leastWh", 0);
        int arrival = field.integer("arrivalWh");
        int stored = field.integer("chargePermille");
        int given = field.integer("dischargePermille");
        int wear = field.integer("wearMicro", 0);
        field.requireNothingElse();
        return field.build(() ->
                new Charger.ToHome(
                        new Charger.Pack(capacity, least, arrival),
                        discharge,
                        new Charger.Losses(stored, given),
                        wear));
    }

    private static Charger.Steps steps(Field field, Connection connection) {
        var onOff = field.find("onW");
        var least = field.find("minA");
        var most = field.find("maxA");
        if (onOff.isPresent() == (least.isPresent() || most.isPresent())) {
            throw field.fault("must have either onW or both minA and maxA");
        }
        if (onOff.isPresent()) {
            return Charger.Steps.onOff(onOff.get().integer());
        }
        return Charger.Steps.amps(field.integer("minA"), field.integer("maxA"), connection);
    }

    private Appliance appliance(Field field) {
        String id = field.text("id");
        Connection connection = connection(field);
        Series cycle = field.member("cycleW").list();
        int earliest = field.integer("earliestSlot");
        int latest = field.integer("latestSlot");
        return field.build(
                () -> new Appliance(id, connection, cycle, new Appliance.Start(earliest, latest)));
    }
}
