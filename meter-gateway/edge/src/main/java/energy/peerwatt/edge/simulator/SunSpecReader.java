package energy.peerwatt.edge.simulator;

import java.util.List;
import java.util.Optional;

/** Finds models in a register image; only what is needed to serve a recorded device. */
final class SunSpecReader {

    /**
     * One model of the device.
     *
     * @param address of the model's first register, its id
     */
    record Model(int id, int address, int length) {}

    private static final List<Integer> BASES = List.of(40_000, 0, 50_000);
    private static final int MARKER_HIGH = 0x5375;
    private static final int MARKER_LOW = 0x6E53;
    private static final int MAX_MODELS = 100;

    private final RegisterImage image;

    SunSpecReader(RegisterImage image) {
        this.image = image;
    }

    /** The first model whose id is one of {@code ids}. */
    Optional<Model> find(List<Integer> ids) {
        return base().flatMap(base -> walk(base + 2, ids));
    }

    private Optional<Integer> base() {
        return BASES.stream()
                .filter(base ->
                        image.read(base, 2).isPresent()
                                && u16(base) == MARKER_HIGH
                                && u16(base + 1) == MARKER_LOW)
                .findFirst();
    }

    private Optional<Model> walk(int first, List<Integer> ids) {
        int address = first;
        for (int i = 0; i < MAX_MODELS && image.read(address, 2).isPresent(); i++) {
            Model model = new Model(u16(address), address, u16(address + 1));
            if (ids.contains(model.id())) {
                return Optional.of(model);
            }
            address += 2 + model.length();
        }
        return Optional.empty();
    }

    int u16(int address) {
        return Short.toUnsignedInt(i16(address));
    }

    short i16(int address) {
        return image.read(address, 1).orElseThrow()[0];
    }

    long u32(int address) {
        return (long) u16(address) << 16 | u16(address + 1);
    }
}
