package energy.peerwatt.web.rest;

import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import energy.peerwatt.web.testkit.MarketTest;
import energy.peerwatt.web.testkit.Street;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

/** What the chain says of certificates, {@code CertificatesTest} of the settlement tries. */
@QuarkusTest
class CertificateResourceTest extends MarketTest {

    private static final String CERTIFICATES = "/api/v1/participants/101/certificates";

    @Test
    void nothingIsCertifiedBeforeItIsSettled() {
        as(Street.BUYER)
                .queryParam("from", "2030-01-01T00:00:00Z")
                .get(CERTIFICATES)
                .then()
                .statusCode(200)
                .body("participantId", equalTo(101))
                .body("contract", startsWith("0x"))
                .body("certificates", empty())
                .body("retirements", empty());
        as(Street.BUYER).queryParam("from", "soon").get(CERTIFICATES).then().statusCode(400);
        retire("2026-06-18T02:00:00Z", 1, "heating").then().statusCode(404);
    }

    @Test
    void saysWhatIsWrongWithAWish() {
        retire("soon", 1, "heating").then().statusCode(400).body("field", equalTo("interval"));
        retire("2026-06-18T02:01:00Z", 1, "heating")
                .then()
                .statusCode(400)
                .body("field", equalTo("interval"));
        retire("2026-06-18T02:00:00Z", 0, "heating").then().statusCode(400);
        retire("2026-06-18T02:00:00Z", 1, " ").then().statusCode(400);
        retire("2026-06-18T02:00:00Z", 1, "x".repeat(101)).then().statusCode(400);
    }

    private static Response retire(String interval, long energyWh, String purpose) {
        return as(Street.BUYER)
                .body(
                        """
                        {"interval":"%s","energyWh":%d,"purpose":"%s"}
                        """
                                .formatted(interval, energyWh, purpose))
                .post(CERTIFICATES + "/retire");
    }
}
