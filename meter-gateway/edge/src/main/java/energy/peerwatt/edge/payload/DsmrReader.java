package energy.peerwatt.edge.payload;

import com.fasterxml.jackson.databind.JsonNode;
import energy.peerwatt.edge.format.Amount;
import energy.peerwatt.edge.format.ForeignJson;
import energy.peerwatt.edge.format.Refusal;
import energy.peerwatt.edge.format.RefusedException;
import energy.peerwatt.edge.format.Unit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * DSMR-reader: one scalar per topic below the configured one, or one JSON object at it; kWh and kW.
 * A register is the sum of both tariffs.
 */
final class DsmrReader extends MqttDevice {

    private static final Set<String> IMPORT =
            Set.of("electricity_delivered_1", "electricity_delivered_2");
    private static final Set<String> EXPORT =
            Set.of("electricity_returned_1", "electricity_returned_2");
    private static final Unit ENERGY = Unit.KILOWATT_HOUR;
    private static final String TAKEN = "electricity_currently_delivered";
    private static final String GIVEN = "electricity_currently_returned";

    private final String topic;
    private final Parts<Amount> imported = new Parts<>(IMPORT);
    private final Parts<Amount> exported = new Parts<>(EXPORT);
    private final Parts<Long> power = new Parts<>(Set.of(TAKEN, GIVEN));

    DsmrReader(String topic, Options options) {
        super(options);
        this.topic = topic;
    }

    @Override
    public Set<String> topics() {
        Set<String> topics = new HashSet<>();
        topics.add(topic);
        for (Set<String> fields : List.of(IMPORT, EXPORT, Set.of(TAKEN, GIVEN))) {
            fields.forEach(field -> topics.add(topic + "/" + field));
        }
        return topics;
    }

    @Override
    void read(Arrival arrival, Sample sample) throws RefusedException {
        if (arrival.topic().equals(topic)) {
            readObject(ForeignJson.object(arrival.payload()), arrival.nanos(), sample);
            return;
        }
        if (!topics().contains(arrival.topic())) {
            throw new RefusedException(Refusal.OTHER_QUANTITY);
        }
        String field = arrival.topic().substring(topic.length() + 1);
        Unit unit = IMPORT.contains(field) || EXPORT.contains(field) ? ENERGY : Unit.KILOWATT;
        readField(field, JsonNumbers.scalar(arrival.payload(), unit), arrival.nanos(), sample);
    }

    private void readField(String field, Amount amount, long nanos, Sample sample)
            throws RefusedException {
        if (field.equals(TAKEN) || field.equals(GIVEN)) {
            long milliwatts = field.equals(TAKEN) ? amount.milliwatts() : -amount.milliwatts();
            power.put(field, milliwatts, nanos)
                    .ifPresent(
                            both -> sample.power(both.stream().mapToLong(Long::longValue).sum()));
            return;
        }
        boolean inwards = IMPORT.contains(field);
        Optional<List<Amount>> tariffs = (inwards ? imported : exported).put(field, amount, nanos);
        if (tariffs.isPresent() && inwards) {
            sample.imported(Amount.sum(tariffs.get()));
        } else if (tariffs.isPresent()) {
            sample.exported(Amount.sum(tariffs.get()));
        }
    }

    /** DSMR-reader writes decimals as JSON texts. */
    private void readObject(JsonNode body, long nanos, Sample sample) throws RefusedException {
        boolean any = false;
        for (Set<String> fields : List.of(IMPORT, EXPORT, Set.of(TAKEN, GIVEN))) {
            if (fields.stream().allMatch(body::hasNonNull)) {
                any = true;
                for (String field : fields) {
                    Unit unit = fields.contains(TAKEN) ? Unit.KILOWATT : ENERGY;
                    readField(field, decimal(body.get(field), unit), nanos, sample);
                }
            }
        }
        if (!any) {
            throw new RefusedException(Refusal.NO_MEASUREMENT);
        }
    }

    private static Amount decimal(JsonNode value, Unit unit) throws RefusedException {
        return value.isTextual()
                ? Amount.parse(value.asText(), unit)
                : JsonNumbers.amount(value, unit);
    }
}
