package energy.peerwatt.book;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.SelfTradePrevention;
import energy.peerwatt.market.Side;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ProRataTest {

    private final ProRata proRata = new ProRata();

    @Test
    void sharesExactlyWhereProductsOverflow() {
        long[] claims = {3_000_000_000_000L, 1_000_000_000_000L, 2_000_000_000_001L};

        proRata.share(claims, 0, 3, 6_000_000_000_001L, 6_000_000_000_000L);

        assertThat(claims)
                .containsExactly(3_000_000_000_000L - 1, 1_000_000_000_000L, 2_000_000_000_001L);
    }

    @Test
    void leavesOthersAlone() {
        long[] claims = {7, 10, 10, 7};

        proRata.share(claims, 1, 3, 20, 5);

        assertThat(claims).containsExactly(7, 3, 2, 7);
    }

    @Test
    void sharesAsExactFractionsSay() {
        for (int seed = 1; seed <= 2_000; seed++) {
            Random random = new Random(seed);
            long largest = 1L << (2 + random.nextInt(54));
            long[] claims = random.longs(1 + random.nextInt(20), 1, largest).toArray();
            long total = LongStream.of(claims).sum();
            long quantity = random.nextLong(total);
            List<CallOracle.Order> orders =
                    Arrays.stream(claims)
                            .mapToObj(c ->
                                    new CallOracle.Order(
                                            1,
                                            1,
                                            Side.BUY,
                                            c,
                                            0,
                                            SelfTradePrevention.CANCEL_NEWEST))
                            .toList();

            proRata.share(claims, 0, claims.length, total, quantity);

            assertThat(LongStream.of(claims).sum()).as("seed %d", seed).isEqualTo(quantity);
            assertThat(claims).as("seed %d", seed).isEqualTo(CallOracle.proRata(orders, quantity));
        }
    }

    @Test
    void growsWithTheNumberOfClaims() {
        long[] claims = new long[500];
        Arrays.fill(claims, 2);

        proRata.share(claims, 0, 500, 1_000, 501);

        assertThat(claims[0]).isEqualTo(2);
        assertThat(Arrays.stream(claims, 1, 500)).containsOnly(1L);
    }
}
