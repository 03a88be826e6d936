package energy.peerwatt.web.balancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import energy.peerwatt.balancer.model.Connection;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.web.testkit.Street;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A street by its telemetry, with one battery of the third home, is rehearsed without the grid. */
@QuarkusTest
class IslandRehearsalTest extends BalancedStreet {

    private static final String REHEARSALS = AREA + "/island-rehearsals";

    private static JsonPath rehearse(String body) {
        return asOperator().body(body).post(REHEARSALS).then().statusCode(200).extract().jsonPath();
    }

    @Test
    void saysHowLongItHoldsAndWhatIsShedFirst() {
        String before = newestSetpoint("id");

        Instant asked = clock.now();
        JsonPath answer = rehearse("{\"from\":\"18:00\",\"until\":\"06:00\",\"pickupW\":2000}");

        assertThat(answer.getString("kind")).isEqualTo("UNPLANNED");
        Instant opens = Instant.parse(answer.getString("opensAt"));
        Instant closes = Instant.parse(answer.getString("closesAt"));
        assertThat(Duration.between(opens, closes)).isEqualTo(Duration.ofHours(12));
        assertThat(opens).as("not one that has begun").isAfter(asked);
        assertThat(answer.getInt("heldMinutes")).isBetween(0, 12 * 60);
        assertThat(answer.getList("tiers.tier", Integer.class)).containsExactly(1, 2, 3);
        assertThat(answer.getList("switchings.tier", Integer.class).getFirst())
                .as("comfort goes first")
                .isEqualTo(3);
        assertThat(answer.getInt("tiers[2].wholeMinutes"))
                .isLessThanOrEqualTo(answer.getInt("tiers[1].wholeMinutes"));
        assertThat(answer.getInt("reserve.criticalWh")).isPositive();
        assertThat(answer.getInt("reserve.criticalMostWh")).isPositive();
        assertThat(answer.getString("reconnection.at")).isEqualTo(closes.toString());
        assertThat(answer.getList("assumed.formingUnits", String.class))
                .containsExactly(Street.UNMETERED.meteringPoint() + "/BATTERY");
        assertThat(answer.getInt("assumed.comfortPermille")).isEqualTo(400);
        assertThat(state()).as("nothing is planned by it").isEqualTo("NO_LIMIT");
        assertThat(newestSetpoint("id")).as("nothing is ordered").isEqualTo(before);
    }

    @Test
    void aFewMinutesOfCriticalLoadAreServed() {
        JsonPath answer =
                rehearse(
                        """
                        {"from":"12:00","until":"12:15","kind":"PLANNED","criticalPermille":10,
                         "importantPermille":0,"criticalHours":0}\
                        """);

        assertThat(answer.getInt("heldMinutes")).isEqualTo(15);
        assertThat(answer.getInt("tiers[0].unservedWh")).isZero();
        assertThat(answer.getBoolean("kept")).isTrue();
        assertThat(answer.getBoolean("keptAsForecast")).isTrue();
        assertThat(answer.getBoolean("assumed.networkChecked")).isFalse();
        assertThat(answer.getString("range")).as("no past says how far off it may be").isNull();
    }

    @Test
    void whatHasBegunIsRehearsedTheNextDay() {
        Instant now = clock.now();
        ZonedDateTime begun =
                DeliveryInterval.containing(now, DeliveryInterval.QUARTER_HOUR)
                        .start()
                        .atZone(ZoneId.of("Europe/Vienna"));

        JsonPath answer =
                rehearse(
                        "{\"from\":\"%s\",\"until\":\"%s\",\"criticalHours\":0}"
                                .formatted(
                                        begun.toLocalTime(), begun.plusMinutes(30).toLocalTime()));

        assertThat(Instant.parse(answer.getString("opensAt"))).isAfter(now);
    }

    @Test
    void worseIsMoreLoadAndLessSunThanForecast() {
        Home home =
                new Home(
                        "a",
                        Connection.L1,
                        Series.of(500, 900),
                        new Home.Solar(Series.of(300, 100), false),
                        List.of(),
                        Optional.of(
                                new Home.Spread(
                                        Series.of(100, 100),
                                        Series.of(800, 700),
                                        Series.of(200, 150),
                                        Series.of(400, 400))));

        Home worse = IslandRehearsal.worse(home);

        assertThat(worse.loadWatts()).isEqualTo(Series.of(800, 900));
        assertThat(worse.solar().watts()).isEqualTo(Series.of(200, 100));
    }

    @Test
    void aHomeOfWhichNothingIsKnownIsCriticalLoadAndNothingIsPromised() {
        String minutes =
                """
                {"from":"12:00","until":"12:15","kind":"PLANNED","criticalPermille":10,
                 "importantPermille":0,"criticalHours":0}\
                """;
        int known = rehearse(minutes).getInt("tiers[0].loadWh");
        live.forget(new MeteringPointId("AT-TEST-0002"), Instant.MAX);

        JsonPath answer = rehearse(minutes);

        assertThat(answer.getInt("assumed.leftOut")).isEqualTo(1);
        assertThat(answer.getInt("tiers[0].loadWh"))
                .as("a kilowatt instead of a hundredth of five")
                .isGreaterThan(known + 200);
        assertThat(answer.getBoolean("kept")).isFalse();
        assertThat(answer.getString("problems")).contains("Of one home nothing is known");
    }

    @Test
    void aBlackStartBeyondTheBatteriesIsRefusedAndAReserveBeyondThemIsNamed() {
        asOperator()
                .body("{\"from\":\"18:00\",\"until\":\"19:00\",\"blackStartWh\":9000000}")
                .post(REHEARSALS)
                .then()
                .statusCode(400)
                .body("field", equalTo("blackStartWh"))
                .body("detail", containsString("what the forming units give from full"));

        JsonPath reserve =
                rehearse(
                        """
                        {"from":"18:00","until":"19:00","criticalHours":48,"criticalPermille":1000}
                        """);
        assertThat(reserve.getBoolean("kept")).isFalse();
        assertThat(reserve.getString("problems")).contains("all batteries together can hold");
    }

    @Test
    void whatCannotBeRehearsedIsRefusedWithTheField() {
        refused("{\"from\":\"18:05\",\"until\":\"19:00\"}", "from");
        refused("{\"until\":\"19:00\"}", "from");
        refused(
                "{\"from\":\"18:00\",\"until\":\"19:00\",\"criticalPermille\":700,\"importantPermille\":400}",
                "importantPermille");
        for (String points :
                List.of(
                        "\"AT-TEST-0001\"",
                        "\"AT-TEST-0003\",\"AT-TEST-9999\"",
                        "null",
                        "\"no point\"")) {
            refused(
                    "{\"from\":\"18:00\",\"until\":\"19:00\",\"formingPoints\":[" + points + "]}",
                    "formingPoints");
        }
        as(Street.SELLER)
                .body("{\"from\":\"18:00\",\"until\":\"19:00\"}")
                .post(REHEARSALS)
                .then()
                .statusCode(403);
        asOperator()
                .body("{\"from\":\"18:00\",\"until\":\"19:00\"}")
                .post("/api/v1/areas/9/island-rehearsals")
                .then()
                .statusCode(404);
    }

    private static void refused(String body, String field) {
        asOperator()
                .body(body)
                .post(REHEARSALS)
                .then()
                .statusCode(400)
                .body("field", equalTo(field));
    }
}
