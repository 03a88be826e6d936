package energy.peerwatt.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.deploy.StoredMetering.StoredReading;
import energy.peerwatt.deploy.StoredMetering.StoredValue;
import energy.peerwatt.metering.protocol.Reading;
import energy.peerwatt.time.DeliveryInterval;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Compares what is stored with what was spooled and with what the meters truly counted. The village
 * must run so fast that its meters show nothing but their registers at quarter-hours: each from
 * half a quarter-hour before it to half a quarter-hour after it.
 */
final class MeteringCheck {

    private static final Duration QUARTER_HOUR = DeliveryInterval.QUARTER_HOUR;

    /** A message may arrive this much after its meter began to show something else. */
    private static final Duration DELAY = QUARTER_HOUR.dividedBy(4);

    private static final Map<String, String> REGISTERS =
            Map.of("IMPORT", "importWh", "EXPORT", "exportWh", "GENERATION", "generationWh");

    private record Register(String point, String channel) {}

    private final Truth truth;
    private int actual;
    private int estimated;

    MeteringCheck(Truth truth) {
        this.truth = truth;
    }

    /** Every spooled reading is stored once, as it was spooled, and nothing else is. */
    static void storedIsSpooled(List<Reading> spooled, List<StoredReading> stored) {
        assertThat(stored).extracting(StoredReading::epoch).containsOnly(stored.getFirst().epoch());
        for (int index = 0; index < Math.min(spooled.size(), stored.size()); index++) {
            assertThat(plain(stored.get(index))).isEqualTo(plain(spooled.get(index)));
        }
        assertThat(stored).as("stored of the spooled readings").hasSize(spooled.size());
    }

    private static String plain(Reading reading) {
        return "%d: %s %s at %s %d Wh"
                .formatted(
                        reading.sequence(),
                        reading.meteringPoint(),
                        reading.channel(),
                        reading.at(),
                        reading.registerWh());
    }

    private static String plain(StoredReading reading) {
        return "%d: %s %s at %s %d Wh"
                .formatted(
                        reading.sequence(),
                        reading.meteringPoint(),
                        reading.channel(),
                        reading.at(),
                        reading.registerWh());
    }

    /** Every reading shows what its meter truly showed, and none was kept from becoming energy. */
    void readingsAreTrue(List<StoredReading> readings) {
        for (StoredReading reading : readings) {
            assertThat(reading.screening()).as("screening of %s", reading).isZero();
            if (reading.at().plus(QUARTER_HOUR).isAfter(truth.end())) {
                // The simulator ended before it told what its meters showed then.
                continue;
            }
            long shown = trueWh(reading, reading.at());
            if (reading.registerWh() != shown) {
                assertThat(reading.registerWh())
                        .as("%s, true is %d Wh", reading, shown)
                        .isIn(
                                trueWh(reading, reading.at().minus(DELAY)),
                                trueWh(reading, reading.at().plus(DELAY)));
            }
        }
    }

    private long trueWh(StoredReading reading, Instant at) {
        Instant shown =
                DeliveryInterval.containing(at.plus(QUARTER_HOUR.dividedBy(2)), QUARTER_HOUR)
                        .start();
        return truth.register(reading.meteringPoint(), REGISTERS.get(reading.channel()), shown);
    }

    /**
     * Values lie side by side; where a boundary was read on both sides they are the meters' true
     * differences, elsewhere marked estimates between which nothing is lost or invented.
     */
    void valuesAreTrue(List<StoredValue> values, List<StoredReading> readings) {
        Map<Register, NavigableMap<Instant, Long>> read = new HashMap<>();
        for (StoredReading reading : readings) {
            Register register = new Register(reading.meteringPoint(), reading.channel());
            read.computeIfAbsent(register, _ -> new TreeMap<>())
                    .put(reading.at(), reading.registerWh());
        }
        Map<Register, List<StoredValue>> stored = new HashMap<>();
        for (StoredValue value : values) {
            Register register = new Register(value.meteringPoint(), value.channel());
            stored.computeIfAbsent(register, _ -> new ArrayList<>()).add(value);
        }
        assertThat(stored.keySet()).as("registers with values").isEqualTo(read.keySet());
        stored.forEach((register, ofRegister) -> check(ofRegister, read.get(register)));
    }

    private void check(List<StoredValue> values, NavigableMap<Instant, Long> read) {
        Instant end = values.getFirst().start();
        @Nullable Instant exact = null;
        long sum = 0;
        for (StoredValue value : values) {
            assertThat(value.start()).as("%s follows without a hole", value).isEqualTo(end);
            end = value.start().plus(QUARTER_HOUR);
            boolean exactStart = isRead(value.start(), read);
            if (exactStart) {
                exact = value.start();
                sum = 0;
            }
            sum += value.energyWh();
            check(value, exactStart && isRead(end, read));
            if (exact != null && isRead(end, read)) {
                assertThat(sum)
                        .as("energy from %s to the end of %s", exact, value)
                        .isEqualTo(trueWh(value, exact, end));
            }
        }
        assertThat(isRead(end.plus(QUARTER_HOUR), read))
                .as("a value is missing at %s", end)
                .isFalse();
    }

    private void check(StoredValue value, boolean readAtBothEnds) {
        long trueWh = trueWh(value, value.start(), value.start().plus(QUARTER_HOUR));
        if (readAtBothEnds) {
            assertThat(value.energyWh()).as("%s", value).isEqualTo(trueWh);
            assertThat(value.quality()).as("quality of %s", value).isEqualTo("ACTUAL");
            assertThat(value.reasons()).as("reasons of %s", value).isEmpty();
            actual++;
            return;
        }
        assertThat(Math.abs(value.energyWh() - trueWh))
                .as("%s, true is %d Wh", value, trueWh)
                .isLessThanOrEqualTo(value.uncertaintyWh());
        if (value.quality().equals("ACTUAL")) {
            // The register stood still, so that reading it at the boundary would have told no more.
            assertThat(value.energyWh()).as("%s", value).isEqualTo(trueWh);
        } else {
            assertThat(value.reasons()).as("reasons of %s", value).contains("GAP");
            estimated++;
        }
    }

    private long trueWh(StoredValue value, Instant from, Instant to) {
        return truth.wattHours(value.meteringPoint(), REGISTERS.get(value.channel()), from, to);
    }

    /**
     * Whether the meter was surely read on either side while it showed this boundary's register.
     */
    private static boolean isRead(Instant boundary, NavigableMap<Instant, Long> read) {
        Duration half = QUARTER_HOUR.dividedBy(2).minus(DELAY);
        Instant before = read.floorKey(boundary);
        Instant after = read.ceilingKey(boundary);
        return before != null
                && after != null
                && before.isAfter(boundary.minus(half))
                && after.isBefore(boundary.plus(half));
    }

    /** Values that had to be the meters' true differences, and were. */
    int actual() {
        return actual;
    }

    /** Values that were marked as estimates. */
    int estimated() {
        return estimated;
    }
}
