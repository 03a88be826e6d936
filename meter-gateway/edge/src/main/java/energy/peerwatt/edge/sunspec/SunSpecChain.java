package energy.peerwatt.edge.sunspec;

import energy.peerwatt.edge.modbus.ModbusAnswer;
import energy.peerwatt.edge.modbus.RegisterBlock;
import energy.peerwatt.edge.modbus.RegisterSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The models of one unit, in the order the device lists them.
 *
 * @param base address of the marker
 * @param models without the end marker; a model id may occur several times
 */
public record SunSpecChain(int base, List<ModelHeader> models) {

    private static final List<Integer> BASES = List.of(40_000, 0, 50_000);
    private static final long MARKER = 0x5375_6E53L;
    private static final int END = 0xFFFF;
    private static final int MAX_MODELS = 100;
    private static final int MAX_LENGTH = 2_000;
    private static final int HOLDING_REGISTERS = 3;

    public SunSpecChain {
        models = List.copyOf(models);
    }

    /** Looks for the marker at the bases 40000, 0 and 50000; empty if it is at none of them. */
    public static Optional<SunSpecChain> find(RegisterSource source) {
        return find(source, BASES);
    }

    /** Looks for the marker at the given bases. */
    public static Optional<SunSpecChain> find(RegisterSource source, List<Integer> bases) {
        for (int base : bases) {
            Optional<RegisterBlock> marker = two(source, base);
            // Some gateways answer zeros instead of declining: only the marker itself counts.
            if (marker.isPresent() && marker.get().unsigned32(base) == MARKER) {
                return Optional.of(new SunSpecChain(base, walk(source, base + 2)));
            }
        }
        return Optional.empty();
    }

    /** The first model with one of these ids. */
    public Optional<ModelHeader> first(List<Integer> ids) {
        return models.stream().filter(model -> ids.contains(model.id())).findFirst();
    }

    private static List<ModelHeader> walk(RegisterSource source, int start) {
        List<ModelHeader> models = new ArrayList<>();
        int at = start;
        while (models.size() < MAX_MODELS && at + ModelHeader.REGISTERS <= 0x10000) {
            Optional<ModelHeader> header = header(source, at);
            if (header.isEmpty()) {
                break;
            }
            models.add(header.get());
            at = header.get().next();
        }
        return models;
    }

    private static Optional<ModelHeader> header(RegisterSource source, int at) {
        return two(source, at)
                .map(block -> new ModelHeader(block.unsigned16(at), at, block.unsigned16(at + 1)))
                .filter(header -> header.id() != END && header.id() != 0)
                .filter(header -> header.length() > 0 && header.length() <= MAX_LENGTH);
    }

    /** A missing end marker shows as an illegal address: that ends a chain as well. */
    private static Optional<RegisterBlock> two(RegisterSource source, int at) {
        return switch (source.read(HOLDING_REGISTERS, at, ModelHeader.REGISTERS)) {
            case ModbusAnswer.Registers(RegisterBlock block) -> Optional.of(block);
            case ModbusAnswer.Declined _ -> Optional.empty();
        };
    }
}
