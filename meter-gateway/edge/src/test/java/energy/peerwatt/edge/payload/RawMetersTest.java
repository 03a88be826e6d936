package energy.peerwatt.edge.payload;

import static energy.peerwatt.edge.payload.Messages.device;
import static energy.peerwatt.edge.payload.Messages.take;
import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.edge.testkit.Fixtures;
import energy.peerwatt.metering.protocol.DeviceEvidence;
import energy.peerwatt.metering.protocol.Hash256;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Telegrams and frames that arrive as they left the meter. */
class RawMetersTest {

    @Test
    void telegramsBecomeRegisters() throws IOException {
        Map<String, String> meanings = new TreeMap<>();
        MqttDevice meter = device("p1", "p1", "checksum", "optional");
        for (var telegram : Fixtures.list("dsmr/telegrams", ".txt")) {
            String name = telegram.getFileName().toString().replace("telegram_", "");
            meanings.put(name, take(meter, "p1", Files.readAllBytes(telegram), 0));
        }

        assertThat(meanings)
                .isEqualTo(
                        Map.ofEntries(
                                Map.entry(
                                        "esy5q3da1004_v304.txt",
                                        "IMPORT 32549506166/1000 gridW 1688"),
                                Map.entry(
                                        "esy5q3db1024_v304.txt",
                                        "IMPORT 52185782530/1000 EXPORT 19949322149/1000 gridW 2125"),
                                Map.entry(
                                        "fluvius_v171.txt",
                                        "IMPORT 15792000/1000 EXPORT 11000/1000 gridW 0"),
                                Map.entry(
                                        "fluvius_v171_alt.txt",
                                        "IMPORT 571562000/1000 EXPORT 5000/1000 gridW 338"),
                                Map.entry(
                                        "iskra_ie.txt",
                                        "IMPORT 20363000/1000 EXPORT 20563000/1000 gridW -100"),
                                Map.entry(
                                        "sagemcom_t210_d_r.txt",
                                        "IMPORT 6545766000/1000 EXPORT 58000/1000 gridW 286"),
                                Map.entry("unpadded_crc.txt", "NO_MEASUREMENT"),
                                Map.entry(
                                        "v2_2.txt",
                                        "IMPORT 2002000/1000 EXPORT 2002000/1000 gridW 1010"),
                                Map.entry(
                                        "v3.txt",
                                        "IMPORT 24691356000/1000 EXPORT 24691356000/1000 gridW 1190"),
                                Map.entry(
                                        "v4_2.txt",
                                        "IMPORT 3016829000/1000 EXPORT 0/1000 gridW 2027"),
                                Map.entry(
                                        "v5.txt",
                                        "IMPORT 6825000/1000 EXPORT 2444000/1000 gridW 244"),
                                Map.entry(
                                        "v5_eon_hu.txt",
                                        "IMPORT 173640000/1000 EXPORT 627177000/1000 gridW -2601"),
                                Map.entry(
                                        "v5_two_mbus.txt",
                                        "IMPORT 2375582000/1000 EXPORT 0/1000 gridW 111")));
    }

    @Test
    void evidenceNamesTheMeterAndTheMessage() throws IOException {
        byte[] telegram = Files.readAllBytes(Fixtures.path("dsmr/telegrams/telegram_v5.txt"));
        byte[] frame = dump("DZG_DVS-7412.2_jmberg.bin");

        assertThat(evidence("p1", telegram))
                .satisfies(evidence -> {
                    assertThat(evidence.profileId()).isEqualTo("p1");
                    assertThat(evidence.frameHash()).isEqualTo(Hash256.sha256(telegram));
                    assertThat(evidence.identity().orElseThrow())
                            .isEqualTo("ISk5\\2MT382-1000/K8EG004046395507");
                });
        assertThat(evidence("sml", frame).identity().orElseThrow())
                .isEqualTo("0a01445a47000282225e");
        assertThat(evidence("sml", frame, "resolutionWh", "1000").profileHash())
                .isNotEqualTo(evidence("sml", frame).profileHash());
    }

    private static DeviceEvidence evidence(String driver, byte[] payload, String... options) {
        MeterMessage message =
                device(driver, driver, options).take(new Arrival(driver, payload, false, 0));
        assertThat(message).isInstanceOf(MeterMessage.Decoded.class);
        return ((MeterMessage.Decoded) message).sample().context().evidence().orElseThrow();
    }

    @Test
    void telegramWithoutChecksumMustBeAllowed() throws IOException {
        byte[] telegram = Files.readAllBytes(Fixtures.path("dsmr/telegrams/telegram_v3.txt"));

        assertThat(take(device("p1", "p1"), "p1", telegram, 0)).isEqualTo("CHECKSUM_MISSING");
    }

    @Test
    void lastRightFrameCounts() throws IOException {
        MqttDevice meter = device("sml", "sml");

        assertThat(take(meter, "sml", dump("DZG_DVS-7420.2V.G2_mtr2_neg.bin"), 0))
                .endsWith("gridW -104");
        assertThat(take(meter, "sml", dump("DZG_DVS-7412.2_jmberg.bin"), 0)).endsWith("gridW 356");
        assertThat(take(meter, "sml", dump("DZG_DVS-7412.2_jmberg.hex"), 0)).endsWith("gridW 356");
        assertThat(take(meter, "sml", dump("DZG_DVS-7420.2V.G2_mtr1_error.bin"), 0))
                .isEqualTo("MALFORMED");
        assertThat(take(meter, "sml", "no frame")).isEqualTo("MALFORMED");
    }

    @Test
    void meterThatHidesItsDigitsHasACoarserStep() throws IOException {
        MqttDevice meter = device("sml", "sml", "resolutionWh", "1000");

        assertThat(take(meter, "sml", dump("ISKRA_MT631-D2A51-V22-K0z_without_PIN.bin"), 0))
                .contains("/1000000");
    }

    private static byte[] dump(String name) throws IOException {
        return Files.readAllBytes(Fixtures.path("sml/libsml-testing/" + name));
    }
}
