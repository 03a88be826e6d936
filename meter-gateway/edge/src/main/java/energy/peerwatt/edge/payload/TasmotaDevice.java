package energy.peerwatt.edge.payload;

import com.fasterxml.jackson.databind.JsonNode;
import energy.peerwatt.edge.format.Amount;
import energy.peerwatt.edge.format.ForeignJson;
import energy.peerwatt.edge.format.Refusal;
import energy.peerwatt.edge.format.RefusedException;
import energy.peerwatt.edge.format.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Tasmota's {@code tele/…/SENSOR} with an {@code ENERGY} object, in kWh, or the {@code TIC} object
 * of a French Linky, in Wh. Lists are per phase. Its time has no zone and is not used.
 */
final class TasmotaDevice extends MqttDevice {

    private static final List<String> EXPORT_HINTS =
            List.of("ExportActive", "TotalSumExport", "TodaySumExport");

    /** One index of each tariff; a meter has one of these groups. Source: Enedis-NOI-CPT_02E. */
    private static final List<List<String>> TIC_IMPORT =
            List.of(
                    List.of("BASE"),
                    List.of("HCHC", "HCHP"),
                    List.of("EJPHN", "EJPHPM"),
                    List.of("BBRHCJB", "BBRHPJB", "BBRHCJW", "BBRHPJW", "BBRHCJR", "BBRHPJR"),
                    List.of("EAST"));

    private final String topic;

    TasmotaDevice(String topic, Options options) {
        super(options);
        this.topic = topic;
    }

    @Override
    public Set<String> topics() {
        return Set.of(topic);
    }

    @Override
    void read(Arrival arrival, Sample sample) throws RefusedException {
        JsonNode sensor = sensor(ForeignJson.object(arrival.payload()));
        if (sensor.path("TIC").isObject()) {
            readTic(sensor.path("TIC"), sample);
            return;
        }
        JsonNode energy = sensor.path("ENERGY");
        if (!energy.isObject()) {
            throw new RefusedException(Refusal.NO_MEASUREMENT);
        }
        if (energy.has("Power")) {
            sample.power(JsonNumbers.power(energy.get("Power"), Unit.WATT));
        }
        readEnergy(energy, sample);
    }

    /** The answer to {@code Status 10} has the same object inside another. */
    static JsonNode sensor(JsonNode body) {
        JsonNode status = body.path("StatusSNS");
        return status.isObject() ? status : body;
    }

    private static void readEnergy(JsonNode energy, Sample sample) throws RefusedException {
        if (energy.has("ImportActive") && energy.has("ExportActive")) {
            readBoth(energy.get("ImportActive"), energy.get("ExportActive"), sample);
            return;
        }
        if (energy.has("TotalSumImport") && energy.has("TotalSumExport")) {
            readBoth(energy.get("TotalSumImport"), energy.get("TotalSumExport"), sample);
            return;
        }
        JsonNode total = energy.path("Total");
        if (total.isMissingNode()) {
            throw new RefusedException(Refusal.NO_MEASUREMENT);
        }
        if (total.isArray()) {
            throw new RefusedException(Refusal.TOTAL_IS_LIST);
        }
        // Where there is export, Total is import minus export, and nothing says so.
        if (EXPORT_HINTS.stream().anyMatch(energy::has)) {
            throw new RefusedException(Refusal.TOTAL_RUNS_BACKWARDS);
        }
        sample.imported(JsonNumbers.amount(total, Unit.KILOWATT_HOUR).register());
    }

    private static void readBoth(JsonNode imported, JsonNode exported, Sample sample)
            throws RefusedException {
        sample.imported(Amount.sum(JsonNumbers.amounts(imported, Unit.KILOWATT_HOUR)));
        sample.exported(Amount.sum(JsonNumbers.amounts(exported, Unit.KILOWATT_HOUR)));
    }

    /** The Linky's own indexes; its power is apparent and says nothing about energy. */
    private static void readTic(JsonNode tic, Sample sample) throws RefusedException {
        for (List<String> group : TIC_IMPORT) {
            if (group.stream().allMatch(tic::has)) {
                List<Amount> indexes = new ArrayList<>();
                for (String name : group) {
                    indexes.add(JsonNumbers.amount(tic.get(name), Unit.WATT_HOUR));
                }
                sample.imported(Amount.sum(indexes));
                if (tic.has("EAIT")) {
                    sample.exported(JsonNumbers.amount(tic.get("EAIT"), Unit.WATT_HOUR).register());
                }
                return;
            }
        }
        throw new RefusedException(Refusal.NO_MEASUREMENT);
    }
}
