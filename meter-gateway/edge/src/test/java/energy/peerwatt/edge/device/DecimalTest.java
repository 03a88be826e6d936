package energy.peerwatt.edge.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class DecimalTest {

    @Test
    void roundsDownOrToNearest() {
        assertThat(Decimal.floor(new BigDecimal("1.9999"), 3)).hasValue(1_999);
        assertThat(Decimal.nearest(new BigDecimal("1.9995"), 3)).hasValue(2_000);
        assertThat(Decimal.floor(new BigDecimal("-0.0001"), 3)).hasValue(-1);
        assertThat(Decimal.nearest(new BigDecimal("-172.5"), 0)).hasValue(-173);
        assertThat(Decimal.floor(17, -2)).hasValue(0);
        assertThat(Decimal.floor(BigDecimal.ZERO, 6)).hasValue(0);
    }

    @Test
    void hugeExponentsAreCheapAndEmpty() {
        assertThat(Decimal.floor(new BigDecimal("1e2000000000"), 6)).isEmpty();
        assertThat(Decimal.floor(new BigDecimal("1e-2000000000"), 6)).hasValue(0);
        assertThat(Decimal.floor(new BigDecimal("-1e-2000000000"), 6)).hasValue(-1);
        assertThat(Decimal.floor(Long.MAX_VALUE, 1)).isEmpty();
    }
}
