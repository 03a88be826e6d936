package energy.peerwatt.edge.payload;

import energy.peerwatt.edge.format.Amount;
import energy.peerwatt.edge.format.Refusal;
import energy.peerwatt.edge.format.RefusedException;
import energy.peerwatt.edge.format.Unit;
import energy.peerwatt.metering.protocol.MeterRecord;
import energy.peerwatt.metering.protocol.ocmf.OcmfException;
import energy.peerwatt.metering.protocol.ocmf.OcmfKey;
import energy.peerwatt.metering.protocol.ocmf.OcmfReading;
import energy.peerwatt.metering.protocol.ocmf.OcmfRecord;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A meter that signs its records, {@code OCMF|…|…}. Option {@code publicKey} is its key, {@code
 * serial} its number; without the latter it is the one of the first record. Records come in
 * unbroken pagination: one that came before is refused, and so is the first after a gap.
 */
final class OcmfMeter extends MqttDevice {

    private final String topic;
    private final OcmfKey key;
    private final Map<String, Long> lastNumbers = new HashMap<>();
    private @Nullable String serial;

    OcmfMeter(String topic, Options options) {
        super(options);
        this.topic = topic;
        key = OcmfKey.parse(options.required("publicKey"));
        serial = options.text("serial").orElse(null);
    }

    @Override
    public Set<String> topics() {
        return Set.of(topic);
    }

    @Override
    void read(Arrival arrival, Sample sample) throws RefusedException {
        String text = new String(arrival.payload(), StandardCharsets.UTF_8);
        OcmfRecord record = verified(text);
        if (serial == null) {
            serial = record.serial();
        }
        if (!record.serial().equals(serial)) {
            throw new RefusedException(Refusal.OTHER_DEVICE);
        }
        checkPagination(record);
        sample.identity(record.serial());
        Optional<Amount> imported = last(record, OcmfReading.Flow.IMPORT);
        Optional<Amount> exported = last(record, OcmfReading.Flow.EXPORT);
        if (imported.isPresent()) {
            sample.imported(imported.get().register());
        }
        if (exported.isPresent()) {
            sample.exported(exported.get().register());
        }
        if (imported.isEmpty() && exported.isEmpty()) {
            throw new RefusedException(Refusal.NO_MEASUREMENT);
        }
        if (arrival.payload().length <= MeterRecord.MAX_BYTES) {
            sample.record(new MeterRecord(MeterRecord.Form.OCMF, arrival.payload()));
        }
    }

    private OcmfRecord verified(String text) throws RefusedException {
        try {
            return OcmfRecord.verified(text, key);
        } catch (OcmfException e) {
            throw new RefusedException(
                    switch (e.reason()) {
                        case NOT_JSON -> Refusal.NOT_JSON;
                        case MALFORMED -> Refusal.MALFORMED;
                        case NOT_A_NUMBER -> Refusal.NOT_A_NUMBER;
                        case DEVICE_ERROR -> Refusal.DEVICE_ERROR;
                        case SIGNATURE_WRONG -> Refusal.SIGNATURE_WRONG;
                        case SIGNATURE_UNKNOWN -> Refusal.SIGNATURE_UNKNOWN;
                    });
        }
    }

    private void checkPagination(OcmfRecord record) throws RefusedException {
        long number = record.number();
        Long last = lastNumbers.get(record.context());
        if (last == null || number > last) {
            lastNumbers.put(record.context(), number);
        }
        if (last != null && number != last + 1) {
            throw new RefusedException(Refusal.PAGINATION);
        }
    }

    /** Earlier readings of the record are of the past: only the last is of its arrival. */
    private static Optional<Amount> last(OcmfRecord record, OcmfReading.Flow flow)
            throws RefusedException {
        Optional<OcmfReading> last = record.last(flow);
        return last.isEmpty()
                ? Optional.empty()
                : Optional.of(Amount.of(last.get().value(), Unit.of(last.get().unit())));
    }
}
