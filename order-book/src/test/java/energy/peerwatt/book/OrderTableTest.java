package energy.peerwatt.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OrderTableTest {

    private static final int PAGE_BYTES = 64 * OrderTable.RESERVED_LINES;

    private final BookMemory memory = new BookMemory(1, OrderTable.RESERVED_LINES);
    private final OrderTable table = new OrderTable(memory);

    @Test
    void knowsNothingAtFirst() {
        assertThat(table.get(1)).isZero();
        assertThat(table.get(0)).isZero();
        assertThat(table.get(-1)).isZero();
        assertThat(table.get(Long.MAX_VALUE)).isZero();
        assertThat(table.get(Long.MIN_VALUE)).isZero();
    }

    @Test
    void findsWhatItWasGiven() {
        table.put(7, 70);
        table.put(8, 80);

        assertThat(table.get(7)).isEqualTo(70);
        assertThat(table.get(8)).isEqualTo(80);
        assertThat(table.get(6)).isZero();
        assertThat(table.get(7 + 256)).isZero();
        assertThat(table.get(7 + 1024)).isZero();
        assertThat(table.get(7 - 1024)).isZero();
    }

    @Test
    void forgets() {
        table.put(7, 70);
        table.put(8, 80);

        table.remove(7);

        assertThat(table.get(7)).isZero();
        assertThat(table.get(8)).isEqualTo(80);
    }

    @Test
    void takesIdsBelowTheFirstOnes() {
        table.put(1L << 40, 1);
        table.put((1L << 40) - 5_000, 2);
        table.put((1L << 40) + 5_000, 3);
        table.put((1L << 40) - 3_000, 4);

        assertThat(table.get(1L << 40)).isEqualTo(1);
        assertThat(table.get((1L << 40) - 5_000)).isEqualTo(2);
        assertThat(table.get((1L << 40) + 5_000)).isEqualTo(3);
        assertThat(table.get((1L << 40) - 3_000)).isEqualTo(4);
        assertThat(table.get((1L << 40) - 4_000)).isZero();
    }

    @Test
    void agreesWithAMapWhileIdsGrow() {
        SplittableRandom random = new SplittableRandom(1);
        Map<Long, Integer> expected = new HashMap<>();
        for (long id = 1; id <= 200_000; id++) {
            if (random.nextInt(3) > 0) {
                table.put(id, (int) id);
                expected.put(id, (int) id);
            }
            long old = id - random.nextInt(random.nextInt(10) == 0 ? 20_000 : 500);
            if (expected.remove(old) != null) {
                table.remove(old);
            }
            long asked = id - random.nextInt(30_000);
            assertThat(table.get(asked)).isEqualTo(expected.getOrDefault(asked, 0));
        }
        expected.forEach((id, node) -> assertThat(table.get(id)).isEqualTo(node));
    }

    @Test
    void keepsNoMoreMemoryThanItsOrdersNeed() {
        long before = memory.usedBytes();
        table.put(1, 1);
        for (long id = 2; id < 1_000_000; id++) {
            table.put(id, 1);
            if (id > 1_000) {
                table.remove(id - 999);
            }
        }

        assertThat(table.get(1)).isEqualTo(1);
        assertThat(memory.usedBytes() - before).isLessThan(12 * PAGE_BYTES);
    }
}
