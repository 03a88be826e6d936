package energy.peerwatt.metering.headend.validation;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.Quality;
import energy.peerwatt.metering.headend.RegisterReading;
import energy.peerwatt.metering.headend.Screening;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults of meters and quality codes that others published; sources stand in the files. */
class MeterFaultCasesTest {

    private static final Instant START = Instant.parse("2026-06-18T12:00:00Z");

    private final RegisterScreening screening =
            new RegisterScreening(
                    ValidationRules.DEFAULTS, ValidationRules.DEFAULTS.capacityWatts());
    private final List<Screening> screenings = new ArrayList<>();
    private @Nullable RegisterState state;

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(
            resources = "register-cases.csv",
            delimiter = ';',
            useHeadersInDisplayName = true)
    void booksOnlyWhatFlowed(
            String id,
            String readings,
            @Nullable Long finalWh,
            @Nullable Long initialWh,
            String expected,
            long bookedWh) {
        String[] steps = readings.split(" ", -1);
        for (int i = 0; i < steps.length; i++) {
            Instant at = START.plusSeconds(3_600L * i);
            if (steps[i].equals("EXCHANGE")) {
                exchange(at, Objects.requireNonNull(finalWh), Objects.requireNonNull(initialWh));
            } else {
                judge(at, Long.parseLong(steps[i]));
            }
        }

        RegisterState last = Objects.requireNonNull(state);
        assertThat(screenings)
                .containsExactly(
                        Stream.of(expected.split(" ", -1))
                                .map(Screening::valueOf)
                                .toArray(Screening[]::new));
        assertThat(last.newest().registerWh() + last.offsetWh() - Long.parseLong(steps[0]))
                .isEqualTo(bookedWh);
    }

    private void judge(Instant at, long registerWh) {
        RegisterScreening.Verdict verdict =
                screening.judge(state, new RegisterReading(at, registerWh), 1, at);
        state = verdict.state();
        screenings.add(verdict.screening());
    }

    private void exchange(Instant at, long finalWh, long initialWh) {
        ExchangeResult result =
                screening.exchange(
                        Objects.requireNonNull(state),
                        new MeterExchange(at, finalWh, initialWh),
                        1);
        assertThat(result).isInstanceOf(ExchangeResult.Exchanged.class);
        state = ((ExchangeResult.Exchanged) result).state();
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(
            resources = "nem12-flag-cases.csv",
            delimiter = ';',
            useHeadersInDisplayName = true)
    void readsNem12Flags(char code, Nem12Flag flag, @Nullable Quality quality) {
        assertThat(Nem12Flag.of(code)).contains(flag);
        assertThat(flag.quality()).isEqualTo(Optional.ofNullable(quality));
    }

    /** eegfaktura-energystore, commit 4264666: the quality of an aggregate. */
    @ParameterizedTest
    @CsvSource({"L1 L2 L1 L3, L3", "L1 L2, L2", "L1 L1, L1"})
    void anAggregateIsAsGoodAsItsWorstPart(String methods, EdaMethod aggregate) {
        Quality worst =
                Stream.of(methods.split(" ", -1))
                        .map(method -> EdaMethod.valueOf(method).quality())
                        .reduce(Quality.ACTUAL, Quality::worst);

        assertThat(EdaMethod.of(worst)).isEqualTo(aggregate);
    }
}
