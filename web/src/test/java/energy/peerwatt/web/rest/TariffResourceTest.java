package energy.peerwatt.web.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.AreaFees;
import energy.peerwatt.settlement.ZoneFees;
import energy.peerwatt.unit.Price;
import energy.peerwatt.web.registry.AreaCharges;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.testkit.MarketTest;
import energy.peerwatt.web.testkit.Street;
import energy.peerwatt.web.testkit.Tariffs;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prices of years ahead, so that no other test meets them. */
@QuarkusTest
class TariffResourceTest extends MarketTest {

    private static final String TARIFFS = "/api/v1/areas/1/tariffs";
    private static final Instant BEFORE = Instant.parse("2039-12-31T22:45:00Z");
    private static final Instant AFTER = Instant.parse("2039-12-31T23:00:00Z");

    @Inject Registry registry;

    @Test
    void aMembersTariffChangesAtItsDate() {
        Tariffs.publish("2040-01-01", price("\"participantId\":102,", "RETAIL", 333_000));

        assertThat(tariffs(BEFORE))
                .isEqualTo(
                        new MeteringPoint.Tariffs(Price.ofCentsPerKwh(30), Price.ofCentsPerKwh(8)));
        assertThat(tariffs(AFTER))
                .isEqualTo(
                        new MeteringPoint.Tariffs(
                                Price.ofMicroPerKwh(333_000), Price.ofCentsPerKwh(8)));
        as(Street.UNMETERED)
                .get(TARIFFS + "?participantId=102")
                .then()
                .statusCode(200)
                .body("priceMicro", hasItem(333_000))
                .body("legalBasis", hasItem("price sheet 2040"))
                .body("validFrom", hasItem("2040-01-01"));
        as(Street.SELLER).get(TARIFFS + "?participantId=102").then().statusCode(403);
    }

    @Test
    void anAreasChargesChangeAtTheirDate() {
        Tariffs.publish(
                "2040-01-01", price("\"distance\":\"SAME_TRANSFORMER\",", "GRID_FEE", 12_000));
        Tariffs.publish("2040-01-01", price("", "TAX", 20_500));

        assertThat(fees(BEFORE))
                .isEqualTo(new AreaFees(Price.ofCentsPerKwh(3), Price.ofCentsPerKwh(2)));
        assertThat(fees(AFTER))
                .isEqualTo(new AreaFees(Price.ofMicroPerKwh(12_000), Price.ofMicroPerKwh(20_500)));
        as(Street.SELLER).get(TARIFFS).then().statusCode(200).body("kind", hasItem("GRID_FEE"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | LEVY | -1 | 2041-01-01 | priceMicro | negative",
                "'' | TOLL | 1 | 2041-01-01 | kind | is none of",
                "'' | GRID_FEE | 1 | 2041-01-01 | distance | missing",
                "'\"participantId\":102,' | LEVY | 1 | 2041-01-01 | kind | of the whole area",
                "'\"participantId\":999,' | RETAIL | 1 | 2041-01-01 | participantId | not a member",
                "'\"distance\":\"NEAR\",' | GRID_FEE | 1 | 2041-01-01 | distance | is none of",
                "'\"days\":[\"HOLIDAY\"],' | LEVY | 1 | 2041-01-01 | days | is none of",
                "'\"timeFrom\":\"09:00\",\"timeUntil\":\"08:00\",' | LEVY | 1 | 2041-01-01 | timeUntil | not after",
                "'' | LEVY | 1 | 2041-02-30 | validFrom | is not a date",
                "'' | LEVY | 1 | 2026-06-18 | validFrom | beyond what is traded now",
            })
    void refusesBadPricesByField(
            String more, String kind, long micro, String from, String field, String why) {
        Tariffs.draft(from, price(more, kind, micro))
                .statusCode(400)
                .body("field", equalTo(field))
                .body("detail", containsString(why));
        assertThat(fees(Instant.parse("2041-06-01T00:00:00Z")).levy().microPerKwh())
                .as("nothing is kept")
                .isNotEqualTo(1);
    }

    @Test
    void refusesTwoPricesForOneDay() {
        String price = price("\"participantId\":101,", "FEED_IN", 70_000);
        Tariffs.publish("2042-01-01", price);
        Tariffs.draft("2042-01-01", price).statusCode(400).body("field", equalTo("validFrom"));
    }

    @Test
    void showsWhatACountrysLawFixes() {
        as(Street.SELLER)
                .get("/api/v1/country-packs/DE")
                .then()
                .statusCode(200)
                .body("charges.size()", equalTo(7))
                .body("charges.find { it.kind == 'TAX' }.priceMicro", equalTo(20_500))
                .body("vat.find { it.treatment == 'REVERSE_CHARGE' }.ratePermille", equalTo(0));
        as(Street.SELLER).get("/api/v1/country-packs/XX").then().statusCode(404);
    }

    @Test
    void energyIsChargedByTheDistanceOfTheZonesOfBothEnds() {
        Instant then = Instant.parse("2050-01-01T12:00:00Z");
        String zone = "{\"validFrom\":\"%s\",\"operator\":\"grid\",\"feeder\":\"F1\",";
        String first =
                (zone + "\"transformer\":\"T1\",\"reason\":\"plan\"}").formatted("2050-01-01");
        String second =
                (zone + "\"transformer\":\"T2\",\"reason\":\"plan\"}").formatted("2050-01-01");
        gridFee("SAME_TRANSFORMER", 12_000);
        zone(Street.SELLER, first).statusCode(201).body("transformer", hasItem("T1"));
        zone(Street.SELLER, first).statusCode(400).body("field", equalTo("validFrom"));
        zone(Street.BUYER, second)
                .statusCode(400)
                .body("detail", containsString("no grid fee of distance SAME_FEEDER is known"));
        gridFee("SAME_FEEDER", 45_000);
        zone(Street.BUYER, second).statusCode(201);

        AreaCharges charges = charges();
        ParticipantId seller = new ParticipantId(Street.SELLER.participant());
        ParticipantId buyer = new ParticipantId(Street.BUYER.participant());
        ZoneFees fees = charges.zoneFees(then);
        assertThat(fees.between(seller, buyer)).contains(Price.ofMicroPerKwh(45_000));
        assertThat(fees.between(seller, seller)).contains(Price.ofMicroPerKwh(12_000));
        assertThat(fees.between(seller, new ParticipantId(102))).isEmpty();
        assertThat(charges.at(then).gridFee()).isEqualTo(Price.ofMicroPerKwh(45_000));
        assertThat(charges.usual(then).gridFee()).isEqualTo(Price.ofMicroPerKwh(12_000));
        assertThat(charges.zoneFees(BEFORE).between(seller, buyer)).isEmpty();
        onlyThoseConcernedSeeAndSetZones(first);
    }

    private static void onlyThoseConcernedSeeAndSetZones(String body) {
        String path = "/api/v1/metering-points/" + Street.SELLER.meteringPoint() + "/zones";
        as(Street.SELLER).get(path).then().statusCode(200).body("feeder", hasItem("F1"));
        as(Street.BUYER).get(path).then().statusCode(403);
        as(Street.SELLER).body(body).post(path).then().statusCode(403);
        asOperator()
                .body(body.replace("2050-01-01", "2026-06-18"))
                .post(path)
                .then()
                .statusCode(400)
                .body("detail", containsString("beyond what is traded now"));
        asOperator()
                .body(body)
                .post("/api/v1/metering-points/AT-NOBODY/zones")
                .then()
                .statusCode(404);
    }

    private static void gridFee(String distance, long micro) {
        Tariffs.publish(
                "2050-01-01", price("\"distance\":\"" + distance + "\",", "GRID_FEE", micro));
    }

    private static ValidatableResponse zone(Street.Home home, String body) {
        return asOperator()
                .body(body)
                .post("/api/v1/metering-points/" + home.meteringPoint() + "/zones")
                .then();
    }

    private AreaCharges charges() {
        return registry.area(new AreaId(1))
                .await()
                .atMost(Duration.ofSeconds(20))
                .orElseThrow()
                .charges();
    }

    private MeteringPoint.Tariffs tariffs(Instant at) {
        return registry
                .meteringPoints(new AreaId(1))
                .await()
                .atMost(Duration.ofSeconds(20))
                .stream()
                .filter(point -> point.participant().value() == Street.UNMETERED.participant())
                .map(MeteringPoint::tariffs)
                .findFirst()
                .orElseThrow()
                .at(at);
    }

    private AreaFees fees(Instant at) {
        return registry.area(new AreaId(1))
                .await()
                .atMost(Duration.ofSeconds(20))
                .orElseThrow()
                .charges()
                .at(at);
    }

    private static String price(String more, String kind, long micro) {
        return "%s\"kind\":\"%s\",\"name\":\"test\",\"priceMicro\":%d".formatted(more, kind, micro);
    }
}
