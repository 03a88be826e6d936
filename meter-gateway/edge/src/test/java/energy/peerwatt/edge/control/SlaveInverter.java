package energy.peerwatt.edge.control;

import com.ghgande.j2mod.modbus.procimg.IllegalAddressException;
import com.ghgande.j2mod.modbus.procimg.SimpleRegister;
import energy.peerwatt.edge.modbus.ModbusEndpoint;
import energy.peerwatt.edge.modbus.ModbusUnit;
import energy.peerwatt.edge.testkit.FreePort;
import energy.peerwatt.edge.testkit.ModbusSlaveServer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/**
 * SunSpec models in a real Modbus TCP slave that takes every write. Offsets count from the model's
 * id, as in the published model definitions.
 */
final class SlaveInverter implements AutoCloseable {

    private static final int UNIT = 1;
    private static final int NONE = 0xFFFF;

    private final ModbusSlaveServer slave;
    private final ModbusEndpoint endpoint;
    private final Map<Integer, Integer> addresses = new HashMap<>();
    private int next = 40_002;

    SlaveInverter() throws Exception {
        slave = ModbusSlaveServer.start(FreePort.find());
        endpoint = new ModbusEndpoint("127.0.0.1", slave.port(), Duration.ofSeconds(5));
        slave.holding(UNIT, 40_000, 0x5375, 0x6E53);
    }

    /** An inverter of 10,000 W by model 121, rated 10,500 W by model 120. */
    static SlaveInverter withLimit() throws Exception {
        SlaveInverter inverter = new SlaveInverter();
        inverter.model(120, 26, Map.of(2, 4, 3, 1_050, 4, 1));
        inverter.model(121, 30, Map.of(2, 1_000, 22, 1));
        inverter.model(123, 24, Map.of(4, 1, 5, 10_000, 7, 0, 9, 0, 23, 0xFFFE));
        return inverter.end();
    }

    /** A battery of 5,000 W both ways, half full, with a reserve of 5 %. */
    static SlaveInverter withBattery() throws Exception {
        SlaveInverter inverter = new SlaveInverter();
        inverter.model(120, 26, Map.of(2, 82, 3, 10_000, 4, 0, 23, 500, 24, 1, 25, 500, 26, 1));
        Map<Integer, Integer> storage = new HashMap<>();
        storage.putAll(Map.of(2, 5_000, 3, 100, 4, 100, 5, 0, 7, 500, 8, 5_000, 12, 0, 13, 0));
        storage.putAll(Map.of(15, 0, 17, 0, 18, 0, 19, 0, 21, 0xFFFE, 22, 0xFFFE, 25, 0xFFFE));
        inverter.model(124, 24, storage);
        return inverter.end();
    }

    /**
     * Adds a model whose other registers are not implemented, as for unsigned points.
     *
     * @param points by their offset
     */
    SlaveInverter model(int id, int length, Map<Integer, Integer> points) {
        int[] words = new int[length + 2];
        Arrays.fill(words, NONE);
        words[0] = id;
        words[1] = length;
        points.forEach((offset, word) -> words[offset] = word);
        slave.holding(UNIT, next, words);
        addresses.put(id, next);
        next += words.length;
        return this;
    }

    SlaveInverter end() {
        slave.holding(UNIT, next, NONE, 0);
        return this;
    }

    ModbusUnit unit() {
        return endpoint.unit(UNIT);
    }

    int shows(int model, int offset) {
        return slave.held(UNIT, at(model, offset));
    }

    void set(int model, int offset, int word) {
        slave.holding(UNIT, at(model, offset), new SimpleRegister(word));
    }

    /** From now on writes to this register are declined with exception 2. */
    void decline(int model, int offset) {
        replace(
                model,
                offset,
                _ -> {
                    throw new IllegalAddressException();
                });
    }

    /** From now on this register confirms writes and keeps {@code word}. */
    void stick(int model, int offset, int word) {
        replace(model, offset, _ -> word);
    }

    /** From now on this register rounds what is written to whole hundreds, down. */
    void roundToHundreds(int model, int offset) {
        replace(model, offset, word -> word / 100 * 100);
    }

    private void replace(int model, int offset, IntUnaryOperator kept) {
        slave.holding(UNIT, at(model, offset), new StubbornRegister(shows(model, offset), kept));
    }

    private int at(int model, int offset) {
        return addresses.get(model) + offset;
    }

    @Override
    public void close() {
        endpoint.close();
        slave.close();
    }
}
