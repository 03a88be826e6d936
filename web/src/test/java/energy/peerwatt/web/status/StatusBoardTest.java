package energy.peerwatt.web.status;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.metering.headend.store.GatewayRegistry;
import energy.peerwatt.metering.headend.store.ReadingStore;
import energy.peerwatt.settlement.store.ChainOutbox;
import energy.peerwatt.settlement.store.SettlementStore;
import energy.peerwatt.time.ScaledMarketClock;
import energy.peerwatt.web.config.MarketConfig;
import energy.peerwatt.web.parts.Parts;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.settling.SettlementProblems;
import energy.peerwatt.web.testkit.MarketTest;
import energy.peerwatt.web.trading.store.EventStore;
import energy.peerwatt.web.view.ChainWaitView;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@QuarkusTest
class StatusBoardTest extends MarketTest {

    @Inject EventStore events;
    @Inject ReadingStore readings;
    @Inject ChainOutbox outbox;
    @Inject Registry registry;
    @Inject BalancingFigures balancing;
    @Inject SettlementProblems problems;
    @Inject SettlementStore settlements;
    @Inject Parts parts;
    @Inject MarketConfig config;
    @Inject ScaledMarketClock clock;
    @Inject GatewayRegistry gateways;

    @Test
    void saysSinceWhenTheChainIsSilentAndCountsOn() {
        // Parts of which none was started: nobody answers for the chain.
        StatusBoard board = board(new Parts(config, clock, outbox, gateways));
        Instant before = clock.now();

        board.run();
        ChainWaitView first = board.view(Optional.empty()).chainWait();
        board.run();

        assertThat(first).isNotNull();
        assertThat(first.since()).isBetween(before, clock.now());
        assertThat(board.view(Optional.empty()).chainWait().since()).isEqualTo(first.since());
        assertThat(board.view(Optional.empty()).homes()).isPositive();
    }

    @Test
    void saysNothingOfAChainThatAnswers() {
        StatusBoard board = board(parts);

        board.run();

        assertThat(board.view(Optional.empty()).chainWait()).isNull();
        assertThat(board.view(Optional.empty()).chainHeight()).isPositive();
    }

    private StatusBoard board(Parts asked) {
        return new StatusBoard(
                events,
                readings,
                outbox,
                registry,
                balancing,
                problems,
                settlements,
                asked,
                clock,
                new SimpleMeterRegistry());
    }
}
