package energy.peerwatt.metering.headend.store;

import energy.peerwatt.market.Channel;
import energy.peerwatt.metering.headend.MeterKey;
import energy.peerwatt.metering.protocol.MeterRecord;
import energy.peerwatt.metering.protocol.Reading;
import energy.peerwatt.metering.protocol.ocmf.OcmfException;
import energy.peerwatt.metering.protocol.ocmf.OcmfKey;
import energy.peerwatt.metering.protocol.ocmf.OcmfReading;
import energy.peerwatt.metering.protocol.ocmf.OcmfReading.Flow;
import energy.peerwatt.metering.protocol.ocmf.OcmfRecord;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Whether the records of one meter prove the readings of one register: signature, serial, value,
 * time and pagination. Takes readings in their order; used by one thread.
 */
final class RecordProof {

    private static final int KILO = 3;

    private final MeterKey meter;
    private final OcmfKey key;
    private final Duration timeTolerance;
    private final Map<String, Long> numbers;

    /**
     * What is known of a meter.
     *
     * @param timeTolerance how far a reading's time may be from the record's
     * @param numbers of the newest record taken, by context
     */
    RecordProof(MeterKey meter, Duration timeTolerance, Map<String, Long> numbers) {
        this.meter = meter;
        this.key = OcmfKey.parse(meter.publicKey());
        this.timeTolerance = timeTolerance;
        this.numbers = new HashMap<>(numbers);
    }

    /** Of the newest record taken; -1 if there is none of that context. */
    long number(String context) {
        return numbers.getOrDefault(context, -1L);
    }

    /**
     * Judges the next reading.
     *
     * @return what is wrong with it, for people; empty if its record proves it
     */
    Optional<String> objection(Reading reading) {
        Optional<MeterRecord> original = reading.context().record();
        if (original.isEmpty()) {
            return Optional.of("the meter signs its records, and there is none");
        }
        String text = new String(original.get().toByteArray(), StandardCharsets.UTF_8);
        try {
            return objection(reading, OcmfRecord.verified(text, key));
        } catch (OcmfException e) {
            return Optional.of("record of the meter refused: " + e.reason());
        }
    }

    private Optional<String> objection(Reading reading, OcmfRecord record) {
        if (!record.serial().equals(meter.serial())) {
            return Optional.of("record of another meter");
        }
        Optional<OcmfReading> total = record.last(flow(reading.channel()));
        if (total.isEmpty()) {
            return Optional.of("record without this register");
        }
        if (wattHours(total.get()).compareTo(BigDecimal.valueOf(reading.registerWh())) != 0) {
            return Optional.of(
                    "the record says %s %s, the gateway %d Wh"
                            .formatted(
                                    total.get().decimal(),
                                    total.get().unit(),
                                    reading.registerWh()));
        }
        Optional<Instant> time = total.get().synchronisedTime();
        if (time.isPresent() && !isNear(time.get(), reading.at())) {
            return Optional.of(
                    "the record says %s, the gateway %s"
                            .formatted(total.get().time(), reading.at()));
        }
        if (record.number() <= number(record.context())) {
            return Optional.of(
                    "record %s%d came before".formatted(record.context(), record.number()));
        }
        numbers.put(record.context(), record.number());
        return Optional.empty();
    }

    /**
     * What the gateway says of its own clock does not widen the tolerance: the record is there
     * because the gateway's owner may say anything.
     */
    private boolean isNear(Instant one, Instant other) {
        return Duration.between(one, other).abs().compareTo(timeTolerance) <= 0;
    }

    /** Completed Wh, as readings are. */
    private static BigDecimal wattHours(OcmfReading total) {
        BigDecimal value =
                total.unit().equals("kWh") ? total.value().scaleByPowerOfTen(KILO) : total.value();
        return value.setScale(0, RoundingMode.FLOOR);
    }

    /** What is generated flows out of the meter in front of the array. */
    private Flow flow(Channel channel) {
        boolean isImport = channel == Channel.IMPORT;
        return isImport == meter.reversed() ? Flow.EXPORT : Flow.IMPORT;
    }
}
