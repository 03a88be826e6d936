package energy.peerwatt.edge.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import energy.peerwatt.edge.simulator.model.HomeReading;
import energy.peerwatt.edge.simulator.model.HomeSpec;
import energy.peerwatt.edge.simulator.model.Mains;
import energy.peerwatt.edge.simulator.model.ParkedCar;
import energy.peerwatt.edge.simulator.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What MQTT meters, and households for their cars, publish: topic to payload.
 *
 * <p>Sources: Tasmota documentation, energy telemetry with per-phase ImportActive and ExportActive;
 * Shelly Gen2 API, components EM and EMData.
 */
final class MeterMessages {

    private static final double[] PHASE_SHARES = {0.40, 0.35, 0.25};
    private static final String[] PHASES = {"a", "b", "c"};

    private MeterMessages() {}

    static String tasmotaTopic(HomeSpec home) {
        return "tele/%s/SENSOR".formatted(home.login());
    }

    static String shellyPrefix(HomeSpec home) {
        return "shellypro3em-" + home.login();
    }

    /**
     * Tasmota's telemetry.
     *
     * @param now market time, published as local time without a zone, as the device does
     */
    static Map<String, String> tasmota(HomeReading reading, Instant now, ZoneId zone) {
        ObjectNode message = Json.NODES.objectNode().put("Time", local(now, zone));
        ObjectNode energy = message.putObject("ENERGY");
        long importWh = reading.wattHours(Quantity.IMPORT);
        long exportWh = reading.wattHours(Quantity.EXPORT);
        int watts = reading.flow().gridW();
        Mains mains = Mains.at(reading);
        energy.put("TotalStartTime", "2026-01-01T00:00:00");
        // Tasmota's Total runs backwards on export.
        energy.put("Total", kilowattHours(importWh - exportWh));
        energy.set("ExportActive", phaseKilowattHours(exportWh));
        energy.set("Power", perPhase(watts, 0));
        energy.set("ApparentPower", perPhase(Math.abs(watts), 0));
        energy.set("ReactivePower", perPhase(0, 0));
        energy.put("Frequency", decimal(mains.hertz(), 2));
        energy.set("Voltage", volts(mains));
        energy.set("Current", perPhase(Math.abs(watts) / mains.meanVolts(), 3));
        energy.set("ImportActive", phaseKilowattHours(importWh));
        return Map.of(tasmotaTopic(reading.home()), text(message));
    }

    /** A Shelly's power and energy, which it publishes apart. */
    static Map<String, String> shelly(HomeReading reading) {
        String prefix = shellyPrefix(reading.home());
        Map<String, String> messages = new LinkedHashMap<>();
        messages.put(prefix + "/status/em:0", text(shellyPower(reading)));
        messages.put(prefix + "/status/emdata:0", text(shellyEnergy(reading)));
        return messages;
    }

    static String carTopic(HomeSpec home) {
        return "home/%s/car".formatted(home.login());
    }

    /** What a household's own system says of its car: what it still needs, and until when. */
    static Map<String, String> car(HomeReading reading) {
        ObjectNode message = Json.NODES.objectNode();
        message.put("neededWh", reading.car().map(ParkedCar::neededWh).orElse(0L));
        reading.car()
                .ifPresent(car ->
                        message.put(
                                "departure", Instant.ofEpochSecond(car.departure()).toString()));
        return Map.of(carTopic(reading.home()), text(message));
    }

    private static ObjectNode shellyPower(HomeReading reading) {
        Mains mains = Mains.at(reading);
        double[] volts = {mains.volts1(), mains.volts2(), mains.volts3()};
        int watts = reading.flow().gridW();
        ObjectNode message = Json.NODES.objectNode().put("id", 0);
        for (int phase = 0; phase < PHASES.length; phase++) {
            String name = PHASES[phase];
            double power = watts * PHASE_SHARES[phase];
            double apparent = Math.abs(power);
            message.put(name + "_current", decimal(apparent / volts[phase], 3));
            message.put(name + "_voltage", decimal(volts[phase], 1));
            message.put(name + "_act_power", decimal(power, 1));
            message.put(name + "_aprt_power", decimal(apparent, 1));
            message.put(name + "_pf", decimal(1, 2));
            message.put(name + "_freq", decimal(mains.hertz(), 1));
        }
        message.putNull("n_current");
        message.put("total_current", decimal(Math.abs(watts) / mains.meanVolts(), 3));
        message.put("total_act_power", decimal(watts, 3));
        message.put("total_aprt_power", decimal(Math.abs(watts), 3));
        message.putArray("user_calibrated_phase");
        return message;
    }

    private static ObjectNode shellyEnergy(HomeReading reading) {
        long importWh = reading.wattHours(Quantity.IMPORT);
        long exportWh = reading.wattHours(Quantity.EXPORT);
        long[] imports = ThreePhases.split(importWh);
        long[] exports = ThreePhases.split(exportWh);
        ObjectNode message = Json.NODES.objectNode().put("id", 0);
        for (int phase = 0; phase < PHASES.length; phase++) {
            String name = PHASES[phase];
            message.put(name + "_total_act_energy", wattHours(imports[phase]));
            message.put(name + "_total_act_ret_energy", wattHours(exports[phase]));
        }
        message.put("total_act", wattHours(importWh));
        message.put("total_act_ret", wattHours(exportWh));
        return message;
    }

    private static ArrayNode phaseKilowattHours(long wattHours) {
        ArrayNode phases = Json.NODES.arrayNode();
        for (long phase : ThreePhases.split(wattHours)) {
            phases.add(kilowattHours(phase));
        }
        return phases;
    }

    private static ArrayNode perPhase(double total, int digits) {
        ArrayNode phases = Json.NODES.arrayNode();
        for (double share : PHASE_SHARES) {
            phases.add(decimal(total * share, digits));
        }
        return phases;
    }

    private static ArrayNode volts(Mains mains) {
        return Json.NODES
                .arrayNode()
                .add(decimal(mains.volts1(), 0))
                .add(decimal(mains.volts2(), 0))
                .add(decimal(mains.volts3(), 0));
    }

    private static BigDecimal kilowattHours(long wattHours) {
        return BigDecimal.valueOf(wattHours, 3);
    }

    private static BigDecimal wattHours(long wattHours) {
        return BigDecimal.valueOf(wattHours).setScale(2, RoundingMode.UNNECESSARY);
    }

    private static BigDecimal decimal(double value, int digits) {
        return BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP);
    }

    private static String local(Instant now, ZoneId zone) {
        return now.atZone(zone)
                .toLocalDateTime()
                .truncatedTo(ChronoUnit.SECONDS)
                .format(DateTimeFormatter.ISO_LOCAL_DATE_TIME);
    }

    private static String text(JsonNode message) {
        return message.toString();
    }
}
