package energy.peerwatt.edge.payload;

import energy.peerwatt.edge.device.DeviceEntry;
import energy.peerwatt.edge.device.DeviceEntry.Connection;
import energy.peerwatt.edge.device.DeviceRole;
import energy.peerwatt.edge.device.DeviceSample;
import energy.peerwatt.edge.device.RegisterValue;
import energy.peerwatt.market.MeteringPointId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.util.HexFormat;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/** Short ways to make devices and messages, and to say what became of them. */
final class Messages {

    private Messages() {}

    static MqttDevice device(String driver, String topic, String... options) {
        return device(DeviceRole.METER, driver, topic, options);
    }

    static MqttDevice device(DeviceRole role, String driver, String topic, String... options) {
        Map<String, String> given = new TreeMap<>();
        for (int i = 0; i < options.length; i += 2) {
            given.put(options[i], options[i + 1]);
        }
        Connection.Mqtt connection = new Connection.Mqtt(topic, given);
        return MqttDevices.of(
                new DeviceEntry(new MeteringPointId("AT-1"), role, driver, connection), connection);
    }

    /** An OCMF record of a payload. */
    static String signed(String payload, KeyPair pair) {
        try {
            Signature signer = Signature.getInstance("SHA256withECDSA");
            signer.initSign(pair.getPrivate());
            signer.update(payload.getBytes(StandardCharsets.UTF_8));
            String data = HexFormat.of().formatHex(signer.sign());
            return "OCMF|" + payload + "|{\"SD\":\"" + data + "\"}";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String take(MqttDevice device, String topic, String payload) {
        return take(device, topic, payload, 0);
    }

    static String take(MqttDevice device, String topic, String payload, long nanos) {
        return take(device, topic, payload.getBytes(StandardCharsets.UTF_8), nanos);
    }

    static String take(MqttDevice device, String topic, byte[] payload, long nanos) {
        return said(device.take(new Arrival(topic, payload, false, nanos)));
    }

    static String takeRetained(MqttDevice device, String topic, String payload) {
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        return said(device.take(new Arrival(topic, bytes, true, 0)));
    }

    /** Such as {@code IMPORT 1066000000/1000 gridW 0}: mWh with step, and watts. */
    static String said(MeterMessage message) {
        return switch (message) {
            case MeterMessage.Decoded(DeviceSample sample) -> said(sample);
            case MeterMessage.Understood() -> "understood";
            case MeterMessage.Refused(var reason) -> reason.name();
        };
    }

    private static String said(DeviceSample sample) {
        StringJoiner words = new StringJoiner(" ");
        new TreeMap<>(sample.registers())
                .forEach((channel, value) -> words.add(channel + " " + said(value)));
        new TreeMap<>(sample.live())
                .forEach((quantity, watts) -> words.add(quantity.field() + " " + watts));
        return words.toString();
    }

    private static String said(RegisterValue value) {
        return value.milliWh() + "/" + value.resolutionMilliWh();
    }
}
