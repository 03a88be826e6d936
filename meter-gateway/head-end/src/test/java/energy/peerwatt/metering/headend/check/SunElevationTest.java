package energy.peerwatt.metering.headend.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import energy.peerwatt.metering.headend.Site.Location;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SunElevationTest {

    /**
     * At true noon the sun is as high as 90 degrees less latitude plus declination; the declination
     * is 23.44 degrees at the solstices and 0 at the equinoxes.
     */
    @ParameterizedTest
    @CsvSource({
        "2026-06-21T08:24:00Z, 48200000, 65.2",
        "2026-12-21T20:50:00Z, 48200000, 18.4",
        "2026-03-20T14:46:00Z, 48200000, 41.8",
        "2026-09-23T00:05:00Z, -33900000, 56.3",
    })
    void standsAtNoonAsHighAsTheDeclinationSays(Instant season, int latitude, double highest) {
        Location place = new Location(latitude, 16_370_000);
        Instant day = season.truncatedTo(ChronoUnit.DAYS);

        double found =
                IntStream.range(0, 1_440)
                        .mapToDouble(m -> SunElevation.degrees(day.plusSeconds(60L * m), place))
                        .max()
                        .orElseThrow();

        assertThat(found).isCloseTo(highest, within(0.15));
    }

    @Test
    void passesTheMeridianWhenTheEquationOfTimeSays() {
        // At longitude 0 on 3 November the sun is 16.4 minutes ahead of the clock.
        Location greenwich = new Location(51_480_000, 0);
        Instant noon = Instant.parse("2026-11-03T11:43:35Z");

        double before = SunElevation.degrees(noon.minusSeconds(3_600), greenwich);
        double after = SunElevation.degrees(noon.plusSeconds(3_600), greenwich);

        assertThat(before).isCloseTo(after, within(0.1));
    }

    @Test
    void isDeepBelowTheHorizonAtMidnight() {
        Location vienna = new Location(48_200_000, 16_370_000);

        assertThat(SunElevation.degrees(Instant.parse("2026-12-21T23:00:00Z"), vienna))
                .isLessThan(-60);
    }
}
