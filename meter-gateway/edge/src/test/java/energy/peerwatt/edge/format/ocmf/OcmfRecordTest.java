package energy.peerwatt.edge.format.ocmf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import energy.peerwatt.edge.testkit.Fixtures;
import energy.peerwatt.metering.protocol.ocmf.OcmfException;
import energy.peerwatt.metering.protocol.ocmf.OcmfKey;
import energy.peerwatt.metering.protocol.ocmf.OcmfRecord;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class OcmfRecordTest {

    @Test
    void everyRecordedSignatureIsJudgedAsOpenSslDoes() throws IOException {
        Map<String, Integer> meanings = new TreeMap<>();
        for (JsonNode sample : Fixtures.jsonLines("ocmf/samples.jsonl")) {
            String meaning = meaning(sample);
            boolean rejected = meaning.startsWith("SIGNATURE") || meaning.equals("no key");
            assertThat(rejected)
                    .as("%s %s: %s", sample.path("file"), sample.path("index"), meaning)
                    .isEqualTo(sample.path("verdict").asText().equals("INVALID"));
            meanings.merge(meaning, 1, Integer::sum);
        }
        System.out.println("ocmf: " + meanings);

        assertThat(meanings.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(104);
    }

    @Test
    void everyChangedLetterIsNoticed() throws IOException {
        JsonNode sample = Fixtures.jsonLines("ocmf/samples.jsonl").get(2);
        OcmfKey key = OcmfKey.parse(sample.path("publicKey").asText());
        String record = sample.path("ocmf").asText();
        for (int i = 0; i < record.lastIndexOf('|'); i++) {
            String changed = record.substring(0, i) + '~' + record.substring(i + 1);
            assertThatThrownBy(() -> OcmfRecord.verified(changed, key))
                    .isInstanceOf(OcmfException.class);
        }
    }

    @Test
    void readsWhatWasSigned() throws Exception {
        JsonNode sample = Fixtures.jsonLines("ocmf/samples.jsonl").get(2);

        OcmfRecord record =
                OcmfRecord.verified(
                        sample.path("ocmf").asText(),
                        OcmfKey.parse(sample.path("publicKey").asText()));

        assertThat(record.serial()).isEqualTo("17619300");
        assertThat(record.context()).isEqualTo("T");
        assertThat(record.number()).isEqualTo(32);
        assertThat(record.readings()).hasSize(2);
        assertThat(record.readings().getLast().code()).isEqualTo("1-b:1.8.0");
        assertThat(record.readings().getLast().decimal()).isEqualTo("0.2597");
    }

    @Test
    void refusesKeysOfOtherKinds() {
        assertThatThrownBy(() -> OcmfKey.parse("00")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> OcmfKey.parse("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> OcmfKey.parse("kein Schlüssel"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String meaning(JsonNode sample) {
        try {
            OcmfKey key = OcmfKey.parse(sample.path("publicKey").asText());
            OcmfRecord record = OcmfRecord.verified(sample.path("ocmf").asText(), key);
            return record.readings().isEmpty() ? "no energy" : "decoded";
        } catch (OcmfException e) {
            return e.reason().name();
        } catch (IllegalArgumentException e) {
            return "no key";
        }
    }
}
