package energy.peerwatt.web.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.web.preference.Preference;
import energy.peerwatt.web.preference.Preference.Limits;
import energy.peerwatt.web.preference.Style;
import energy.peerwatt.web.testkit.Await;
import energy.peerwatt.web.testkit.Street;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a member keeps in its battery is not planned with. */
@QuarkusTest
class MembersWishTest extends BalancedStreet {

    private static final ZoneId VIENNA = ZoneId.of("Europe/Vienna");

    private static void wish(String more) {
        as(Street.UNMETERED)
                .body("{\"style\":\"BALANCED\"" + more + "}")
                .put("/api/v1/metering-points/AT-TEST-0003/strategy")
                .then()
                .statusCode(200);
    }

    @AfterEach
    void wishNothing() {
        wish("");
    }

    @Test
    void aBatteryGivesOnlyWhatItsMemberDoesNotKeep() {
        wish(",\"batteryReservePermille\":800");

        // The street takes 4.2 kW, and the battery, half full, is not to give.
        limitForAnHour(clock.now());

        Await.until("no plan keeps the limit", () -> state().equals("INFEASIBLE"));
    }

    @Test
    void aCarIsReadyAtTheNextLocalTime() {
        Preference seven =
                new Preference(
                        Style.BALANCED,
                        Limits.NONE,
                        OptionalInt.empty(),
                        Optional.of(LocalTime.of(7, 0)),
                        /* paused= */ false);

        assertThat(seven.carReadyFrom(Instant.parse("2026-06-18T04:59:00Z"), VIENNA))
                .contains(Instant.parse("2026-06-18T05:00:00Z"));
        assertThat(seven.carReadyFrom(Instant.parse("2026-06-18T05:00:00Z"), VIENNA))
                .contains(Instant.parse("2026-06-19T05:00:00Z"));
        assertThat(Preference.DEFAULT.carReadyFrom(Instant.EPOCH, VIENNA)).isEmpty();
    }
}
