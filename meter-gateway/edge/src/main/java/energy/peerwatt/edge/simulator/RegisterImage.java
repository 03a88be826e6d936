package energy.peerwatt.edge.simulator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Registers of one Modbus unit at one moment. Immutable. */
final class RegisterImage {

    private static final class Block {
        final int start;
        final short[] values;

        Block(int start, short[] values) {
            this.start = start;
            this.values = values;
        }

        boolean holds(int address, int count) {
            return address >= start && address + count <= start + values.length;
        }
    }

    static final RegisterImage EMPTY = new RegisterImage(List.of());

    private final List<Block> blocks;

    private RegisterImage(List<Block> blocks) {
        this.blocks = List.copyOf(blocks);
    }

    /** This image and a block of registers, which must not overlap others. */
    RegisterImage and(int start, short[] values) {
        List<Block> more = new ArrayList<>(blocks);
        more.add(new Block(start, values.clone()));
        return new RegisterImage(more);
    }

    /** This image with the registers from {@code address} replaced; all of them must exist. */
    RegisterImage with(int address, short... values) {
        Block old = block(address, values.length).orElseThrow();
        short[] copy = old.values.clone();
        System.arraycopy(values, 0, copy, address - old.start, values.length);
        List<Block> replaced = new ArrayList<>(blocks);
        replaced.set(blocks.indexOf(old), new Block(old.start, copy));
        return new RegisterImage(replaced);
    }

    /** {@code count} registers from {@code address}; empty if any of them does not exist. */
    Optional<short[]> read(int address, int count) {
        return block(address, count)
                .map(block -> {
                    int from = address - block.start;
                    return Arrays.copyOfRange(block.values, from, from + count);
                });
    }

    private Optional<Block> block(int address, int count) {
        return blocks.stream().filter(block -> block.holds(address, count)).findFirst();
    }
}
