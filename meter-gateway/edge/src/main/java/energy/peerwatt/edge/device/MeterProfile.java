package energy.peerwatt.edge.device;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import energy.peerwatt.edge.modbus.ModbusRead;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Where a plain register meter keeps its values, all in one block so that they are of one moment: a
 * JSON resource beside this class. Values are 32-bit IEEE 754, high word first.
 *
 * @param id name of the driver and of the resource
 * @param function 3 or 4
 * @param address first register of the block
 * @param count registers of the block
 * @param importKilowattHours address of the import register, kWh
 * @param exportKilowattHours address of the export register, kWh
 * @param importWatts address of the power, W, positive is import
 */
record MeterProfile(
        String id,
        int function,
        int address,
        int count,
        int importKilowattHours,
        int exportKilowattHours,
        int importWatts) {

    private static final ObjectMapper JSON = new JsonMapper();

    MeterProfile {
        ModbusRead block = new ModbusRead(0, function, address, count);
        for (int at : new int[] {importKilowattHours, exportKilowattHours, importWatts}) {
            if (at < block.address() || at + 2 > block.address() + block.count()) {
                throw new IllegalArgumentException(id + ": register " + at + " out of block");
            }
        }
    }

    /**
     * The profile with this id.
     *
     * @throws IllegalArgumentException if there is none
     */
    static MeterProfile load(String id) {
        if (!id.matches("[a-z0-9-]+")) {
            throw new IllegalArgumentException("no driver " + id);
        }
        try (InputStream in = MeterProfile.class.getResourceAsStream(id + ".json")) {
            if (in == null) {
                throw new IllegalArgumentException("no driver " + id);
            }
            return JSON.readValue(in, MeterProfile.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
