package energy.peerwatt.book;

import static energy.peerwatt.book.MatchScope.UNLIMITED;
import static energy.peerwatt.book.MatchScope.WHOLE_ORDER;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MatchScopeTest {

    private static final int MANY = 50;

    private final MatchScope scope = new MatchScope();

    @Test
    void startsEmptyAndUnbounded() {
        assertThat(scope.size()).isZero();
        assertThat(scope.capacity()).isEqualTo(UNLIMITED);
        assertThat(scope.trustsAnybody()).isFalse();
    }

    @Test
    void takesAnyNumberOfContractsAndPools() {
        fill(scope);

        assertFilled(scope);
    }

    private static void fill(MatchScope scope) {
        for (int i = 0; i < MANY; i++) {
            scope.add(100 + i, -i, scope.addPool(1_000 + i));
        }
        scope.trusted(new int[] {3, 7});
    }

    private static void assertFilled(MatchScope scope) {
        assertThat(scope.size()).isEqualTo(MANY);
        for (int i = 0; i < MANY; i++) {
            assertThat(scope.contract(i)).isEqualTo(100 + i);
            assertThat(scope.offset(i)).isEqualTo(-i);
            assertThat(scope.pool(i)).isEqualTo(1 + i);
            assertThat(scope.capacityOf(i)).isEqualTo(1_000 + i);
        }
        assertThat(scope.trusts(7)).isTrue();
    }

    @Test
    void trustsThoseListedAndNobodyElse() {
        scope.trusted(new int[] {0, 3, 7});

        assertThat(scope.trustsAnybody()).isTrue();
        assertThat(scope.trusts(0)).isTrue();
        assertThat(scope.trusts(3)).isTrue();
        assertThat(scope.trusts(7)).isTrue();
        assertThat(scope.trusts(5)).isFalse();
        assertThat(scope.trusts(8)).isFalse();
    }

    @Test
    void forgetsEverything() {
        fill(scope);
        scope.capacity(5);

        scope.clear().add(1, 2, scope.addPool(9));

        assertThat(scope.size()).isEqualTo(1);
        assertThat(scope.pool(0)).isEqualTo(1);
        assertThat(scope.capacity()).isEqualTo(UNLIMITED);
        assertThat(scope.capacityOf(0)).isEqualTo(9);
        assertThat(scope.trustsAnybody()).isFalse();
    }

    @Test
    void useReducesThePoolAndTheWhole() {
        int bounded = scope.addPool(30);
        int unbounded = scope.addPool(UNLIMITED);
        scope.capacity(100).add(1, 0, bounded).add(2, 0, unbounded).add(3, 0, WHOLE_ORDER);

        scope.use(0, 10);
        scope.use(1, 20);
        scope.use(2, 40);

        assertThat(scope.capacity()).isEqualTo(30);
        assertThat(scope.capacityOf(0)).isEqualTo(20);
        assertThat(scope.capacityOf(1)).isEqualTo(30);
        assertThat(scope.capacityOf(2)).isEqualTo(30);
    }

    @Test
    void anUnboundedScopeStaysUnbounded() {
        scope.add(1, 0, WHOLE_ORDER).add(2, 0, scope.addPool(UNLIMITED));

        scope.use(0, 10);
        scope.use(1, 10);

        assertThat(scope.capacityOf(0)).isEqualTo(UNLIMITED);
        assertThat(scope.capacityOf(1)).isEqualTo(UNLIMITED);
    }

    @Test
    void aCopySaysTheSameAndIsUsedUpAlone() {
        fill(scope);

        MatchScope copy = scope.copy();
        assertFilled(copy);
        copy.use(0, 600);

        assertFilled(scope);
        assertThat(copy.capacityOf(0)).isEqualTo(400);
    }

    @Test
    void isSetToASmallerAndALargerOne() {
        fill(scope);
        MatchScope other = new MatchScope().add(1, 2, WHOLE_ORDER).capacity(4);

        scope.set(other);
        assertThat(scope.size()).isEqualTo(1);
        assertThat(scope.offset(0)).isEqualTo(2);
        assertThat(scope.capacity()).isEqualTo(4);
        assertThat(scope.trustsAnybody()).isFalse();

        fill(other.clear());
        assertFilled(scope.set(other));
    }
}
