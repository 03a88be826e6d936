package energy.peerwatt.web.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.IntakeResult;
import energy.peerwatt.metering.headend.store.HeadEnd;
import energy.peerwatt.metering.protocol.BlockSigner;
import energy.peerwatt.metering.protocol.Ed25519SigningKey;
import energy.peerwatt.metering.protocol.Reading;
import energy.peerwatt.metering.protocol.ReadingBlock;
import energy.peerwatt.metering.protocol.ReadingChain;
import energy.peerwatt.metering.protocol.SaltKey;
import energy.peerwatt.web.testkit.Await;
import energy.peerwatt.web.testkit.MarketTest;
import energy.peerwatt.web.testkit.Street;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An operator erases; the stage does it. */
@QuarkusTest
class ErasureResourceTest extends MarketTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Instant READ_AT = Street.OPENS.minus(Duration.ofDays(10));

    @Inject HeadEnd headEnd;

    @Test
    void readingsAreErasedAndThatIsOnRecord() {
        String path = read("AT-ERASE-1", "gw-erase-1");

        asOperator()
                .body(request(READ_AT.plusSeconds(1)))
                .post(path)
                .then()
                .statusCode(202)
                .body("meteringPointId", equalTo("AT-ERASE-1"))
                .body("requestedBy", equalTo("operator"))
                .body("reason", equalTo("moved out"));

        Await.until(
                "the reading is erased",
                () -> asOperator().get(path).jsonPath().getInt("[0].readings") == 1);
        asOperator().get(path).then().body("readings", contains(1)).body("", hasSize(1));
    }

    @Test
    void refusesWhatCannotBeErased() {
        String path = read("AT-ERASE-2", "gw-erase-2");

        asOperator()
                .body(request(Street.OPENS.plus(Duration.ofDays(300))))
                .post(path)
                .then()
                .statusCode(400)
                .body("field", equalTo("before"));
        asOperator()
                .body(request(READ_AT))
                .post("/api/v1/metering-points/AT-NEVER-READ/erasures")
                .then()
                .statusCode(404);
        asOperator().get(path).then().statusCode(200).body("", hasSize(0));
    }

    @Test
    void isForOperatorsOnly() {
        given().contentType(ContentType.JSON)
                .body(request(READ_AT))
                .post("/api/v1/metering-points/AT-TEST-0001/erasures")
                .then()
                .statusCode(401);
        given().get("/api/v1/metering-points/AT-TEST-0001/erasures").then().statusCode(401);
    }

    private static Map<String, String> request(Instant before) {
        return Map.of("before", before.toString(), "reason", "moved out");
    }

    /** Takes one reading of the point; answers with the path of its erasures. */
    private String read(String point, String gateway) {
        BlockSigner signer =
                new BlockSigner(gateway, Ed25519SigningKey.generate(new SecureRandom()));
        await(headEnd.register(signer.identity(), Street.OPENS));
        Reading reading =
                new Reading(
                        1,
                        new MeteringPointId(point),
                        Channel.IMPORT,
                        READ_AT.plusMillis(1),
                        1_000,
                        1_000,
                        false);
        ReadingChain chain = new ReadingChain(gateway, 1, SaltKey.random());
        byte[] block = signer.sign(new ReadingBlock(gateway, 1, List.of(reading)), chain);
        assertThat(await(headEnd.accept(block, Street.OPENS)))
                .isInstanceOf(IntakeResult.Accepted.class);
        return "/api/v1/metering-points/" + point + "/erasures";
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }
}
