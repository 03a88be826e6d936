package energy.peerwatt.edge.payload;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import energy.peerwatt.edge.format.ForeignJson;
import energy.peerwatt.edge.format.Refusal;
import energy.peerwatt.edge.format.RefusedException;
import energy.peerwatt.edge.format.Unit;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Set;

/**
 * What a household's own system states about its car: the energy it still needs, and until when.
 * Options {@code needed} and {@code departure} name them by JSON pointer; the energy is in Wh, the
 * time ISO 8601 with its zone, and absent while no car is there.
 */
final class CarWish extends MqttDevice {

    private final String topic;
    private final JsonPointer needed;
    private final JsonPointer departure;

    CarWish(String topic, Options options) {
        super(options);
        this.topic = topic;
        needed = options.pointer("needed").orElse(JsonPointer.valueOf("/neededWh"));
        departure = options.pointer("departure").orElse(JsonPointer.valueOf("/departure"));
    }

    @Override
    public Set<String> topics() {
        return Set.of(topic);
    }

    @Override
    void read(Arrival arrival, Sample sample) throws RefusedException {
        JsonNode body = ForeignJson.object(arrival.payload());
        long wattHours =
                JsonNumbers.amount(JsonNumbers.at(body, needed), Unit.WATT_HOUR)
                                .register()
                                .milliWh()
                        / 1_000;
        JsonNode until = body.at(departure);
        sample.needs(wattHours);
        if (!until.isMissingNode() && !until.isNull()) {
            sample.departs(second(until.asText()));
        }
    }

    private static long second(String text) throws RefusedException {
        try {
            return OffsetDateTime.parse(text).toEpochSecond();
        } catch (DateTimeException e) {
            throw new RefusedException(Refusal.NOT_A_NUMBER);
        }
    }
}
