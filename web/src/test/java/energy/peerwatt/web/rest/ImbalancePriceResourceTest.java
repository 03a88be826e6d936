package energy.peerwatt.web.rest;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import energy.peerwatt.web.testkit.MarketTest;
import energy.peerwatt.web.testkit.Street;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prices of intervals that nothing is settled of. */
@QuarkusTest
class ImbalancePriceResourceTest extends MarketTest {

    private static final String PRICES = "/api/v1/areas/1/imbalance-prices";
    private static final String DAY = PRICES + "?from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z";

    @Test
    void pricesAreVersionedAndNothingIsKeptOfAListWithAnError() {
        importPrices("first", row("2026-03-01T00:00:00Z", 200_000, -20_000))
                .then()
                .statusCode(200)
                .body("added", equalTo(1));
        importPrices(
                        "corrected",
                        row("2026-03-01T00:00:00Z", 210_000, -20_000),
                        row("2026-03-01T00:15:00Z", 0, 0))
                .then()
                .body("added", equalTo(2))
                .body("unchanged", equalTo(0));
        importPrices("again", row("2026-03-01T00:15:00Z", 0, 0))
                .then()
                .body("added", equalTo(0))
                .body("unchanged", equalTo(1));
        importPrices("wrong", row("2026-03-01T00:30:00Z", 1, 1), row("2026-03-01T00:45:00Z", 1, 2))
                .then()
                .statusCode(400)
                .body("field", equalTo("prices[1].longMicro"));

        as(Street.SELLER)
                .get(DAY)
                .then()
                .statusCode(200)
                .body("version", contains(1, 2, 1))
                .body("shortMicro", contains(200_000, 210_000, 0))
                .body("reason", contains("first", "corrected", "corrected"))
                .body("[0].by", nullValue());
        asOperator().get(DAY).then().body("[0].by", equalTo("operator"));
        as(Street.SELLER)
                .body(
                        "{\"source\":\"s\",\"reason\":\"r\",\"prices\":[%s]}"
                                .formatted(row("2026-03-01T00:00:00Z", 1, 1)))
                .post(PRICES)
                .then()
                .statusCode(403);
    }

    @ParameterizedTest
    @CsvSource({
        "'interval;short', prices",
        "'interval,short_micro,long_micro', prices",
        "'interval,short_micro,long_micro\n2026-03-01T00:00:00Z,1', prices[0]",
        "'interval,short_micro,long_micro\n2026-03-01T00:00:00Z,1.5,1', prices[0].shortMicro",
        "'interval,short_micro,long_micro\n2026-03-01T00:00:00Z,1,', prices[0].longMicro",
        "'interval,short_micro,long_micro\n2026-03-01T00:00:00Z,1000000001,1', prices[0].shortMicro",
        "'interval,short_micro,long_micro\n2026-03-01T00:01:00Z,1,1', prices[0].interval",
    })
    void namesTheRowThatCannotBeRead(String csv, String field) {
        asOperator()
                .contentType("text/csv")
                .body(csv)
                .post(PRICES + "?source=test&reason=test")
                .then()
                .statusCode(400)
                .body("field", equalTo(field));
    }

    private static io.restassured.response.Response importPrices(String reason, String... rows) {
        return asOperator()
                .body(
                        "{\"source\":\"price list\",\"reason\":\"%s\",\"prices\":[%s]}"
                                .formatted(reason, String.join(",", rows)))
                .post(PRICES);
    }

    private static String row(String interval, long shortMicro, long longMicro) {
        return "{\"interval\":\"%s\",\"shortMicro\":%d,\"longMicro\":%d}"
                .formatted(interval, shortMicro, longMicro);
    }
}
