package energy.peerwatt.balancer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import energy.peerwatt.balancer.model.Feeder;
import energy.peerwatt.balancer.testkit.EuropeanFeeder;
import energy.peerwatt.balancer.testkit.Profiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The IEEE European low-voltage feeder against what others computed of it. */
class EuropeanFeederTest {

    private static final int SOURCE = 252_180;
    private static final double NOMINAL = 230;

    private Path folder = Path.of("");
    private EuropeanFeeder european = new EuropeanFeeder(List.of(), List.of());
    private Feeder feeder;

    /** Voltages of all loads over a day, in parts of 230 V, and how far the linear ones are off. */
    private record Range(double lowest, double highest, double linearError) {}

    @BeforeEach
    void readFeeder() {
        Assumptions.assumeTrue(
                Profiles.folder().isPresent(), "no shared/data here: feeder not checked");
        folder = Profiles.folder().orElseThrow();
        european = EuropeanFeeder.read(folder);
        feeder = european.feeder(SOURCE, Feeder.Band.EN_50160, List.of());
    }

    @Test
    void sensitivitiesAreThoseOfTheReference() throws IOException {
        LinearFlow linear = new LinearFlow(feeder);
        List<double[]> reference =
                Files.readAllLines(folder.resolve("eulv_sensitivity_dU_V2_per_W.csv")).stream()
                        .filter(line -> !line.startsWith("#"))
                        .map(line ->
                                Arrays.stream(line.split(",", -1))
                                        .mapToDouble(Double::parseDouble)
                                        .toArray())
                        .toList();
        List<EuropeanFeeder.Load> loads = european.loads();

        assertThat(loads).hasSize(55);
        for (int row = 0; row < 55; row++) {
            for (int column = 0; column < 55; column++) {
                EuropeanFeeder.Load at = loads.get(row);
                EuropeanFeeder.Load by = loads.get(column);
                double drop = linear.dropPerWatt(at.node(), at.phase(), by.node(), by.phase());
                // Impedances in the file are rounded to a micro-ohm, some twenty in a row.
                assertThat(drop).isCloseTo(reference.get(row)[column], within(5e-6));
            }
        }
    }

    /** Load as it is and three times of it, each full hour; figures of the reference to a digit. */
    @ParameterizedTest
    @CsvSource({"1, 1.073, 1.101, 0.02, 1.2", "3, 1.023, 1.112, 0.23, 3.8"})
    void voltagesAndLinearErrorsAreThoseOfTheReference(
            int times, double lowest, double highest, double error, double uncoupledError) {
        Range range = range(home -> times, feeder);
        Range uncoupled = range(home -> times, uncoupled());

        assertThat(range.lowest()).isCloseTo(lowest, within(0.001));
        assertThat(range.highest()).isCloseTo(highest, within(0.001));
        assertThat(range.linearError()).isCloseTo(error, within(0.01));
        assertThat(uncoupled.linearError()).isCloseTo(uncoupledError, within(0.1));
    }

    /** Real voltages are lower than the linear model's under load: it neglects losses. */
    @Test
    void linearVoltagesAreNeverMuchTooLowUnderLoad() {
        PowerFlow exact = new PowerFlow(feeder);
        LinearFlow linear = new LinearFlow(feeder);
        NodePowers powers = new NodePowers(feeder);
        for (int home = 0; home < 55; home++) {
            add(powers, home, home % 5 < 2 ? 7_360 : 400, 100);
        }

        Flow flow = exact.solve(powers);

        for (EuropeanFeeder.Load load : european.loads()) {
            double volts = flow.volts(load.node(), load.phase());
            double line = Math.sqrt(square(linear, load, powers));
            assertThat(line - volts).isBetween(-0.003 * NOMINAL, 0.0177 * NOMINAL);
        }
    }

    private Range range(IntToDoubleFunction times, Feeder modelled) {
        List<int[]> day = Profiles.feeder(folder).loads();
        LinearFlow linear = new LinearFlow(modelled);
        PowerFlow exact = new PowerFlow(feeder);
        double vars = PlanFlow.varsPerWatt(feeder);
        Range range = new Range(9, 0, 0);
        for (int slot = 0; slot < 96; slot += 4) {
            NodePowers powers = new NodePowers(feeder);
            for (int home = 0; home < 55; home++) {
                double watts = day.get(home)[slot] * times.applyAsDouble(home);
                add(powers, home, watts, watts * vars);
            }
            Flow flow = exact.solve(powers);
            assertThat(flow.isFound()).isTrue();
            for (EuropeanFeeder.Load load : european.loads()) {
                double volts = flow.volts(load.node(), load.phase()) / NOMINAL;
                double line = Math.sqrt(square(linear, load, powers)) / NOMINAL;
                range =
                        new Range(
                                Math.min(range.lowest(), volts),
                                Math.max(range.highest(), volts),
                                Math.max(range.linearError(), 100 * Math.abs(line - volts)));
            }
        }
        return range;
    }

    private Feeder uncoupled() {
        return feeder.withCables(
                feeder.cables().stream()
                        .map(cable -> {
                            Feeder.Impedance own = cable.impedance();
                            return new Feeder.Cable(
                                    cable.from(),
                                    cable.to(),
                                    cable.phases(),
                                    new Feeder.Impedance(own.selfR(), own.selfX(), 0, 0),
                                    cable.ampacity());
                        })
                        .toList());
    }

    private void add(NodePowers powers, int home, double watts, double vars) {
        EuropeanFeeder.Load load = european.loads().get(home);
        powers.add(load.node(), load.connection(), watts, vars);
    }

    private double square(LinearFlow linear, EuropeanFeeder.Load at, NodePowers powers) {
        double square = linear.unloadedSquare();
        for (EuropeanFeeder.Load by : european.loads()) {
            double perWatt = linear.dropPerWatt(at.node(), at.phase(), by.node(), by.phase());
            double perVar = linear.dropPerVar(at.node(), at.phase(), by.node(), by.phase());
            square -= perWatt * powers.watts(by.node(), by.phase());
            square -= perVar * powers.vars(by.node(), by.phase());
        }
        return square;
    }
}
