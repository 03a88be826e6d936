package energy.peerwatt.matching.cluster;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StateCheckTest {

    private static final long RIGHT = 0x11;
    private static final long WRONG = 0x22;
    private static final long ALSO_WRONG = 0x33;

    private final StateCheck check = new StateCheck(3);

    @Test
    void equalStatesAreFine() {
        check.own(100, RIGHT);

        assertThatCode(
                        () -> {
                            check.reported(0, 100, RIGHT);
                            check.reported(1, 100, RIGHT);
                            check.reported(2, 100, RIGHT);
                        })
                .doesNotThrowAnyException();
    }

    @Test
    void nodeStopsWhenTheTwoOthersAgreeOnAnotherState() {
        check.own(100, WRONG);
        check.reported(0, 100, WRONG);
        check.reported(1, 100, RIGHT);

        assertThatThrownBy(() -> check.reported(2, 100, RIGHT))
                .isInstanceOf(StateDivergedException.class)
                .hasMessageContaining("100 commands has the hash 22");
    }

    @Test
    void nodesThatAgreeGoOnWithoutTheThird() {
        check.own(100, RIGHT);

        assertThatCode(
                        () -> {
                            check.reported(2, 100, WRONG);
                            check.reported(0, 100, RIGHT);
                            check.reported(1, 100, RIGHT);
                            check.own(200, RIGHT);
                            check.reported(0, 200, RIGHT);
                            check.reported(1, 200, RIGHT);
                            check.own(300, RIGHT);
                            check.reported(1, 300, RIGHT);
                        })
                .doesNotThrowAnyException();
    }

    @Test
    void nodeStopsWhenAllDiffer() {
        check.own(100, RIGHT);
        check.reported(0, 100, RIGHT);
        check.reported(1, 100, WRONG);

        assertThatThrownBy(() -> check.reported(2, 100, ALSO_WRONG))
                .isInstanceOf(StateDivergedException.class);
    }

    @Test
    void nodeWaitsForAMemberThatIsMerelySlow() {
        for (long commands : new long[] {100, 200, 300}) {
            check.own(commands, RIGHT);
            check.reported(1, commands, WRONG);
        }
        assertThatCode(
                        () -> {
                            check.reported(0, 100, RIGHT);
                            check.reported(2, 100, RIGHT);
                        })
                .doesNotThrowAnyException();
    }

    @Test
    void nodeStopsWhenTwoDifferAgainAndAgainAndTheThirdSaysNothing() {
        long last = 100 * (StateCheck.MOST_UNDECIDED + 1);
        for (long commands = 100; commands < last; commands += 100) {
            check.own(commands, RIGHT);
            check.reported(0, commands, RIGHT);
            check.reported(1, commands, WRONG);
        }
        check.own(last, RIGHT);

        assertThatThrownBy(() -> check.reported(0, last, RIGHT))
                .isInstanceOf(StateDivergedException.class)
                .hasMessageContaining("no majority");
    }

    @Test
    void whatThisNodeDidNotHashIsNotCompared() {
        assertThatCode(
                        () -> {
                            check.reported(1, 100, WRONG);
                            check.reported(2, 100, WRONG);
                        })
                .doesNotThrowAnyException();
    }

    @Test
    void clusterOfOneIsComparedWithItsEarlierLife() {
        StateCheck single = new StateCheck(1);
        single.own(100, RIGHT);
        single.own(200, WRONG);

        assertThatCode(() -> single.reported(0, 100, RIGHT)).doesNotThrowAnyException();
        assertThatThrownBy(() -> single.reported(0, 200, RIGHT))
                .isInstanceOf(StateDivergedException.class);
    }

    @Test
    void membersThatDoNotExistAreIgnored() {
        check.own(100, RIGHT);

        assertThatCode(
                        () -> {
                            check.reported(-1, 100, WRONG);
                            check.reported(3, 100, WRONG);
                            check.reported(4, 100, WRONG);
                        })
                .doesNotThrowAnyException();
    }
}
