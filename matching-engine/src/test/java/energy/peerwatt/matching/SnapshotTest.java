package energy.peerwatt.matching;

import static energy.peerwatt.matching.TestMarket.AREA;
import static energy.peerwatt.matching.TestMarket.buy;
import static energy.peerwatt.matching.TestMarket.in;
import static energy.peerwatt.matching.TestMarket.interval;
import static energy.peerwatt.matching.TestMarket.sell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.market.EngineCommand.AcknowledgeEvents;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SnapshotTest {

    private final TestEngine test = TestEngine.open(TestBook.LADDER);

    @Test
    void anotherVersionIsRefused() {
        WireWriter out = new WireWriter();
        out.int32(1);

        assertThatThrownBy(() ->
                        MatchingEngine.load(
                                new WireReader(out.buffer(), 0, out.length()),
                                TestBook.LADDER.open(),
                                1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("version 1");
    }

    @Test
    void priorityOutlivesIt() {
        test.accept(sell(101, 1, 10, 50));
        test.accept(sell(102, 1, 10, 50));
        test.accept(sell(103, 1, 10, 40));
        TestEngine restored = TestEngine.of(test.restored(TestBook.REFERENCE));
        restored.accept(sell(104, 1, 10, 50));

        restored.accept(buy(201, 1, 40, 100));

        assertThat(restored.deals())
                .containsExactly(
                        "103>201 10@40", "101>201 10@50", "102>201 10@50", "104>201 10@50");
    }

    /** Everything was used and is forgotten, so only numbers and members differ from the start. */
    @Test
    void isAsSmallAsWhatIsOpen() {
        test.accept(new AcknowledgeEvents(Long.MAX_VALUE));
        int empty = length();
        for (int id = 1; id <= 500; id++) {
            test.accept(in(sell(101, id, 10, 50), AREA, interval(1 + id % 9)));
            test.accept(in(buy(102, id, 10, 10L * (id % 9)), AREA, interval(1 + id % 9)));
        }
        assertThat(length()).isGreaterThan(1_000 * 100);
        test.logAt(Duration.ofHours(3));
        assertThat(length()).isGreaterThan(1_000 * 50);
        test.logAt(Duration.ofHours(5));
        test.accept(new AcknowledgeEvents(Long.MAX_VALUE));

        assertThat(length()).isLessThan(empty + 200);
    }

    @Test
    void theHashTellsStatesApart() {
        long before = test.engine.stateHash();
        test.accept(sell(101, 1, 10, 50));
        long after = test.engine.stateHash();

        assertThat(after).isNotEqualTo(before).isEqualTo(test.engine.stateHash());
        TestEngine other = TestEngine.open(TestBook.REFERENCE);
        other.accept(sell(101, 1, 10, 60));
        assertThat(other.engine.stateHash()).isNotEqualTo(after);
        assertThat(test.restored(TestBook.REFERENCE).stateHash()).isEqualTo(after);
    }

    private int length() {
        WireWriter out = new WireWriter();
        test.engine.writeSnapshot(out);
        return out.length();
    }
}
