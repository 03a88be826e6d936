package energy.peerwatt.edge.payload;

import energy.peerwatt.edge.format.Amount;
import energy.peerwatt.edge.format.Refusal;
import energy.peerwatt.edge.format.RefusedException;
import energy.peerwatt.edge.format.ocmf.OcmfKey;
import energy.peerwatt.edge.format.ocmf.OcmfReading;
import energy.peerwatt.edge.format.ocmf.OcmfRecord;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A meter that signs its records, {@code OCMF|…|…}. Option {@code publicKey} is its key, {@code
 * serial} its number; without the latter it is the one of the first record. Records come in
 * unbroken pagination: one that came before is refused, and so is the first after a gap.
 */
final class OcmfMeter extends MqttDevice {

    /** Total registers, as 1-0:1.8.0, with b for the channel, or in hexadecimal. */
    private static final Pattern TOTAL =
            Pattern.compile("(?:1-[0-9b]:([12])\\.8\\.0(?:\\*255)?|01-00:0([12])\\.08\\.00\\.FF)");

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
        OcmfRecord record = OcmfRecord.verified(text, key);
        if (serial == null) {
            serial = record.serial();
        }
        if (!record.serial().equals(serial)) {
            throw new RefusedException(Refusal.OTHER_DEVICE);
        }
        checkPagination(record);
        sample.identity(record.serial());
        Optional<Amount> imported = last(record, "1");
        Optional<Amount> exported = last(record, "2");
        if (imported.isPresent()) {
            sample.imported(imported.get().register());
        }
        if (exported.isPresent()) {
            sample.exported(exported.get().register());
        }
        if (imported.isEmpty() && exported.isEmpty()) {
            throw new RefusedException(Refusal.NO_MEASUREMENT);
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
    private static Optional<Amount> last(OcmfRecord record, String c) {
        Optional<Amount> last = Optional.empty();
        for (OcmfReading reading : record.readings()) {
            Matcher total = TOTAL.matcher(reading.code());
            if (total.matches() && (c.equals(total.group(1)) || c.equals(total.group(2)))) {
                last = Optional.of(reading.amount());
            }
        }
        return last;
    }
}
