package energy.peerwatt.web.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Side;
import energy.peerwatt.unit.Price;
import energy.peerwatt.web.preference.Preference;
import energy.peerwatt.web.preference.Preference.Limits;
import energy.peerwatt.web.preference.Style;
import energy.peerwatt.web.strategy.Margins.Outcome;
import energy.peerwatt.web.strategy.Preview.Effect;
import energy.peerwatt.web.strategy.Preview.PastInterval;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a member learns, and what that would have brought. */
class MarginsTest {

    private static final ParticipantId MEMBER = new ParticipantId(100);
    private static final Outcome ALL = new Outcome(100, 95);
    private static final Outcome SOME = new Outcome(100, 60);
    private static final Outcome LITTLE = new Outcome(100, 40);

    /** From 0.08 to 0.25, net. */
    private static final Corridor CORRIDOR =
            new Corridor(
                    Price.ofMicroPerKwh(80_000),
                    Price.ofMicroPerKwh(300_000),
                    Price.ofMicroPerKwh(50_000),
                    Price.ofMicroPerKwh(1_000));

    @Test
    void asksForMoreAfterTradingAllAndForLessAfterTradingLittle() {
        int first = Margins.first(Style.BALANCED, MEMBER);

        assertThat(Margins.of(Style.BALANCED, MEMBER, List.of(ALL))).isEqualTo(first + 10);
        assertThat(Margins.of(Style.BALANCED, MEMBER, List.of(SOME))).isEqualTo(first);
        assertThat(Margins.of(Style.BALANCED, MEMBER, List.of(LITTLE))).isEqualTo(first - 20);
    }

    @Test
    void wantedIsWhatWasTradedAndWhatRestedAtTheGate() {
        List<StandingOrder> closed =
                List.of(
                        order(-1, Side.BUY, 500, 0),
                        order(-2, Side.BUY, 100, 400),
                        order(-3, Side.SELL, 0, 0));

        assertThat(Outcome.of(closed, Side.BUY)).contains(new Outcome(1_000, 600));
        assertThat(Outcome.of(closed, Side.SELL)).isEmpty();
    }

    private static StandingOrder order(long number, Side side, long traded, long remaining) {
        return new StandingOrder(number, side, Price.ofMicroPerKwh(150_000), traded, remaining);
    }

    @Test
    void staysWithinTheStyle() {
        List<Outcome> good = Collections.nCopies(200, ALL);
        List<Outcome> bad = Collections.nCopies(200, LITTLE);

        assertThat(Margins.of(Style.NEIGHBOURLY, MEMBER, good)).isEqualTo(200);
        assertThat(Margins.of(Style.NEIGHBOURLY, MEMBER, bad)).isZero();
        assertThat(Margins.of(Style.BALANCED, MEMBER, good)).isEqualTo(500);
        assertThat(Margins.of(Style.BALANCED, MEMBER, bad)).isEqualTo(100);
        assertThat(Margins.of(Style.BEST_PRICE, MEMBER, good)).isEqualTo(800);
        assertThat(Margins.of(Style.BEST_PRICE, MEMBER, bad)).isEqualTo(200);
    }

    @Test
    void neighboursDiffer() {
        assertThat(
                        LongStream.range(100, 200)
                                .mapToObj(
                                        id -> Margins.first(Style.BALANCED, new ParticipantId(id)))
                                .distinct())
                .hasSizeGreaterThan(40);
    }

    @Test
    void previewsExactMoneyWhereTheLimitAllowsTheTrade() {
        Preference wish =
                new Preference(
                        Style.OWN_LIMITS,
                        new Limits(
                                Optional.of(Price.ofMicroPerKwh(150_000)),
                                Optional.of(Price.ofMicroPerKwh(220_000))),
                        OptionalInt.empty(),
                        Optional.empty(),
                        /* paused= */ false);
        List<PastInterval> past =
                List.of(
                        // Sold at 0.16 instead of 0.08: 500 Wh, then the 200 Wh that were traded.
                        past(0, 500, 900, 160_000),
                        past(0, 500, 200, 160_000),
                        // Too cheap to sell, then nobody traded.
                        past(0, 500, 900, 140_000),
                        past(0, 500, 0, 0),
                        // Bought at 0.16 and fees of 0.05 instead of 0.30, then too dear.
                        past(400, 0, 900, 160_000),
                        past(400, 0, 900, 180_000));

        Effect effect = Preview.of(wish, MEMBER, past);

        assertThat(effect.soldWh()).isEqualTo(700);
        assertThat(effect.boughtWh()).isEqualTo(400);
        // 0.7 kWh at 0.08 and 0.4 kWh at 0.09.
        assertThat(effect.gain().toDecimalString()).isEqualTo("0.092");
    }

    @Test
    void previewsLearnAsTradingDoes() {
        List<PastInterval> dear = Collections.nCopies(100, past(0, 100, 100, 150_000));

        Effect neighbourly = Preview.of(Preference.of(Style.NEIGHBOURLY), MEMBER, dear);
        Effect best = Preview.of(Preference.of(Style.BEST_PRICE), MEMBER, dear);

        assertThat(neighbourly.soldWh()).isEqualTo(10_000);
        assertThat(best.soldWh()).isBetween(3_000L, 9_900L);
        assertThat(best.gain()).isLessThan(neighbourly.gain());
    }

    private static PastInterval past(long imported, long exported, long traded, long mean) {
        return new PastInterval(CORRIDOR, imported, exported, traded, Price.ofMicroPerKwh(mean));
    }
}
