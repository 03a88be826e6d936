package energy.peerwatt.edge.modbus;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the spans somebody wants in as few requests as the device allows. Spans close to each other
 * share a request. When the device says that an address is illegal the request is split, down to
 * the span that does not exist; both are remembered. Used by one thread.
 */
public final class RegisterPlan {

    /** Registers between two spans that are rather read along than left out: ten. */
    public static final int USUAL_GAP = 10;

    private static final int ILLEGAL_ADDRESS = 2;
    private static final int ILLEGAL_VALUE = 3;

    /** One request. */
    private record Block(List<RegisterSpan> spans) {

        RegisterSpan first() {
            return spans.getFirst();
        }

        int count() {
            return spans.stream().mapToInt(RegisterSpan::end).max().orElseThrow()
                    - first().address();
        }
    }

    private final List<Block> blocks;

    /**
     * Plans, without reading yet.
     *
     * @param maxRegisters most registers in one request, at most {@link ModbusRead#MAX_COUNT}; a
     *     longer span is still read in one
     * @param maxGap most unwanted registers between two spans of one request
     */
    public RegisterPlan(Collection<RegisterSpan> wanted, int maxRegisters, int maxGap) {
        blocks = merged(wanted, maxRegisters, maxGap);
    }

    /** Requests that one reading takes at present. */
    public int requests() {
        return blocks.size();
    }

    /**
     * Reads all spans that the device has. A span it does not have is absent.
     *
     * @throws MarketException if the device fails or declines for another reason
     */
    public Map<RegisterSpan, RegisterBlock> read(RegisterSource source) {
        Map<RegisterSpan, RegisterBlock> found = new LinkedHashMap<>();
        Deque<Block> open = new ArrayDeque<>(blocks);
        blocks.clear();
        try {
            while (!open.isEmpty()) {
                read(source, open, found);
            }
        } finally {
            blocks.addAll(open);
        }
        return found;
    }

    private void read(
            RegisterSource source, Deque<Block> open, Map<RegisterSpan, RegisterBlock> found) {
        Block block = open.getFirst();
        RegisterSpan first = block.first();
        switch (source.read(first.function(), first.address(), block.count())) {
            case ModbusAnswer.Registers(RegisterBlock registers) -> {
                blocks.add(open.removeFirst());
                block.spans().forEach(span -> found.put(span, registers));
            }
            case ModbusAnswer.Declined(int code)
                    when code == ILLEGAL_ADDRESS || code == ILLEGAL_VALUE -> {
                open.removeFirst();
                halves(block).forEach(open::addFirst);
            }
            case ModbusAnswer.Declined(int code) ->
                    throw new MarketException(
                            ErrorCode.DEVICE_ANSWER_REFUSED,
                            "register " + first.address() + " declined with exception " + code,
                            new DeclinedException(code));
        }
    }

    /** The second half first; none of a single span: the device does not have it. */
    private static List<Block> halves(Block block) {
        int middle = block.spans().size() / 2;
        return middle == 0
                ? List.of()
                : List.of(
                        new Block(block.spans().subList(middle, block.spans().size())),
                        new Block(block.spans().subList(0, middle)));
    }

    private static List<Block> merged(
            Collection<RegisterSpan> wanted, int maxRegisters, int maxGap) {
        List<RegisterSpan> sorted =
                wanted.stream()
                        .distinct()
                        .sorted(
                                Comparator.comparingInt(RegisterSpan::function)
                                        .thenComparingInt(RegisterSpan::address)
                                        .thenComparingInt(RegisterSpan::count))
                        .toList();
        List<Block> blocks = new ArrayList<>();
        List<RegisterSpan> open = new ArrayList<>();
        for (RegisterSpan span : sorted) {
            if (!open.isEmpty() && !fits(new Block(open), span, maxRegisters, maxGap)) {
                blocks.add(new Block(List.copyOf(open)));
                open.clear();
            }
            open.add(span);
        }
        if (!open.isEmpty()) {
            blocks.add(new Block(List.copyOf(open)));
        }
        return blocks;
    }

    private static boolean fits(Block block, RegisterSpan span, int maxRegisters, int maxGap) {
        int end = block.first().address() + block.count();
        return span.function() == block.first().function()
                && span.address() - end <= maxGap
                && Math.max(end, span.end()) - block.first().address()
                        <= Math.min(maxRegisters, ModbusRead.MAX_COUNT);
    }
}
