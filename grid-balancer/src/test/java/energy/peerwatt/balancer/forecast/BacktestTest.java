package energy.peerwatt.balancer.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import energy.peerwatt.balancer.forecast.SolarOutput.Weather;
import energy.peerwatt.balancer.testkit.MeasuredYear;
import energy.peerwatt.time.DeliveryInterval;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class BacktestTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final List<Duration> LEADS = List.of(HOUR, Duration.ofHours(4));
    private static final DeliveryInterval START =
            new DeliveryInterval(Instant.parse("2026-01-01T00:00:00Z"), HOUR);

    @Test
    void aPerfectExpectationHasNoErrorAndFullSkill() {
        EnergyHistory history = noise(60, 1);
        Expectation perfect =
                (_, target) -> OptionalDouble.of((double) history.at(target).orElse(0));

        for (Backtest test : Backtest.of(history, perfect, true, LEADS)) {
            assertThat(test.error()).isZero();
            assertThat(test.skill()).isEqualTo(1);
            assertThat(test.within()).isEqualTo(1);
            assertThat(test.persistenceError()).isPositive();
        }
    }

    @Test
    void persistenceHasNoSkillAboveItself() {
        EnergyHistory history = noise(60, 2);

        assertThat(Backtest.of(history, new PersistenceForecast(history), true, LEADS))
                .hasSize(2)
                .allSatisfy(test -> assertThat(test.skill()).isCloseTo(0, within(1e-9)));
    }

    @Test
    void anExpectationAlwaysTooHighIsBiased() {
        EnergyHistory history = noise(60, 3);
        Expectation high = (_, target) -> OptionalDouble.of(history.at(target).orElse(0) + 70.0);

        assertThat(Backtest.of(history, high, true, LEADS))
                .allSatisfy(test -> assertThat(test.bias()).isCloseTo(70, within(1e-9)));
    }

    @Test
    void quantilesHoldOnNoise() {
        EnergyHistory history = noise(200, 4);
        Expectation mean = (_, _) -> OptionalDouble.of(500);

        assertThat(Backtest.of(history, mean, true, LEADS))
                .allSatisfy(test -> assertThat(test.within()).isBetween(0.7, 0.9));
    }

    @Test
    void hasNothingToSayOfFourWeeks() {
        assertThat(Backtest.of(noise(27, 5), (_, _) -> OptionalDouble.of(1), true, LEADS))
                .isEmpty();
        assertThat(
                        Backtest.of(
                                new EnergyHistory(List.of()),
                                (_, _) -> OptionalDouble.of(1),
                                true,
                                LEADS))
                .isEmpty();
    }

    @Test
    void similarDaysBeatPersistenceOnMeasuredHomes() {
        MeasuredYear year = measuredYear();
        double ours = 0;
        double persistence = 0;
        double within = 0;
        for (EnergyHistory load : year.loads()) {
            Expectation days = new SimilarDays(load, MeasuredYear.ZONE, _ -> false);
            for (Backtest test : Backtest.of(load, days, true, LEADS)) {
                ours += test.error() / test.meanWattHours();
                persistence += test.persistenceError() / test.meanWattHours();
                within += test.within() / LEADS.size() / year.loads().size();
            }
        }
        System.out.printf(
                "loads: error %.3f of persistence, %.2f within%n", ours / persistence, within);
        assertThat(ours).isLessThan(persistence * 0.98);
        assertThat(within).isBetween(0.7, 0.9);
    }

    @Test
    void solarOutputBeatsPersistenceOnAMeasuredRoof() {
        MeasuredYear year = measuredYear();
        Expectation solar = new SolarOutput(year.solar(), MeasuredYear.SKY, Weather.UNKNOWN);

        assertThat(Backtest.of(year.solar(), solar, true, LEADS))
                .hasSize(2)
                .allSatisfy(test -> {
                    System.out.printf(
                            "solar: skill %.3f, %.2f within%n", test.skill(), test.within());
                    assertThat(test.skill()).isGreaterThan(0.1);
                    assertThat(test.within()).isBetween(0.7, 0.95);
                });
    }

    private static MeasuredYear measuredYear() {
        var year = MeasuredYear.find();
        Assumptions.assumeTrue(year.isPresent(), "no measured year in shared/data here");
        return year.orElseThrow();
    }

    private static EnergyHistory noise(int days, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<NetEnergy> values = new ArrayList<>();
        for (int i = 0; i < 24 * days; i++) {
            values.add(new NetEnergy(START.plus(i), random.nextInt(1_000)));
        }
        return new EnergyHistory(values);
    }
}
