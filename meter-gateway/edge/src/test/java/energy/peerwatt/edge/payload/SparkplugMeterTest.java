package energy.peerwatt.edge.payload;

import static energy.peerwatt.edge.payload.Messages.device;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import energy.peerwatt.edge.format.sparkplug.SparkplugPayload;
import energy.peerwatt.edge.testkit.Fixtures;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SparkplugMeterTest {

    /** The metric bdSeq, Int64, 3, and sequence 0. */
    private static final String NODE_BIRTH = "120b0a056264536571200458031800";

    private static final String NODE_DEATH = "120b0a05626453657120045803";

    /** The metric 1-0:1.8.0, alias 7, UInt64, 5000. */
    private static final String DEVICE_BIRTH = "12120a09312d303a312e382e301007200858882718%02x";

    /** Alias 7, 5001. */
    private static final String DEVICE_DATA = "12051007588927" + "18%02x";

    private final MqttDevice meter = device("sparkplug", "spBv1.0/g/n/d");

    @Test
    void recordedSessionMeansWhatItsEncoderPutIn() throws IOException {
        Map<String, byte[]> files = new HashMap<>();
        Map<String, String> topics = new HashMap<>();
        for (JsonNode sample : Fixtures.jsonLines("sparkplug/samples/samples.jsonl")) {
            String file = sample.path("file").asText();
            files.put(file, HexFormat.of().parseHex(sample.path("hex").asText()));
            topics.put(file, sample.path("topic").asText());
        }
        MqttDevice recorded = device("sparkplug", "spBv1.0/feeder7/gw-0001/meter-42");
        List<String> order =
                List.of(
                        "NBIRTH.bin",
                        "DBIRTH.bin",
                        "DDATA.bin",
                        "DDATA-historical.bin",
                        "DDATA-null.bin",
                        "DDEATH.bin",
                        "DDATA.bin",
                        "NBIRTH.bin",
                        "DBIRTH.bin",
                        "NDATA-seq-gap.bin",
                        "NDATA-seq-wrap-255.bin",
                        "NBIRTH.bin",
                        "NDEATH.bin",
                        "DDATA.bin");

        assertThat(order)
                .extracting(file -> Messages.take(recorded, topics.get(file), files.get(file), 0))
                .containsExactly(
                        "understood",
                        "IMPORT 18090016000/1000 EXPORT 21267458000/1000 gridW -91",
                        "IMPORT 18090020000/1000 gridW -58",
                        "HISTORICAL",
                        "ABSENT",
                        "understood",
                        "SEQUENCE_GAP",
                        "understood",
                        "IMPORT 18090016000/1000 EXPORT 21267458000/1000 gridW -91",
                        "SEQUENCE_GAP",
                        "NOT_BORN",
                        "understood",
                        "understood",
                        "NOT_BORN");
        assertThat(files).hasSize(9);
        System.out.printf("sparkplug: %d samples, each decoded or refused by name%n", files.size());
    }

    @Test
    void sequenceGoesOnAfter255() {
        birth();
        for (int sequence = 2; sequence <= 255; sequence++) {
            assertThat(take("DDATA", DEVICE_DATA, sequence)).isEqualTo("IMPORT 5001000/1000");
        }

        assertThat(take("DDATA", DEVICE_DATA, 0)).isEqualTo("IMPORT 5001000/1000");
    }

    @Test
    void messagesOfOtherDevicesOfTheNodeCountInTheSequence() {
        birth();

        assertThat(take("NDATA", "18%02x", 2)).isEqualTo("understood");
        assertThat(takeFrom("other", "DBIRTH", DEVICE_BIRTH, 3)).isEqualTo("understood");
        assertThat(take("DDATA", DEVICE_DATA, 4)).isEqualTo("IMPORT 5001000/1000");
    }

    @Test
    void gapMakesEverythingUnknownAndAsksForABirth() throws Exception {
        meter.due(0, Instant.EPOCH);
        birth();
        assertThat(meter.due(seconds(60), Instant.EPOCH)).isEmpty();

        assertThat(take("DDATA", DEVICE_DATA, 3)).isEqualTo("SEQUENCE_GAP");
        assertThat(take("DDATA", DEVICE_DATA, 4)).isEqualTo("NOT_BORN");

        List<Publication> due = meter.due(seconds(61), Instant.ofEpochMilli(1_765_000_000_000L));
        assertThat(due).extracting(Publication::topic).containsExactly("spBv1.0/g/NCMD/n");
        assertThat(SparkplugPayload.decode(due.getFirst().payload()).timestamp())
                .hasValue(1_765_000_000_000L);
        assertThat(SparkplugPayload.decode(due.getFirst().payload()).metric("Node Control/Rebirth"))
                .isPresent();
        assertThat(meter.due(seconds(62), Instant.EPOCH)).isEmpty();
        birth();
        assertThat(take("DDATA", DEVICE_DATA, 2)).isEqualTo("IMPORT 5001000/1000");
    }

    @Test
    void deathOfAnEarlierBirthDoesNotEndThisOne() {
        birth();

        take("NDEATH", NODE_DEATH.replace("5803", "5802"), 0);
        assertThat(take("DDATA", DEVICE_DATA, 2)).isEqualTo("IMPORT 5001000/1000");

        take("NDEATH", NODE_DEATH, 0);
        assertThat(take("DDATA", DEVICE_DATA, 3)).isEqualTo("NOT_BORN");
    }

    @Test
    void deathOfTheDeviceMakesItUnknown() {
        birth();
        take("DDEATH", "18%02x", 2);

        assertThat(take("DDATA", DEVICE_DATA, 3)).isEqualTo("NOT_BORN");
        assertThat(take("DBIRTH", DEVICE_BIRTH, 4)).isEqualTo("IMPORT 5000000/1000");
    }

    @Test
    void aliasNobodyDeclaredIsRefused() {
        birth();

        assertThat(take("DDATA", DEVICE_DATA.replace("1007", "1008"), 2)).isEqualTo("NOT_BORN");
    }

    @Test
    void birthWithoutNumberOrSequenceIsRefused() {
        assertThat(take("NBIRTH", "1800", 0)).isEqualTo("MALFORMED");
        assertThat(take("NBIRTH", NODE_BIRTH.replace("1800", "1801"), 0)).isEqualTo("MALFORMED");
        assertThat(take("NBIRTH", "ff", 0)).isEqualTo("MALFORMED");
    }

    @Test
    void newConnectionKnowsNothing() {
        birth();

        meter.connected();

        assertThat(take("DDATA", DEVICE_DATA, 2)).isEqualTo("NOT_BORN");
        assertThat(meter.due(Duration.ofDays(1).toNanos(), Instant.EPOCH)).hasSize(1);
    }

    private void birth() {
        assertThat(take("NBIRTH", NODE_BIRTH, 0)).isEqualTo("understood");
        assertThat(take("DBIRTH", DEVICE_BIRTH, 1)).isEqualTo("IMPORT 5000000/1000");
    }

    private String take(String type, String hex, int sequence) {
        return takeFrom(type.startsWith("N") ? "" : "d", type, hex, sequence);
    }

    private String takeFrom(String device, String type, String hex, int sequence) {
        String topic = "spBv1.0/g/" + type + "/n" + (device.isEmpty() ? "" : "/" + device);
        assertThat(meter.wants(topic)).isTrue();
        String bytes = hex.formatted(sequence) + (sequence > 127 ? "01" : "");
        return Messages.take(meter, topic, HexFormat.of().parseHex(bytes), 0);
    }

    private static long seconds(int seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
