package energy.peerwatt.balancer.file;

import com.fasterxml.jackson.databind.node.ObjectNode;
import energy.peerwatt.balancer.model.Appliance;
import energy.peerwatt.balancer.model.Battery;
import energy.peerwatt.balancer.model.Charger;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Connection;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.Feeder;
import energy.peerwatt.balancer.model.HeatPump;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Horizon;
import energy.peerwatt.balancer.model.Limit;
import energy.peerwatt.balancer.model.Tariff;
import java.util.OptionalInt;

/** Writes a community's members in the order of the schema. */
final class CommunityWriter {

    private CommunityWriter() {}

    static String write(Community community) {
        ObjectNode file = Json.object();
        file.put("format", CommunityFile.FORMAT);
        file.put("name", community.name());
        ObjectNode horizon = file.putObject("horizon");
        horizon.put("start", community.horizon().start().toString());
        horizon.put("slots", community.horizon().slots());
        horizon.put("firstRunning", community.horizon().firstRunning());
        Horizon.Rest rest = community.horizon().rest();
        if (!rest.isWhole()) {
            horizon.put("restSeconds", rest.seconds());
            horizon.put("meteredWs", rest.meteredWs());
        }
        write(community.tariff(), file.putObject("tariff"));
        var limits = file.putArray("limits");
        community.limits().forEach(limit -> write(limit, limits.addObject()));
        var homes = file.putArray("homes");
        community.homes().forEach(home -> write(home, homes.addObject()));
        Feeder feeder = community.feeder();
        if (feeder != null) {
            FeederFields.write(feeder, file.putObject("feeder"));
        }
        community.island().ifPresent(each -> IslandFields.write(each, file.putObject("island")));
        return Json.write(file);
    }

    private static void write(Tariff tariff, ObjectNode node) {
        Json.put(node, "importMicro", tariff.importMicro());
        Json.put(node, "exportMicro", tariff.exportMicro());
        tariff.localMicro().ifPresent(local -> Json.put(node, "localMicro", local));
        ObjectNode peak = node.putObject("peak");
        peak.put("microPerKw", tariff.peak().microPerKw());
        peak.put("reachedW", tariff.peak().reachedWatts());
    }

    private static void write(Limit limit, ObjectNode node) {
        node.put("id", limit.id());
        node.put("source", limit.source().name());
        node.put("scope", limit.scope().name());
        node.put("direction", limit.direction().name());
        limit.home().ifPresent(home -> node.put("home", home));
        node.put("limitW", limit.watts());
        node.put("fromSlot", limit.window().from());
        node.put("untilSlot", limit.window().until());
        limit.expiry()
                .ifPresent(end -> {
                    ObjectNode expiry = node.putObject("expiry");
                    expiry.put("slot", end.slot());
                    expiry.put("floorW", end.floorWatts());
                });
    }

    private static void write(Home home, ObjectNode node) {
        node.put("id", home.id());
        node.put("connection", home.connection().name());
        Json.put(node, "loadW", home.loadWatts());
        if (!home.solar().watts().isZero()) {
            Json.put(node, "pvW", home.solar().watts());
        }
        node.put("pvCurtailable", home.solar().curtailable());
        home.spread()
                .ifPresent(spread -> {
                    Json.put(node, "loadLowW", spread.loadLow());
                    Json.put(node, "loadHighW", spread.loadHigh());
                    Json.put(node, "pvLowW", spread.solarLow());
                    Json.put(node, "pvHighW", spread.solarHigh());
                });
        var devices = node.putArray("devices");
        home.devices().forEach(device -> write(device, devices.addObject()));
    }

    private static void write(Device device, ObjectNode node) {
        switch (device) {
            case Battery battery -> write(battery, node);
            case HeatPump pump -> write(pump, node);
            case Charger charger -> write(charger, node);
            case Appliance appliance -> write(appliance, node);
        }
    }

    private static void head(Device device, String type, ObjectNode node) {
        node.put("type", type);
        node.put("id", device.id());
        node.put("connection", device.connection().name());
    }

    private static void running(OptionalInt running, ObjectNode node) {
        running.ifPresent(watts -> node.put("runningW", watts));
    }

    private static void write(Battery battery, ObjectNode node) {
        head(battery, "battery", node);
        node.put("capacityWh", battery.store().capacityWh());
        node.put("reserveWh", battery.store().reserveWh());
        node.put("initialWh", battery.store().initialWh());
        node.put("terminalWh", battery.store().terminalWh());
        node.put("maxChargeW", battery.converter().maxChargeW());
        node.put("maxDischargeW", battery.converter().maxDischargeW());
        node.put("chargePermille", battery.converter().chargePermille());
        node.put("dischargePermille", battery.converter().dischargePermille());
        node.put("wearMicro", battery.wearMicro());
        running(battery.running(), node);
    }

    private static void write(HeatPump pump, ObjectNode node) {
        head(pump, "heatPump", node);
        node.put("maxW", pump.maxWatts());
        Json.put(node, "copPermille", pump.copPermille());
        node.put("capacityWh", pump.heat().capacityWh());
        node.put("initialWh", pump.heat().initialWh());
        node.put("terminalWh", pump.heat().terminalWh());
        Json.put(node, "demandW", pump.demandWatts());
        running(pump.running(), node);
    }

    private static void write(Charger charger, ObjectNode node) {
        head(charger, "charger", node);
        write(charger.id(), charger.steps(), charger.connection(), node);
        node.put("arrivalSlot", charger.stay().arrivalSlot());
        node.put("departureSlot", charger.stay().departureSlot());
        node.put("energyWh", charger.energyWh());
        running(charger.running(), node);
        if (charger.toHome().isPresent()) {
            Charger.ToHome toHome = charger.toHome().get();
            ObjectNode back = node.putObject("toHome");
            write(charger.id(), toHome.discharge(), charger.connection(), back);
            back.put("vehicleWh", toHome.pack().capacityWh());
            back.put("leastWh", toHome.pack().leastWh());
            back.put("arrivalWh", toHome.pack().arrivalWh());
            back.put("chargePermille", toHome.losses().chargePermille());
            back.put("dischargePermille", toHome.losses().dischargePermille());
            back.put("wearMicro", toHome.wearMicro());
        }
    }

    private static void write(
            String id, Charger.Steps steps, Connection connection, ObjectNode node) {
        int phases = connection == Connection.THREE_PHASE ? 3 : 1;
        if (steps.maxUnits() == 1) {
            node.put("onW", steps.unitWatts());
        } else if (steps.unitWatts() == Charger.Steps.VOLTS * phases) {
            node.put("minA", steps.minUnits());
            node.put("maxA", steps.maxUnits());
        } else {
            throw new IllegalArgumentException("no file form for the steps of " + id);
        }
    }

    private static void write(Appliance appliance, ObjectNode node) {
        head(appliance, "appliance", node);
        Json.putAll(node, "cycleW", appliance.cycleWatts());
        node.put("earliestSlot", appliance.start().earliestSlot());
        node.put("latestSlot", appliance.start().latestSlot());
    }
}
