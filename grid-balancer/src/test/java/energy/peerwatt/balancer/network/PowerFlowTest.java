package energy.peerwatt.balancer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import energy.peerwatt.balancer.model.Connection;
import energy.peerwatt.balancer.model.Feeder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Feeders of two and three nodes, worked by hand. */
class PowerFlowTest {

    private static final Feeder TWO = feeder(0, new Feeder.Impedance(500_000, 0, 100_000, 0));

    /** V = 230 - 0.5 I with I = 2300 / V, so V^2 - 230 V + 1150 = 0. */
    @Test
    void voltageOfOneLoadSolvesItsQuadraticEquation() {
        NodePowers powers = new NodePowers(TWO);
        powers.add("end", Connection.L1, 2_300, 0);

        Flow flow = new PowerFlow(TWO).solve(powers);

        double volts = (230 + Math.sqrt(230 * 230 - 4 * 1_150)) / 2;
        double amps = 2_300 / volts;
        assertThat(flow.isFound()).isTrue();
        assertThat(flow.volts("end", 0)).isCloseTo(volts, within(1e-5));
        assertThat(flow.amps("end", 0)).isCloseTo(amps, within(1e-5));
        // The other phases lose 0.1 ohm times the same current, 120 degrees apart.
        double other = Math.hypot(115 + 0.1 * amps, 230 * Math.sqrt(0.75));
        assertThat(flow.volts("end", 1)).isCloseTo(other, within(1e-5));
        assertThat(flow.volts("end", 2)).isCloseTo(other, within(1e-5));
    }

    /** Equal loads: the phases' currents cancel, so each sees self less mutual impedance. */
    @Test
    void balancedLoadSeesSelfLessMutualImpedance() {
        NodePowers powers = new NodePowers(TWO);
        powers.add("end", Connection.THREE_PHASE, 6_900, 0);

        Flow flow = new PowerFlow(TWO).solve(powers);

        double volts = (230 + Math.sqrt(230 * 230 - 4 * 0.4 * 2_300)) / 2;
        for (int phase = 0; phase < 3; phase++) {
            assertThat(flow.volts("end", phase)).isCloseTo(volts, within(1e-5));
        }
    }

    /**
     * Behind 0.2 ohm reactance 1150 W and 1150 var: V^4 - (V0^2 - 2 Q X) V^2 + (P^2+Q^2) X^2 = 0.
     */
    @Test
    void reactivePowerDropsVoltageOverReactance() {
        Feeder feeder = feeder(0, new Feeder.Impedance(0, 200_000, 0, 0));
        NodePowers powers = new NodePowers(feeder);
        powers.add("end", Connection.L2, 1_150, 1_150);

        Flow flow = new PowerFlow(feeder).solve(powers);

        double b = 230 * 230 - 2 * 1_150 * 0.2;
        double c = 2 * 1_150 * 1_150 * 0.2 * 0.2;
        double volts = Math.sqrt((b + Math.sqrt(b * b - 4 * c)) / 2);
        assertThat(flow.volts("end", 1)).isCloseTo(volts, within(1e-5));
    }

    @Test
    void currentsOfTwoHomesAddUpInTheSharedCable() {
        Feeder.Impedance impedance = new Feeder.Impedance(100_000, 0, 0, 0);
        Feeder feeder =
                TWO.withCables(
                        List.of(cable("end", "far", impedance), cable("start", "end", impedance)));
        NodePowers powers = new NodePowers(feeder);
        powers.add("end", Connection.L1, 1_000, 0);
        powers.add("far", Connection.L1, 2_000, 0);

        Flow flow = new PowerFlow(feeder).solve(powers);

        double near = 1_000 / flow.volts("end", 0);
        double far = 2_000 / flow.volts("far", 0);
        assertThat(flow.amps("far", 0)).isCloseTo(far, within(1e-5));
        assertThat(flow.amps("end", 0)).isCloseTo(near + far, within(1e-5));
        assertThat(flow.volts("end", 0)).isCloseTo(230 - 0.1 * (near + far), within(1e-5));
        assertThat(flow.volts("far", 0))
                .isCloseTo(230 - 0.1 * (near + far) - 0.1 * far, within(1e-5));
    }

    @Test
    void tapRaisesEveryVoltage() {
        Feeder feeder = TWO.withTap(2);

        Flow flow = new PowerFlow(feeder).solve(new NodePowers(feeder));

        assertThat(flow.volts("end", 2)).isCloseTo(230 * 1.05, within(1e-9));
    }

    /** The most 0.5 ohm can carry at 230 V is 230^2 / 4 / 0.5 = 26450 W. */
    @Test
    void saysThatVoltagesCollapse() {
        NodePowers powers = new NodePowers(TWO);
        powers.add("end", Connection.L1, 27_000, 0);

        assertThat(new PowerFlow(TWO).solve(powers).isFound()).isFalse();
    }

    @Test
    void linearModelNeglectsOnlyTheLosses() {
        LinearFlow linear = new LinearFlow(TWO);

        assertThat(linear.unloadedSquare()).isCloseTo(52_900, within(1e-9));
        assertThat(linear.dropPerWatt("end", 0, "end", 0)).isCloseTo(1.0, within(1e-12));
        assertThat(linear.dropPerWatt("end", 0, "end", 1)).isCloseTo(-0.1, within(1e-12));
        assertThat(linear.dropPerVar("end", 0, "end", 1))
                .isCloseTo(-0.2 * Math.sqrt(0.75), within(1e-12));
        assertThat(linear.dropPerVar("end", 1, "end", 0))
                .isCloseTo(0.2 * Math.sqrt(0.75), within(1e-12));
    }

    private static Feeder feeder(int tap, Feeder.Impedance impedance) {
        Feeder.Source source =
                new Feeder.Source(
                        "start", 230_000, new Feeder.Tap(tap, 25, 2), Feeder.Impedance.NONE);
        return new Feeder(
                source,
                Feeder.Band.EN_50160,
                950,
                List.of(cable("start", "end", impedance)),
                Map.of());
    }

    private static Feeder.Cable cable(String from, String to, Feeder.Impedance impedance) {
        return new Feeder.Cable(from, to, Connection.THREE_PHASE, impedance, Feeder.Cable.UNRATED);
    }
}
