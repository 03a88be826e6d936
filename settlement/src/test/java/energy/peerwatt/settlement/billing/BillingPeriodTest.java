package energy.peerwatt.settlement.billing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

class BillingPeriodTest {

    /** The published identifiers name the kind of period before the year, ours behind it. */
    @ParameterizedTest(name = "eegb-periods: {0}")
    @CsvFileSource(
            resources = "billing-period-cases.csv",
            delimiter = ';',
            useHeadersInDisplayName = true)
    void lastsAsPublished(String id, String name, LocalDate first, LocalDate last) {
        BillingPeriod period = BillingPeriod.parse(name).orElseThrow();

        assertThat(period.first()).isEqualTo(first);
        assertThat(period.last()).isEqualTo(last);
        assertThat(period.name()).isEqualTo(name);
    }

    /** What the published test refuses, each in our form, and what no calendar has. */
    @ParameterizedTest(name = "eegb-periods: \"{0}\"")
    @ValueSource(
            strings = {
                "", "1", "ABCD", "2024-H0", "2024-H3", "2024-Q", "2024-Q0", "2024-Q5", "2024-",
                "2024-00", "2024-13", "2024-1", "02024", " 2024", "2024-h1"
            })
    void refusesWhatNamesNoPeriod(String name) {
        assertThat(BillingPeriod.parse(name)).isEmpty();
    }
}
