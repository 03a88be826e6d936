package energy.peerwatt.edge.sunspec;

import com.fasterxml.jackson.databind.JsonNode;
import energy.peerwatt.edge.modbus.ModbusAnswer;
import energy.peerwatt.edge.modbus.RegisterBlock;
import energy.peerwatt.edge.modbus.RegisterSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** The registers of a recorded device; everything else is an illegal address. */
final class DumpSource implements RegisterSource {

    private final Map<Integer, Short> words = new TreeMap<>();

    static DumpSource of(JsonNode dump) {
        DumpSource source = new DumpSource();
        for (JsonNode range : dump.path("registers")) {
            byte[] bytes = HexFormat.of().parseHex(range.path("hex").asText());
            for (int i = 0; i + 1 < bytes.length; i += 2) {
                source.put(
                        range.path("start").asInt() + i / 2,
                        (bytes[i] & 0xFF) << 8 | (bytes[i + 1] & 0xFF));
            }
        }
        return source;
    }

    static DumpSource of(int start, int... values) {
        DumpSource source = new DumpSource();
        for (int i = 0; i < values.length; i++) {
            source.put(start + i, values[i]);
        }
        return source;
    }

    DumpSource put(int address, int value) {
        words.put(address, (short) value);
        return this;
    }

    @Override
    public ModbusAnswer read(int function, int address, int count) {
        short[] block = new short[count];
        for (int i = 0; i < count; i++) {
            Short word = words.get(address + i);
            if (word == null) {
                return new ModbusAnswer.Declined(2);
            }
            block[i] = word;
        }
        return new ModbusAnswer.Registers(new RegisterBlock(address, block));
    }
}
