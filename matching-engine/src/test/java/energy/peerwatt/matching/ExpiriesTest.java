package energy.peerwatt.matching;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpiriesTest {

    private record Expiry(long time, long order) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void comeByTimeAndNumber(long seed) {
        Random random = new Random(seed);
        Expiries expiries = new Expiries();
        PriorityQueue<Expiry> model =
                new PriorityQueue<>(
                        Comparator.comparingLong(Expiry::time).thenComparingLong(Expiry::order));
        assertThat(expiries.firstTime()).isEqualTo(MarketTime.NEVER);
        for (int i = 0; i < 20_000; i++) {
            if (model.isEmpty() || random.nextInt(i < 10_000 ? 3 : 2) > 0) {
                Expiry expiry = new Expiry(random.nextInt(500), random.nextInt(1_000_000));
                model.add(expiry);
                expiries.add(expiry.time(), expiry.order());
            } else {
                Expiry first = model.remove();
                assertThat(expiries.firstTime()).isEqualTo(first.time());
                assertThat(expiries.firstOrder()).isEqualTo(first.order());
                expiries.removeFirst();
            }
            assertThat(expiries.isEmpty()).isEqualTo(model.isEmpty());
        }
    }
}
