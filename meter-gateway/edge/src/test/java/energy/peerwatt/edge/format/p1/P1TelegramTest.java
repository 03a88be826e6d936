package energy.peerwatt.edge.format.p1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import energy.peerwatt.edge.format.Obis;
import energy.peerwatt.edge.format.Refusal;
import energy.peerwatt.edge.format.RefusedException;
import energy.peerwatt.edge.testkit.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class P1TelegramTest {

    private static final String TELEGRAM =
            "/TST5\\METER\r\n\r\n1-0:1.8.1(000001.001*kWh)\r\n1-0:1.7.0(00.100*kW)\r\n!%s\r\n";

    @Test
    void everyRecordedTelegramSaysWhatItsIndexSays() throws Exception {
        int checked = 0;
        int unchecked = 0;
        for (JsonNode entry : Fixtures.json(Fixtures.path("dsmr/telegrams/index.json"))) {
            P1Telegram telegram = P1Telegram.decode(bytes(entry));
            assertThat(telegram.checked()).isEqualTo(entry.path("crc_ok").asBoolean(false));
            for (Map.Entry<String, JsonNode> value : entry.path("obis").properties()) {
                Obis code = Obis.parse(value.getKey()).orElseThrow();
                assertThat(telegram.values())
                        .as("%s", entry.path("file"))
                        .containsEntry(code, List.of(value.getValue().asText()));
            }
            checked += telegram.checked() ? 1 : 0;
            unchecked += telegram.checked() ? 0 : 1;
        }
        System.out.printf(
                "dsmr/telegrams: %d decoded with checksum, %d without, 0 refused, %d in all%n",
                checked, unchecked, checked + unchecked);
        assertThat(checked).isEqualTo(9);
        assertThat(unchecked).isEqualTo(4);
    }

    @Test
    void everyChangedByteOfARecordedTelegramIsNoticed() throws Exception {
        byte[] telegram = Files.readAllBytes(Fixtures.path("dsmr/telegrams/telegram_v5.txt"));
        int end = new String(telegram, ISO_8859_1).indexOf('!');
        for (int i = 1; i < end; i++) {
            byte[] changed = telegram.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> P1Telegram.decode(changed))
                    .isInstanceOf(RefusedException.class);
        }
    }

    @Test
    void refusesAWrongChecksum() {
        assertRefused(Refusal.CHECKSUM_WRONG, TELEGRAM.formatted("0000"));
        assertRefused(Refusal.MALFORMED, TELEGRAM.formatted("zz"));
    }

    @Test
    void refusesWhatIsNoTelegram() {
        assertRefused(Refusal.MALFORMED, "");
        assertRefused(Refusal.MALFORMED, "/TST5");
        assertRefused(Refusal.MALFORMED, TELEGRAM.formatted("").replace("1.8.1", "1-8"));
        assertRefused(Refusal.MALFORMED, TELEGRAM.formatted("").replace("*kWh)", "*kWh"));
        assertRefused(Refusal.MALFORMED, TELEGRAM.formatted("").replace("1.7.0", "1.8.1"));
    }

    @Test
    void telegramWithoutChecksumSaysSo() throws Exception {
        P1Telegram telegram = P1Telegram.decode(TELEGRAM.formatted("").getBytes(ISO_8859_1));

        assertThat(telegram.checked()).isFalse();
        assertThat(telegram.identification()).isEqualTo("TST5\\METER");
        assertThat(telegram.amount(Obis.electricity(1, 8, 1)).orElseThrow().register().milliWh())
                .isEqualTo(1_001_000);
        assertThat(telegram.amount(Obis.electricity(2, 8, 1))).isEmpty();
    }

    private static byte[] bytes(JsonNode entry) throws IOException {
        String file = entry.path("file").asText();
        return Files.readAllBytes(Fixtures.path("dsmr/telegrams/" + file));
    }

    private static void assertRefused(Refusal reason, String telegram) {
        assertThatThrownBy(() -> P1Telegram.decode(telegram.getBytes(ISO_8859_1)))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(reason));
    }
}
