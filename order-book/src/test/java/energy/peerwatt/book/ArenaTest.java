package energy.peerwatt.book;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArenaTest {

    private final Arena arena = new Arena(2, 1);

    @Test
    void keepsContentAndHandlesWhenItGrows() {
        int[] blocks = new int[10_000];
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = arena.allocate(1);
            arena.putLong(blocks[i], 0, -i);
            arena.putInt(blocks[i], 60, i);
        }

        for (int i = 0; i < blocks.length; i++) {
            assertThat(arena.getLong(blocks[i], 0)).isEqualTo(-i);
            assertThat(arena.getInt(blocks[i], 60)).isEqualTo(i);
        }
    }

    @Test
    void keepsBlocksApart() {
        int first = arena.allocate(3);
        int second = arena.allocate(2);
        arena.clear(first, 3);
        arena.putLong(second, 0, -1);
        arena.putLong(second, 2 * 64 - 8, -1);

        arena.clear(first, 3);

        assertThat(arena.getLong(second, 0)).isEqualTo(-1);
        assertThat(arena.getLong(second, 2 * 64 - 8)).isEqualTo(-1);
        assertThat(second - first).isEqualTo(3 * Arena.LINE);
    }

    @Test
    void readsZerosAtNoHandle() {
        assertThat(arena.getLong(0, 0)).isZero();
        assertThat(arena.getLong(0, 56)).isZero();
        assertThat(arena.allocate(1)).isEqualTo(Arena.LINE);
    }

    @Test
    void givesFreedBlocksOutAgainTheLatestFirst() {
        int first = arena.allocate(2);
        int second = arena.allocate(2);
        int other = arena.allocate(1);
        arena.free(first, 2);
        arena.free(second, 2);

        assertThat(arena.allocate(1)).isGreaterThan(other);
        assertThat(arena.allocate(2)).isEqualTo(second);
        assertThat(arena.allocate(2)).isEqualTo(first);
        assertThat(arena.allocate(2)).isGreaterThan(other);
    }

    @Test
    void clearsWholeBlocksOnly() {
        int block = arena.allocate(2);
        int next = arena.allocate(1);
        for (int field = 0; field < 128; field += 8) {
            arena.putLong(block, field, -1);
        }
        arena.putLong(next, 0, -1);

        arena.clear(block, 2);

        for (int field = 0; field < 128; field += 8) {
            assertThat(arena.getLong(block, field)).isZero();
        }
        assertThat(arena.getLong(next, 0)).isEqualTo(-1);
    }

    @Test
    void alignsBlocksOfFourLinesAndUsesTheGap() {
        int one = arena.allocate(1);
        int four = arena.allocate(Arena.ALIGNED_LINES);

        assertThat(one).isEqualTo(Arena.LINE);
        assertThat(four).isEqualTo(4 * Arena.LINE);
        assertThat(arena.allocate(1)).isEqualTo(3 * Arena.LINE);
        assertThat(arena.allocate(1)).isEqualTo(2 * Arena.LINE);
        assertThat(arena.allocate(1)).isEqualTo(8 * Arena.LINE);
    }

    @Test
    void countsWhatIsNotFree() {
        int block = arena.allocate(3);
        assertThat(arena.usedBytes()).isEqualTo(4 * 64);

        arena.free(block, 3);
        assertThat(arena.usedBytes()).isEqualTo(64);

        arena.allocate(3);
        assertThat(arena.usedBytes()).isEqualTo(4 * 64);
    }

    @Test
    void mayBeLargerThanAHugePage() {
        Arena large = new Arena(1 << 16, 0);
        int last = 0;
        for (int i = 0; i < 1 << 17; i++) {
            last = large.allocate(1);
            large.putLong(last, 56, i);
        }

        assertThat(large.getLong(last, 56)).isEqualTo((1 << 17) - 1);
        assertThat(large.getLong(0, 56)).isZero();
        assertThat(large.usedBytes()).isEqualTo(64L << 17);
    }
}
