package energy.peerwatt.settlement.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Published tests; sources stand in the files. */
class GenerationRightsTest {

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(
            resources = "granted-rights.csv",
            delimiter = ';',
            useHeadersInDisplayName = true)
    void grantsAsPublished(
            String id,
            String productionKwh,
            String activeShares,
            long shares,
            long carriedWh,
            String rightsKwh,
            long remainderWh) {
        List<Long> productionWh = numbers(productionKwh).stream().map(kwh -> kwh * 1_000).toList();

        assertThat(GenerationRights.grant(productionWh, numbers(activeShares), shares, carriedWh))
                .isEqualTo(new GenerationRights.Granted(numbers(rightsKwh), remainderWh));
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(
            resources = "rectified-rights.csv",
            delimiter = ';',
            useHeadersInDisplayName = true)
    void rectifiesAsPublished(
            String id, String granted, String due, String rectified, long unrecovered) {
        assertThat(GenerationRights.rectify(numbers(granted), numbers(due)))
                .isEqualTo(new GenerationRights.Rectified(numbers(rectified), unrecovered));
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(
            resources = "available-rights.csv",
            delimiter = ';',
            useHeadersInDisplayName = true)
    void hasAvailableAsPublished(
            String id, String rights, String used, String inPeriod, long available) {
        List<Boolean> mask = numbers(inPeriod).stream().map(bit -> bit == 1).toList();

        assertThat(GenerationRights.available(numbers(rights), numbers(used), mask))
                .isEqualTo(available);
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "used-rights.csv", delimiter = ';', useHeadersInDisplayName = true)
    void usesAsPublished(
            String id, String rights, String used, long asked, String usedAfter, long granted) {
        List<Long> after = GenerationRights.use(numbers(rights), numbers(used), asked);

        assertThat(after).isEqualTo(numbers(usedAfter));
        assertThat(sum(after) - sum(numbers(used))).isEqualTo(granted);
    }

    /**
     * The published case gkwh-float-refused, 3.2 kWh of 3 shares: floating point does not fit the
     * types, and what is read from text as kWh must be a whole number.
     */
    @Test
    void refusesWhatIsNotAWholeNumber() {
        assertThatThrownBy(() -> GenerationRights.grant(numbers("3.2"), numbers("3"), 1, 0))
                .isInstanceOf(NumberFormatException.class);
        assertThatThrownBy(() -> GenerationRights.grant(List.of(3L), List.of(0L), 1, 0))
                .hasMessage("1 of 0 shares of 3 Wh in hour 0");
        assertThatThrownBy(() -> GenerationRights.grant(List.of(3L), List.of(), 1, 0))
                .hasMessage("1 hours and 0 hours");
    }

    private static List<Long> numbers(String text) {
        return Arrays.stream(text.split(" ")).map(Long::valueOf).toList();
    }

    private static long sum(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).sum();
    }
}
