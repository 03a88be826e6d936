package energy.peerwatt.web.config;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.time.ScaledMarketClock;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** The process's one clock. */
final class ClockProducer {

    private ClockProducer() {}

    @Produces
    @Singleton
    static ScaledMarketClock clock(MarketConfig config) {
        MarketConfig.Clock clock = config.clock();
        if (clock.marketStart().isEmpty() && clock.wallStart().isEmpty() && clock.speed() == 1) {
            return ScaledMarketClock.realTime();
        }
        if (clock.marketStart().isEmpty() || clock.wallStart().isEmpty()) {
            throw new MarketException(
                    ErrorCode.CONFIGURATION_INVALID,
                    "peerwatt.clock: market-start and wall-start go together");
        }
        return new ScaledMarketClock(
                clock.marketStart().get(),
                clock.wallStart().get(),
                clock.speed(),
                InstantSource.system());
    }
}
