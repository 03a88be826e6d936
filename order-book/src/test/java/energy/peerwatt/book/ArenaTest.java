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
    void alignsBlocksOfTwoLinesAndUsesTheGap() {
        int three = arena.allocate(2);
        int one = arena.allocate(1);
        int two = arena.allocate(Arena.ALIGNED_LINES);

        assertThat(three).isEqualTo(2 * Arena.LINE);
        assertThat(one).isEqualTo(Arena.LINE);
        assertThat(two).isEqualTo(4 * Arena.LINE);
        assertThat(arena.allocate(1)).isEqualTo(6 * Arena.LINE);
        arena.allocate(Arena.ALIGNED_LINES);
        assertThat(arena.allocate(1)).isEqualTo(7 * Arena.LINE);
    }

    @Test
    void hasAShadowOfZerosOnceItIsAsked() {
        int before = arena.allocate(1);
        arena.putLong(before, 0, -1);
        arena.addShadow();
        assertThat(arena.getShadow(before)).isZero();

        arena.putShadow(before + 8, -2);
        int last = before;
        for (int i = 0; i < 1 << 12; i++) {
            last = arena.allocate(1);
        }
        arena.putShadow(last, -3);
        arena.clear(last, 1);

        assertThat(arena.getShadow(before + 8)).isEqualTo(-2);
        assertThat(arena.getLong(before, 0)).isEqualTo(-1);
        assertThat(arena.getLong(before, 8)).isNotEqualTo(-2);
        assertThat(arena.getShadow(last)).isZero();
    }

    @Test
    void countsItsShadow() {
        arena.allocate(3);
        arena.addShadow();

        assertThat(arena.usedBytes()).isEqualTo(2 * 4 * 64);
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
