package energy.peerwatt.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class ScaledMarketClockTest {

    private static final Instant MARKET = Instant.parse("2026-06-18T05:00:00Z");
    private static final Instant WALL = Instant.parse("2026-11-21T09:30:00.123Z");

    @Test
    void runsFasterThanTheWall() {
        assertThat(clockAt(WALL.plusMillis(1_500)).now()).isEqualTo(MARKET.plusSeconds(90));
    }

    @Test
    void mapsBothWays() {
        ScaledMarketClock clock = clockAt(WALL);
        Instant market = MARKET.plusSeconds(900);

        assertThat(clock.wallTimeAt(market)).isEqualTo(WALL.plusSeconds(15));
        assertThat(clock.marketTimeAt(clock.wallTimeAt(market))).isEqualTo(market);
        assertThat(clock.marketTimeAt(WALL.minusSeconds(1))).isEqualTo(MARKET.minusSeconds(60));
    }

    @Test
    void saysHowLongToWait() {
        ScaledMarketClock clock = clockAt(WALL.plusSeconds(5));

        assertThat(clock.wallTimeUntil(MARKET.plusSeconds(900))).isEqualTo(Duration.ofSeconds(10));
        assertThat(clock.wallTimeUntil(MARKET)).isEqualTo(Duration.ZERO);
    }

    @Test
    void realTimeIsTheWallClock() {
        ScaledMarketClock clock = ScaledMarketClock.realTime();

        assertThat(clock.speed()).isEqualTo(1);
        assertThat(clock.marketTimeAt(WALL)).isEqualTo(WALL);
    }

    @Test
    void neverStandsStill() {
        assertThatThrownBy(() -> new ScaledMarketClock(MARKET, WALL, 0, InstantSource.fixed(WALL)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static ScaledMarketClock clockAt(Instant wall) {
        return new ScaledMarketClock(MARKET, WALL, 60, InstantSource.fixed(wall));
    }
}
