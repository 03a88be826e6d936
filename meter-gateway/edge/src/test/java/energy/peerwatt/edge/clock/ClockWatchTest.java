package energy.peerwatt.edge.clock;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.metering.protocol.ClockState;
import energy.peerwatt.metering.protocol.ClockState.Deviation;
import energy.peerwatt.metering.protocol.ClockState.Source;
import energy.peerwatt.metering.protocol.ClockState.Sync;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClockWatchTest {

    private static final String TRACKING =
            "C0A80101,192.168.1.1,3,1781763300.123456789,0.014600000,0.000001,0.000020,-1.5,0.0,0.1,"
                    + "0.020000000,0.001500000,64.2,Normal";

    private static final ClockState GOOD = synchronised(Source.CHRONY, -15, 13);
    private static final ClockState NEVER =
            new ClockState(Source.CHRONY, Sync.NEVER, Optional.empty());

    @Test
    void readsWhatChronySays() {
        assertThat(ChronyTracking.parse(TRACKING + "\n")).contains(GOOD);
        assertThat(ChronyTracking.parse(TRACKING.replace("Normal", "Not synchronised")))
                .contains(NEVER);
    }

    @Test
    void anythingElseFromChronyIsNoAnswer() {
        assertThat(ChronyTracking.parse("")).isEmpty();
        assertThat(ChronyTracking.parse("506 Cannot talk to daemon")).isEmpty();
        assertThat(ChronyTracking.parse(TRACKING.replace("0.0146", "x"))).isEmpty();
        assertThat(ChronyTracking.parse(TRACKING.replace("0.0146", "9999999"))).isEmpty();
        assertThat(ChronyTracking.parse(TRACKING + ",more")).isEmpty();
    }

    @Test
    void readsWhatTheKernelSays() {
        assertThat(KernelClock.state(0x2001, 2_400_000, 15_001))
                .isEqualTo(synchronised(Source.KERNEL, -2, 17));
        assertThat(KernelClock.state(0x0001, -2_400, 15_000))
                .isEqualTo(synchronised(Source.KERNEL, 2, 16));
        assertThat(KernelClock.state(0x2041, 0, 16_000_000))
                .isEqualTo(new ClockState(Source.KERNEL, Sync.NEVER, Optional.empty()));
    }

    /** Whatever machine this is: an answer, or none, and never an exception. */
    @Test
    void asksTheMachine() {
        try (ClockWatch watch = new ClockWatch()) {
            System.out.println("clock of this machine: " + watch.get());
            assertThat(watch.get().source()).isNotEqualTo(Source.MARKET_CLOCK);
        }
    }

    @Test
    void lostReferenceAfterSynchronisationIsHoldover() {
        ClockState lost = ClockWatch.after(GOOD, NEVER);

        assertThat(lost.sync()).isEqualTo(Sync.HOLDOVER);
        assertThat(ClockWatch.after(lost, NEVER)).isEqualTo(lost);
        assertThat(ClockWatch.after(lost, ClockState.UNKNOWN)).isEqualTo(lost);
        assertThat(ClockWatch.after(lost, GOOD)).isEqualTo(GOOD);
        assertThat(ClockWatch.after(NEVER, NEVER)).isEqualTo(NEVER);
    }

    @Test
    void isTrustedWithinOneSecondOfReferenceSeenSinceStart() {
        assertThat(GOOD.isTrusted()).isTrue();
        assertThat(ClockState.MARKET.isTrusted()).isTrue();
        assertThat(synchronised(Source.CHRONY, 1_000, 5).isTrusted()).isTrue();
        assertThat(synchronised(Source.CHRONY, -1_001, 5).isTrusted()).isFalse();
        assertThat(NEVER.isTrusted()).isFalse();
        assertThat(ClockState.UNKNOWN.isTrusted()).isFalse();
    }

    private static ClockState synchronised(Source source, int offset, int uncertainty) {
        return new ClockState(
                source, Sync.SYNCHRONISED, Optional.of(new Deviation(offset, uncertainty)));
    }
}
