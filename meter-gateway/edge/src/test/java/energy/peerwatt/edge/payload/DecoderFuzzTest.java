package energy.peerwatt.edge.payload;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import energy.peerwatt.edge.format.Crc16;
import energy.peerwatt.edge.format.Refusal;
import energy.peerwatt.edge.format.RefusedException;
import energy.peerwatt.edge.format.p1.P1Telegram;
import energy.peerwatt.edge.format.sml.SmlFrames;
import energy.peerwatt.edge.testkit.Fuzz;
import energy.peerwatt.metering.protocol.ocmf.OcmfException;
import energy.peerwatt.metering.protocol.ocmf.OcmfKey;
import energy.peerwatt.metering.protocol.ocmf.OcmfReading;
import energy.peerwatt.metering.protocol.ocmf.OcmfRecord;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Foreign bytes are decoded or refused; nothing else happens. */
class DecoderFuzzTest {

    private static final String TELEGRAM =
            """
            /TST5\\METER

            1-0:1.8.1(000001.001*kWh)
            1-0:1.8.2(000002.5*kWh)
            1-0:2.8.0(7*Wh)
            1-0:1.7.0(00.100*kW)
            0-1:24.3.0(1)(2)
            (3)
            """;

    /** A list with the values 1.8.0 and 16.7.0, without its checksum and end. */
    private static final String SML_MESSAGE =
            "760500000001620062007263070177010901020304050607080101"
                    + "7277070100010800ff0101621e52ff5600000012340177070100100700ff0101621b52fe53d6ca01"
                    + "0101";

    private static final String SPARKPLUG =
            "08e8071212 0a09312d303a312e382e301007200858882712 190a0a312d303a31362e372e301008200a"
                    + "690000000000c056c01801";

    @Test
    void telegrams() {
        List<byte[]> good = List.of(TELEGRAM.getBytes(ISO_8859_1));
        MqttDevice meter = Messages.device("p1", "t", "checksum", "optional");
        Fuzz.run(
                "P1",
                good,
                bytes -> {
                    P1Telegram.decode(ended(bytes));
                    take(meter, "t", ended(bytes));
                });
    }

    @Test
    void smlFrames() {
        List<byte[]> good = List.of(HexFormat.of().parseHex(SML_MESSAGE));
        MqttDevice meter = Messages.device("sml", "t");
        Fuzz.run(
                "SML",
                good,
                bytes -> {
                    SmlFrames.decode(bytes);
                    take(meter, "t", framed(bytes));
                });
    }

    @Test
    void sparkplug() {
        byte[] payload = HexFormat.of().parseHex(SPARKPLUG.replace(" ", ""));
        byte[] birth = HexFormat.of().parseHex("120b0a056264536571200458031800");
        MqttDevice meter = Messages.device("sparkplug", "spBv1.0/g/n/d");
        Fuzz.run(
                "Sparkplug",
                List.of(payload, birth),
                bytes -> {
                    take(meter, "spBv1.0/g/NBIRTH/n", birth);
                    take(meter, "spBv1.0/g/DBIRTH/n/d", bytes);
                });
    }

    @Test
    void ocmfRecords() throws GeneralSecurityException {
        String payload =
                """
                {"PG":"T1","GS":"1","RD":[{"TM":"","RV":1.5,"RI":"1-b:1.8.0","RU":"kWh","ST":"G"},
                {"RV":"2.5"}]}\
                """;
        String signature = "{\"SA\":\"ECDSA-secp256r1-SHA256\",\"SD\":\"3006020101020101\"}";
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        OcmfKey key = OcmfKey.parse(HexFormat.of().formatHex(pair.getPublic().getEncoded()));
        Fuzz.run(
                "OCMF",
                List.of(payload.getBytes(UTF_8), signature.getBytes(UTF_8)),
                bytes -> {
                    String text = new String(bytes, UTF_8);
                    boolean isPayload = text.contains("PG");
                    String record =
                            isPayload
                                    ? Messages.signed(text, pair)
                                    : "OCMF|" + payload + "|" + text;
                    try {
                        OcmfRecord.verified(record, key).last(OcmfReading.Flow.IMPORT);
                    } catch (OcmfException e) {
                        throw new RefusedException(Refusal.MALFORMED);
                    }
                });
    }

    @Test
    void mqttMessages() {
        List<byte[]> good = new ArrayList<>();
        for (String message :
                List.of(
                        "{\"ENERGY\":{\"Power\":[1.5,-2],\"ImportActive\":[1,2.5],\"ExportActive\":3}}",
                        "{\"TIC\":{\"HCHC\":1,\"HCHP\":2},\"SML\":{\"Total_in\":1.5,\"Total_out\":2}}",
                        "{\"total_act\":1e3,\"total_act_ret\":2,\"total_act_power\":-7}",
                        "{\"method\":\"NotifyFullStatus\",\"params\":{\"em:0\":{\"total_act_power\":1}}}",
                        "{\"emeters\":[{\"power\":1,\"total\":1},{\"power\":1},{\"power\":2}]}",
                        "{\"energy\":12.05,\"produced_energy\":1,\"power\":-5,\"value\":3.5}",
                        "{\"grid\":{\"power\":1,\"energy_forward\":2,\"energy_reverse\":3}}",
                        "{\"electricity_delivered_1\":\"1.5\",\"electricity_delivered_2\":\"2\"}",
                        "{\"~\":\"a\",\"stat_t\":\"~/b\",\"dev_cla\":\"energy\",\"val_tpl\":\"{{ value_json.x }}\","
                                + "\"stat_cla\":\"total_increasing\",\"unit_of_meas\":\"kWh\"}",
                        "12.345")) {
            good.add(message.getBytes(UTF_8));
        }
        List<MqttDevice> devices = devices();
        Fuzz.run(
                "MQTT",
                good,
                bytes -> {
                    Refusal refusal = null;
                    for (MqttDevice device : devices) {
                        for (String topic : device.topics()) {
                            MeterMessage message = device.take(new Arrival(topic, bytes, false, 0));
                            if (message instanceof MeterMessage.Decoded) {
                                return;
                            }
                            if (message instanceof MeterMessage.Refused(var reason)) {
                                refusal = reason;
                            }
                        }
                    }
                    if (refusal != null) {
                        throw new RefusedException(refusal);
                    }
                });
    }

    private static List<MqttDevice> devices() {
        return List.of(
                Messages.device("tasmota", "t"),
                Messages.device("tasmota-sml", "t"),
                Messages.device("json", "t", "import", "/energy", "unit", "kWh"),
                Messages.device("shelly-gen1", "s"),
                Messages.device("shelly-gen2", "s"),
                Messages.device("zigbee2mqtt", "z"),
                Messages.device("home-assistant", "h", "import", "i"),
                Messages.device("victron", "N/p/grid/1"),
                Messages.device("victron-input", "v"),
                Messages.device("dsmr-reader", "d"));
    }

    /** Refused as the gateway sees it; an exception would have come through. */
    private static void take(MqttDevice device, String topic, byte[] bytes)
            throws RefusedException {
        if (device.take(new Arrival(topic, bytes, false, 0))
                instanceof MeterMessage.Refused(var reason)) {
            throw new RefusedException(reason);
        }
    }

    /** With the right checksum, so that what is behind it is reached. */
    private static byte[] ended(byte[] lines) {
        byte[] checked = joined(lines, "!".getBytes(ISO_8859_1));
        String checksum = "%04X\r\n".formatted(Crc16.ARC.of(checked, 0, checked.length));
        return joined(checked, checksum.getBytes(ISO_8859_1));
    }

    /** A frame around one message, both with right checksums. */
    private static byte[] framed(byte[] message) {
        int messageCrc = Crc16.X25.of(message, 0, message.length);
        byte[] end = {0x63, (byte) messageCrc, (byte) (messageCrc >> 8), 0};
        byte[] start = HexFormat.of().parseHex("1b1b1b1b01010101");
        byte[] escape = HexFormat.of().parseHex("1b1b1b1b1a00");
        byte[] frame = joined(joined(start, joined(message, end)), escape);
        int frameCrc = Crc16.X25.of(frame, 0, frame.length);
        return joined(frame, new byte[] {(byte) frameCrc, (byte) (frameCrc >> 8)});
    }

    private static byte[] joined(byte[] first, byte[] second) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.writeBytes(first);
        joined.writeBytes(second);
        return joined.toByteArray();
    }
}
