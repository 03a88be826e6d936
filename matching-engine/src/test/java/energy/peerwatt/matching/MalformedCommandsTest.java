package energy.peerwatt.matching;

import static energy.peerwatt.matching.TestMarket.interval;
import static energy.peerwatt.matching.TestMarket.sell;
import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.RejectReason;
import java.time.Duration;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class MalformedCommandsTest {

    private final TestEngine test = TestEngine.open(TestBook.LADDER);
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1_024]);

    @Test
    void areRefusedWithoutAnEvent() {
        int length = EngineCodec.encode(sell(101, 1, 10, 50), buffer, 0);
        long hash = test.engine.stateHash();

        assertRefused(0, length - 1);
        assertRefused(0, length + 1);
        assertRefused(1, length);
        assertRefused(0, 0);
        assertRefused(0, 5_000);
        assertRefused(-1, length);
        assertThat(test.engine.stateHash()).isEqualTo(hash);
        assertThat(test.engine.apply(millis(), buffer, 0, length).kind())
                .isEqualTo(Answer.Kind.EVENT);
    }

    @Test
    void timePassesAllTheSame() {
        test.accept(sell(101, 1, 10, 50));
        long past = millis() + Duration.ofHours(2).toMillis();

        assertThat(test.engine.apply(past, buffer, 0, 3).reason())
                .isEqualTo(RejectReason.MALFORMED);

        assertThat(test.engine.now()).isEqualTo(interval(8).start());
        assertThat(test.engine.lastSequence()).isEqualTo(1 + 1 + 8);
    }

    private void assertRefused(int offset, int length) {
        Answer answer = test.engine.apply(millis(), buffer, offset, length);
        assertThat(answer.kind()).isEqualTo(Answer.Kind.REFUSED);
        assertThat(answer.reason()).isEqualTo(RejectReason.MALFORMED);
    }

    private long millis() {
        return test.log().toEpochMilli();
    }
}
