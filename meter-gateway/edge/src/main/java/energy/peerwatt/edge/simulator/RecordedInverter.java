package energy.peerwatt.edge.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import energy.peerwatt.edge.simulator.SunSpecReader.Model;
import energy.peerwatt.edge.simulator.model.HomeReading;
import energy.peerwatt.edge.simulator.model.Quantity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/**
 * The registers of a real inverter, of which only W and WH come alive.
 *
 * <p>File format: {@code {"registers":[{"start":40000,"hex":"5375…"}]}}. The device must offer
 * model 101, 102 or 103 and count single Wh, or the register rule could not hold.
 */
final class RecordedInverter {

    private static final List<Integer> INVERTER_MODELS = List.of(101, 102, 103, 111, 112, 113);
    private static final int FIRST_FLOAT_MODEL = 111;
    private static final int W = 14;
    private static final int W_SCALE = 15;
    private static final int WH = 24;
    private static final int WH_SCALE = 26;

    private final RegisterImage recorded;
    private final int modelAddress;
    private final int powerScale;
    private final long wattHours;

    private RecordedInverter(RegisterImage recorded, int modelAddress) {
        SunSpecReader reader = new SunSpecReader(recorded);
        this.recorded = recorded;
        this.modelAddress = modelAddress;
        this.powerScale = reader.i16(modelAddress + W_SCALE);
        this.wattHours = reader.u32(modelAddress + WH);
    }

    /**
     * Reads a recording.
     *
     * @param peakW the largest power the home will show
     * @throws IllegalArgumentException if the device cannot show this home, telling why
     */
    static RecordedInverter read(Path file, int peakW) throws IOException {
        RegisterImage image = RegisterImage.EMPTY;
        for (JsonNode block : Json.read(file).path("registers")) {
            image = image.and(block.path("start").asInt(), registers(block.path("hex").asText()));
        }
        SunSpecReader reader = new SunSpecReader(image);
        Model model =
                reader.find(INVERTER_MODELS)
                        .orElseThrow(() -> unsuitable(file, "it has no SunSpec inverter model"));
        if (model.id() >= FIRST_FLOAT_MODEL) {
            throw unsuitable(file, "model %d counts energy as float32".formatted(model.id()));
        }
        int scale = reader.i16(model.address() + WH_SCALE);
        if (scale != 0) {
            throw unsuitable(file, "WH_SF is %d, only 0 resolves single Wh".formatted(scale));
        }
        RecordedInverter inverter = new RecordedInverter(image, model.address());
        inverter.requirePower(file, peakW);
        return inverter;
    }

    private void requirePower(Path file, int peakW) {
        if (powerScale < -10 || powerScale > 10) {
            throw unsuitable(file, "W_SF is not implemented");
        }
        long raw = SunSpecInverter.scaled(peakW, powerScale);
        if (raw > Short.MAX_VALUE) {
            throw unsuitable(file, "W_SF is %d, %d W do not fit in W".formatted(powerScale, peakW));
        }
    }

    private static IllegalArgumentException unsuitable(Path file, String why) {
        return new IllegalArgumentException("cannot serve " + file + ": " + why);
    }

    /** What the device had counted when it was recorded. */
    long wattHours() {
        return wattHours;
    }

    RegisterImage image(HomeReading reading) {
        long power = SunSpecInverter.scaled(reading.flow().solarW(), powerScale);
        long energy = reading.wattHours(Quantity.GENERATION);
        return recorded.with(modelAddress + W, (short) power)
                .with(modelAddress + WH, (short) (energy >>> 16), (short) energy);
    }

    private static short[] registers(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        short[] registers = new short[bytes.length / Short.BYTES];
        for (int i = 0; i < registers.length; i++) {
            int high = Byte.toUnsignedInt(bytes[2 * i]);
            registers[i] = (short) (high << 8 | Byte.toUnsignedInt(bytes[2 * i + 1]));
        }
        return registers;
    }
}
