package energy.peerwatt.edge.payload;

import energy.peerwatt.edge.format.Refusal;
import energy.peerwatt.edge.format.RefusedException;
import energy.peerwatt.edge.format.sml.SmlFile;
import energy.peerwatt.edge.format.sml.SmlFrames;
import energy.peerwatt.edge.format.sml.SmlFrames.Result;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Raw SML frames of an optical head, as bytes or as hexadecimal text. Of several frames in a
 * message the last right one counts. A meter that has not been unlocked with its PIN counts whole
 * kWh while it writes finer digits: option {@code resolutionWh} says so.
 */
final class SmlMeter extends MqttDevice {

    private static final Pattern HEX = Pattern.compile("(?:[0-9A-Fa-f]{2})+");
    private static final byte ESCAPE = 0x1b;

    private final String topic;
    private final int stepMilliWh;

    SmlMeter(String topic, Options options) {
        super(options);
        this.topic = topic;
        stepMilliWh = options.stepMilliWh(0);
    }

    @Override
    public Set<String> topics() {
        return Set.of(topic);
    }

    @Override
    void read(Arrival arrival, Sample sample) throws RefusedException {
        SmlFile file = lastFile(bytes(arrival.payload()));
        ObisRegisters.read(file::amount, stepMilliWh, sample);
        sample.identity(file.server());
    }

    private static SmlFile lastFile(byte[] bytes) throws RefusedException {
        List<Result> results = SmlFrames.decode(bytes);
        Refusal reason = Refusal.MALFORMED;
        for (Result result : results.reversed()) {
            switch (result) {
                case Result.Decoded(SmlFile file) -> {
                    return file;
                }
                case Result.Refused(Refusal refused) -> reason = refused;
            }
        }
        throw new RefusedException(reason);
    }

    private static byte[] bytes(byte[] payload) {
        if (payload.length == 0 || payload[0] == ESCAPE) {
            return payload;
        }
        String text = new String(payload, StandardCharsets.ISO_8859_1).strip();
        return HEX.matcher(text).matches() ? HexFormat.of().parseHex(text) : payload;
    }
}
