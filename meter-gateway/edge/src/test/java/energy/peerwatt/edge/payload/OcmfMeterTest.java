package energy.peerwatt.edge.payload;

import static energy.peerwatt.edge.payload.Messages.device;
import static energy.peerwatt.edge.payload.Messages.take;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.metering.protocol.DeviceContext;
import energy.peerwatt.metering.protocol.MeterRecord;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class OcmfMeterTest {

    private final KeyPair pair = newPair();
    private final MqttDevice meter = meter("m1");

    @Test
    void lastReadingOfARecordIsItsRegister() {
        assertThat(take(meter, "t", signed(payload("T7"))))
                .isEqualTo("IMPORT 12345000/1000 EXPORT 20000/10000");
    }

    @Test
    void recordGoesWithTheReadingAsItCame() {
        String text = signed(payload("T7"));
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

        MeterMessage message = meter.take(new Arrival("t", bytes, false, 0));

        assertThat(message)
                .isInstanceOfSatisfying(
                        MeterMessage.Decoded.class,
                        decoded -> {
                            DeviceContext context = decoded.sample().context();
                            assertThat(context.record())
                                    .contains(new MeterRecord(MeterRecord.Form.OCMF, bytes));
                            assertThat(context.evidence().orElseThrow().identity()).contains("m1");
                        });
    }

    @Test
    void recordThatCameBeforeIsRefused() {
        take(meter, "t", signed(payload("T7")));

        assertThat(take(meter, "t", signed(payload("T7")))).isEqualTo("PAGINATION");
        assertThat(take(meter, "t", signed(payload("T6")))).isEqualTo("PAGINATION");
        assertThat(take(meter, "t", signed(payload("T8")))).startsWith("IMPORT");
    }

    @Test
    void firstRecordAfterAGapIsRefused() {
        take(meter, "t", signed(payload("T7")));

        assertThat(take(meter, "t", signed(payload("T9")))).isEqualTo("PAGINATION");
        assertThat(take(meter, "t", signed(payload("T10")))).startsWith("IMPORT");
    }

    @Test
    void transactionsAndReadingsOfTheClockCountApart() {
        take(meter, "t", signed(payload("T7")));

        assertThat(take(meter, "t", signed(payload("F1")))).startsWith("IMPORT");
        assertThat(take(meter, "t", signed(payload("T8")))).startsWith("IMPORT");
    }

    @Test
    void recordOfAnotherMeterIsRefused() {
        assertThat(take(meter("m2"), "t", signed(payload("T7")))).isEqualTo("OTHER_DEVICE");
    }

    @Test
    void whatTheMeterDidNotSignIsRefusedAndChangesNothing() {
        String changed = signed(payload("T7")).replace("12.345", "12.346");

        assertThat(take(meter, "t", changed)).isEqualTo("SIGNATURE_WRONG");
        assertThat(take(meter, "t", signed(payload("T7")))).startsWith("IMPORT");
    }

    @Test
    void meterThatReportsAnErrorIsNotBelieved() {
        assertThat(take(meter, "t", signed(payload("T7").replace("\"ST\":\"G\"", "\"ST\":\"M\""))))
                .isEqualTo("DEVICE_ERROR");
        assertThat(take(meter, "t", signed(payload("T7").replace("\"EF\":\"\"", "\"EF\":\"E\""))))
                .isEqualTo("DEVICE_ERROR");
    }

    @Test
    void signatureMustBeOfTheKeysCurve() {
        String other =
                signed(payload("T7"))
                        .replace("{\"SD\"", "{\"SA\":\"ECDSA-secp384r1-SHA256\",\"SD\"");

        assertThat(take(meter, "t", other)).isEqualTo("SIGNATURE_UNKNOWN");
    }

    @Test
    void keyMustBeGiven() {
        assertThatThrownBy(() -> device("ocmf", "t"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("publicKey");
    }

    private MqttDevice meter(String serial) {
        String key = HexFormat.of().formatHex(pair.getPublic().getEncoded());
        return device("ocmf", "t", "publicKey", key, "serial", serial);
    }

    private static String payload(String pagination) {
        return """
        {"FV":"1.0","GS":"gateway","MS":"m1","PG":"%s","RD":[
         {"TM":"2026-06-18T09:00:00,000+0200 S","RV":12.000,"RI":"1-b:1.8.0","RU":"kWh","EF":"","ST":"G"},
         {"TM":"2026-06-18T09:15:00,000+0200 S","RV":"  12.345"},
         {"RI":"01-00:02.08.00.FF","RV":0.02},
         {"RI":"1-b:1.9.0","RV":1.5}]}\
        """
                .formatted(pagination);
    }

    private String signed(String payload) {
        return Messages.signed(payload, pair);
    }

    private static KeyPair newPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
