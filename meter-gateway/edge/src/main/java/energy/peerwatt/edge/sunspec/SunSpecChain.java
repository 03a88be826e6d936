package energy.peerwatt.edge.sunspec;

import energy.peerwatt.edge.modbus.ModbusAnswer;
import energy.peerwatt.edge.modbus.RegisterBlock;
import energy.peerwatt.edge.modbus.RegisterSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The models of one unit, in the order the device lists them.
 *
 * @param base address of the marker
 * @param models without the end marker; a model id may occur several times
 */
public record SunSpecChain(int base, List<ModelHeader> models) {

    private static final List<Integer> BASES = List.of(40_000, 0, 50_000);
    private static final List<Integer> FUNCTIONS = List.of(ModelHeader.HOLDING_REGISTERS, 4);
    private static final long MARKER = 0x5375_6E53L;
    private static final int END = 0xFFFF;
    private static final int MAX_MODELS = 100;
    private static final int MAX_LENGTH = 2_000;
    private static final int COMMON = 1;

    public SunSpecChain {
        models = List.copyOf(models);
    }

    /**
     * Looks for the marker at the bases 40000, 0 and 50000, then at others, in the holding
     * registers and then in the input registers; empty if it is at none of them.
     *
     * @param more bases that some devices use, such as 1000 and 4096
     */
    public static Optional<SunSpecChain> find(RegisterSource source, Collection<Integer> more) {
        Set<Integer> bases = new LinkedHashSet<>(BASES);
        bases.addAll(more);
        for (int function : FUNCTIONS) {
            for (int base : bases) {
                Optional<RegisterBlock> marker = two(source, function, base);
                // Some gateways answer zeros instead of declining: only the marker itself counts.
                if (marker.isPresent() && marker.get().unsigned32(base) == MARKER) {
                    return Optional.of(new SunSpecChain(base, walk(source, function, base + 2)));
                }
            }
        }
        return Optional.empty();
    }

    /** Looks at the usual bases. */
    public static Optional<SunSpecChain> find(RegisterSource source) {
        return find(source, List.of());
    }

    /** The first model with one of these ids. */
    public Optional<ModelHeader> first(List<Integer> ids) {
        return models.stream().filter(model -> ids.contains(model.id())).findFirst();
    }

    /**
     * The common model of the part of the device that a model belongs to: the last one before it.
     */
    public Optional<ModelHeader> commonOf(ModelHeader model) {
        return models.stream()
                .filter(other -> other.id() == COMMON && other.address() < model.address())
                .reduce((_, later) -> later);
    }

    private static List<ModelHeader> walk(RegisterSource source, int function, int start) {
        List<ModelHeader> models = new ArrayList<>();
        Optional<ModelHeader> header = header(source, function, start);
        while (models.size() < MAX_MODELS && header.isPresent() && header.get().id() != END) {
            models.add(header.get());
            header = next(source, header.get());
        }
        return models;
    }

    /** Where the reported length leads; where that makes no sense, where the layout's own does. */
    private static Optional<ModelHeader> next(RegisterSource source, ModelHeader model) {
        Optional<ModelHeader> reported = header(source, model.function(), model.next());
        Optional<Integer> usual =
                ModelLayout.of(model.id())
                        .filter(layout -> layout.groups().isEmpty())
                        .map(ModelLayout::fixedRegisters)
                        .filter(length -> length != model.length() && model.id() != COMMON);
        return reported.isPresent() || usual.isEmpty()
                ? reported
                : header(source, model.function(), model.firstPoint() + usual.get());
    }

    /** A missing end marker shows as an illegal address: that ends a chain as well. */
    private static Optional<ModelHeader> header(RegisterSource source, int function, int at) {
        if (at + ModelHeader.REGISTERS > 0x10000) {
            return Optional.empty();
        }
        return two(source, function, at)
                .map(block ->
                        new ModelHeader(
                                function, block.unsigned16(at), at, block.unsigned16(at + 1)))
                .filter(SunSpecChain::isPlausible);
    }

    /** Standard models have numbers below 1000, vendors' 63001 to 64999. */
    private static boolean isPlausible(ModelHeader header) {
        boolean known = header.id() < 1_000 || (header.id() > 63_000 && header.id() < 65_000);
        return header.id() == END
                || (header.id() > 0
                        && known
                        && header.length() > 0
                        && header.length() <= MAX_LENGTH);
    }

    private static Optional<RegisterBlock> two(RegisterSource source, int function, int at) {
        return switch (source.read(function, at, ModelHeader.REGISTERS)) {
            case ModbusAnswer.Registers(RegisterBlock block) -> Optional.of(block);
            case ModbusAnswer.Declined _ -> Optional.empty();
        };
    }
}
