package energy.peerwatt.web.settling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ChainStageTest {

    private final MarketException keyAway =
            new MarketException(ErrorCode.SIGNING_KEY_UNAVAILABLE, "away");
    private final AtomicInteger pumped = new AtomicInteger();

    @Test
    void pumpsWhatIsSignedWhileTheKeyIsAway() {
        assertThatThrownBy(() -> ChainStage.step(this::cannotSign, pumped::incrementAndGet))
                .isSameAs(keyAway);

        assertThat(pumped).hasValue(1);
    }

    @Test
    void tellsBothFailures() {
        MarketException chainAway = new MarketException(ErrorCode.CHAIN_UNAVAILABLE, "away");

        assertThatThrownBy(() ->
                        ChainStage.step(
                                this::cannotSign,
                                () -> {
                                    throw chainAway;
                                }))
                .isSameAs(keyAway)
                .hasSuppressedException(chainAway);
    }

    @Test
    void goesOnAtOnceWhileThereIsMore() {
        assertThat(ChainStage.step(() -> true, () -> 0)).isZero();
        Duration waiting = ChainStage.step(() -> false, () -> 1);
        assertThat(waiting).isPositive().isLessThan(ChainStage.step(() -> false, () -> 0));
    }

    private boolean cannotSign() {
        throw keyAway;
    }
}
