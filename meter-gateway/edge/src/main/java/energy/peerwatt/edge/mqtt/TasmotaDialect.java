package energy.peerwatt.edge.mqtt;

import com.fasterxml.jackson.databind.JsonNode;
import energy.peerwatt.edge.device.DeviceSample;
import energy.peerwatt.edge.device.LiveQuantity;
import energy.peerwatt.edge.device.RegisterValue;
import energy.peerwatt.edge.mqtt.MeterMessage.Reason;
import energy.peerwatt.market.Channel;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Tasmota's {@code tele/…/SENSOR} with an {@code ENERGY} object; kWh, lists are per phase. Its time
 * has no zone and is not used.
 */
final class TasmotaDialect extends MeterDialect {

    private static final int KWH_TO_MILLI_WH = 6;
    private static final int RESOLUTION_MILLI_WH = 1_000;
    private static final List<String> EXPORT_HINTS =
            List.of("ExportActive", "TotalSumExport", "TodaySumExport");

    @Override
    List<String> topics(String configured) {
        return List.of(configured);
    }

    @Override
    MeterMessage.Decoded decode(JsonNode message) throws RefusedException {
        JsonNode energy = message.path("ENERGY");
        if (!energy.isObject()) {
            throw new RefusedException(Reason.NO_MEASUREMENT);
        }
        Map<LiveQuantity, Long> live = new EnumMap<>(LiveQuantity.class);
        if (energy.has("Power")) {
            live.put(LiveQuantity.GRID_W, watts(energy.get("Power")));
        }
        return new MeterMessage.Decoded(new DeviceSample(registers(energy), live));
    }

    private static Map<Channel, RegisterValue> registers(JsonNode energy) throws RefusedException {
        if (energy.has("ImportActive") && energy.has("ExportActive")) {
            return both(energy, "ImportActive", "ExportActive");
        }
        if (energy.has("TotalSumImport") && energy.has("TotalSumExport")) {
            return both(energy, "TotalSumImport", "TotalSumExport");
        }
        if (!energy.has("Total")) {
            throw new RefusedException(Reason.NO_MEASUREMENT);
        }
        if (energy.get("Total").isArray()) {
            throw new RefusedException(Reason.TOTAL_IS_LIST);
        }
        // Where there is export, Total is import minus export, and nothing says so.
        if (EXPORT_HINTS.stream().anyMatch(energy::has)) {
            throw new RefusedException(Reason.TOTAL_RUNS_BACKWARDS);
        }
        return Map.of(Channel.IMPORT, register(energy, "Total"));
    }

    private static Map<Channel, RegisterValue> both(
            JsonNode energy, String importField, String exportField) throws RefusedException {
        return Map.of(
                Channel.IMPORT, register(energy, importField),
                Channel.EXPORT, register(energy, exportField));
    }

    private static RegisterValue register(JsonNode energy, String field) throws RefusedException {
        return register(energy.get(field), KWH_TO_MILLI_WH, RESOLUTION_MILLI_WH);
    }
}
