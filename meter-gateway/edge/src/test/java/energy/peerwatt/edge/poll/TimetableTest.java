package energy.peerwatt.edge.poll;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.edge.testkit.HandClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimetableTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final HandClock clock = new HandClock("2026-06-18T07:00:00.000Z", 60);
    private long nanos = 5_000;

    @Test
    void readsEachSecondAndCloseBeforeAndAfterTheQuarterHour() {
        Timetable timetable = new Timetable(clock, SECOND, nanos);

        List<String> turns = run(timetable, Duration.ofSeconds(17));

        // 15 wall seconds are a quarter-hour; the poll at 15.000 would disturb the boundary reads.
        assertThat(turns)
                .startsWith("0 poll", "1000 poll", "2000 poll")
                .containsSequence("14000 poll", "14900 boundary", "15100 boundary", "16000 poll");
    }

    @Test
    void pollThatCouldRunIntoTheBoundaryReadIsLeftOut() {
        clock.pass(Duration.ofMillis(750));
        Timetable timetable = new Timetable(clock, SECOND, nanos);

        List<String> turns = run(timetable, Duration.ofSeconds(15));

        assertThat(turns).containsSequence("13000 poll", "14150 boundary", "14350 boundary");
    }

    @Test
    void slowTurnEndsBeforeTheQuarterHourAndIsRepeatedAfterIt() {
        Timetable timetable = new Timetable(clock, SECOND, nanos);

        List<String> turns = run(timetable, Duration.ofSeconds(18), Duration.ofMillis(400));

        assertThat(turns)
                .containsSequence("13000 poll", "14000 poll", "14500 boundary", "15100 boundary")
                .endsWith("16000 poll", "17000 poll");
    }

    @Test
    void latePollDoesNotDelayTheNext() {
        Timetable timetable = new Timetable(clock, SECOND, nanos);
        Timetable.Turn turn = timetable.next(nanos);
        pass(Duration.ofMillis(700));
        assertThat(timetable.done(turn, nanos, 0)).isZero();
        assertThat(timetable.next(nanos).waitNanos()).isEqualTo(300_000_000);

        pass(Duration.ofMillis(3_500));
        assertThat(timetable.done(timetable.next(nanos), nanos, 0)).isEqualTo(2);
        assertThat(timetable.next(nanos).waitNanos()).isEqualTo(-200_000_000);
    }

    @Test
    void boundaryThatPassedWhileBusyIsGivenUp() {
        Timetable timetable = new Timetable(clock, SECOND, nanos);
        run(timetable, Duration.ofMillis(14_500));
        pass(Duration.ofSeconds(3));

        assertThat(timetable.next(nanos).boundary()).isFalse();
        assertThat(timetable.untilBoundary()).isBetween(12_000_000_000L, 13_000_000_000L);
    }

    @Test
    void readsOnlyAroundBoundariesWhereQuarterHoursAreShort() {
        HandClock fast = new HandClock("2026-06-18T07:00:00Z", 3_600);
        Timetable timetable = new Timetable(fast, SECOND, nanos);
        int boundaries = 0;
        for (int millis = 0; millis < 1_000; millis += 5) {
            Timetable.Turn turn = timetable.next(nanos);
            if (turn.waitNanos() <= 0) {
                boundaries += turn.boundary() ? 1 : 0;
                timetable.done(turn, nanos, 0);
            }
            nanos += 5_000_000;
            fast.pass(Duration.ofMillis(5));
        }
        assertThat(boundaries).isBetween(6, 8);
    }

    private List<String> run(Timetable timetable, Duration wallTime) {
        return run(timetable, wallTime, Duration.ZERO);
    }

    private List<String> run(Timetable timetable, Duration wallTime, Duration each) {
        List<String> turns = new ArrayList<>();
        long started = nanos;
        while (nanos - started < wallTime.toNanos()) {
            Timetable.Turn turn = timetable.next(nanos);
            if (turn.waitNanos() <= 0) {
                long millis = (nanos - started) / 1_000_000;
                turns.add(millis + (turn.boundary() ? " boundary" : " poll"));
                pass(each);
                timetable.done(turn, nanos, each.toNanos());
            }
            pass(Duration.ofMillis(10));
        }
        return turns;
    }

    private void pass(Duration wallTime) {
        nanos += wallTime.toNanos();
        clock.pass(wallTime);
    }
}
