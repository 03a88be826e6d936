package energy.peerwatt.web.settling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.settlement.chain.ChainBatch;
import energy.peerwatt.settlement.chain.Digest;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.web.settling.ChainStage.Sent;
import energy.peerwatt.web.settling.ChainStage.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ChainStageTest {

    private static final AreaId AREA = new AreaId(1);

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

    @Test
    void aVersionGoesOnlyAfterAllBeforeItAreConfirmed() {
        Digest first = key(1);
        Digest second = key(2);
        List<Digest> keys = List.of(first, second, key(3));
        var confirmed = new ChainBatch.Confirmed(1, first);
        var refused = new ChainBatch.Reverted(1, first, "Funds(2)");

        assertThat(turn(keys, Map.of(first, confirmed, second, confirmed))).isEqualTo(Turn.DUE);
        assertThat(turn(keys, Map.of(first, confirmed, second, new ChainBatch.Sent())))
                .isEqualTo(Turn.WAITS);
        assertThat(turn(keys, Map.of(first, confirmed))).isEqualTo(Turn.WAITS);
        assertThat(turn(keys, Map.of())).isEqualTo(Turn.WAITS);
        assertThat(turn(keys, Map.of(first, confirmed, second, refused))).isEqualTo(Turn.REFUSED);
        // The second was never written then: what comes after it must not wait for it.
        assertThat(turn(keys, Map.of(first, refused))).isEqualTo(Turn.REFUSED);
    }

    @Test
    void whatLacksCashHoldsUpNothingElse() {
        List<Integer> dealtWith = new ArrayList<>();
        Map<Integer, Sent> becomes =
                Map.of(1, Sent.DONE, 2, Sent.PASSED_OVER, 3, Sent.DONE, 4, Sent.LATER);

        assertThat(ChainStage.goThrough(List.of(1, 2, 3, 4, 5), becomes::get, dealtWith::add))
                .isFalse();

        assertThat(dealtWith).containsExactly(1, 2, 3);
        assertThat(ChainStage.goThrough(List.of(2, 3), becomes::get, dealtWith::add)).isTrue();
    }

    @Test
    void whatWasPassedOverIsTriedInTurns() {
        PassedOver passedOver = new PassedOver(Duration.ofNanos(10));
        assertThat(passedOver.next(AREA, 0)).isEmpty();
        passedOver.add(version(1));
        passedOver.add(version(2));

        assertThat(passedOver.next(AREA, 100)).contains(version(1));
        assertThat(passedOver.next(AREA, 109)).isEmpty();
        assertThat(passedOver.next(AREA, 110)).contains(version(2));
        assertThat(passedOver.next(AREA, 120)).contains(version(1));
        assertThat(passedOver.next(new AreaId(2), 121)).isEmpty();
        passedOver.remove(version(1));
        assertThat(passedOver.contains(version(1))).isFalse();
        // Cash came in: the next one does not wait.
        assertThat(passedOver.next(AREA, 121)).contains(version(2));
        assertThat(passedOver.contains(version(2))).isTrue();
    }

    private static SettlementKey version(int version) {
        Instant start = Instant.parse("2026-06-18T06:00:00Z");
        return new SettlementKey(AREA, DeliveryInterval.quarterHourAt(start), version);
    }

    private static Turn turn(List<Digest> keys, Map<Digest, ChainBatch.State> states) {
        Map<Digest, ChainBatch> known = new HashMap<>();
        states.forEach((key, state) -> known.put(key, new ChainBatch(key, key, state)));
        return ChainStage.turnOf(keys, known);
    }

    private static Digest key(int version) {
        return Digest.keccak(new byte[] {(byte) version});
    }

    private boolean cannotSign() {
        throw keyAway;
    }
}
