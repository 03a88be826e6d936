package energy.peerwatt.edge.simulator;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A reader of its own, written from the published point offsets of the SunSpec models, not from the
 * simulator. Offsets count from the model's id register.
 */
final class SunSpecFacts {

    private final RegisterImage image;
    private final int base;

    SunSpecFacts(RegisterImage image, int base) {
        this.image = image;
        this.base = base;
    }

    /** Model id to address of its id register, up to the end marker. */
    Map<Integer, Integer> models() {
        if (u16(base) != 0x5375 || u16(base + 1) != 0x6E53) {
            throw new IllegalStateException("no SunS at " + base);
        }
        Map<Integer, Integer> models = new LinkedHashMap<>();
        int address = base + 2;
        while (u16(address) != 0xFFFF) {
            models.put(u16(address), address);
            address += 2 + u16(address + 1);
        }
        if (u16(address + 1) != 0) {
            throw new IllegalStateException("end model has a length");
        }
        return models;
    }

    int length(int model) {
        return u16(at(model, 1));
    }

    double scaled(int model, int point, int scalePoint) {
        return i16(at(model, point)) * Math.pow(10, i16(at(model, scalePoint)));
    }

    double scaledUnsigned(int model, int point, int scalePoint) {
        return u16(at(model, point)) * Math.pow(10, i16(at(model, scalePoint)));
    }

    int point(int model, int offset) {
        return u16(at(model, offset));
    }

    long accumulator(int model, int offset) {
        return ((long) u16(at(model, offset)) << 16) + u16(at(model, offset + 1));
    }

    String text(int model, int offset, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            int register = u16(at(model, offset + i));
            text.append((char) (register >>> 8)).append((char) (register & 0xFF));
        }
        return text.toString().replace("\0", "");
    }

    private int at(int model, int offset) {
        return models().get(model) + offset;
    }

    private int u16(int address) {
        return image.read(address, 1).orElseThrow()[0] & 0xFFFF;
    }

    private int i16(int address) {
        return (short) u16(address);
    }
}
