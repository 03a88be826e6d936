package energy.peerwatt.matching.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ElectionOrderTest {

    @Test
    void eachMemberWaitsForAnotherTimeButAlwaysTheSame() {
        ElectionOrder second = new ElectionOrder(1, 3);

        assertThat(new ElectionOrder(0, 3).nextDouble()).isZero();
        assertThat(second.nextDouble()).isEqualTo(0.5).isEqualTo(second.nextDouble());
        assertThat(new ElectionOrder(2, 3).nextDouble()).isEqualTo(1);
    }

    @Test
    void theOnlyMemberDoesNotWait() {
        assertThat(new ElectionOrder(0, 1).nextDouble()).isZero();
    }
}
