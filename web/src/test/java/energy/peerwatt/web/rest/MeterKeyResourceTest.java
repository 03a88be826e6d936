package energy.peerwatt.web.rest;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import energy.peerwatt.web.testkit.MarketTest;
import energy.peerwatt.web.testkit.Street;
import io.quarkus.test.junit.QuarkusTest;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

@QuarkusTest
class MeterKeyResourceTest extends MarketTest {

    private static final String POINT =
            "/api/v1/metering-points/" + Street.UNMETERED.meteringPoint();
    private static final String KEY = POINT + "/meter-keys/EXPORT";

    @Test
    void operatorsRegisterAndRemoveTheKeyOfAMeter() throws Exception {
        String key = publicKey();
        asOperator().get(KEY).then().statusCode(404);

        asOperator().body(body(key, "4711")).put(KEY).then().statusCode(204);

        asOperator()
                .get(KEY)
                .then()
                .statusCode(200)
                .body("publicKey", equalTo(key))
                .body("serial", equalTo("4711"))
                .body("reversed", equalTo(false));
        asOperator()
                .get(POINT + "/meter-operations")
                .then()
                .body("operation", hasItem("METER_KEY"));
        String removal = "{\"reason\":\"does not sign any more\"}";
        asOperator().body(removal).post(KEY + "/removal").then().statusCode(204);
        asOperator().body(removal).post(KEY + "/removal").then().statusCode(404);
    }

    @Test
    void whatIsNoKeyAndWhoIsNoOperatorIsRefused() throws Exception {
        asOperator().body(body("00", "4711")).put(KEY).then().statusCode(400);
        asOperator().body(body(publicKey(), "")).put(KEY).then().statusCode(400);
        asOperator()
                .body(body(publicKey(), "1"))
                .put(POINT + "/meter-keys/SIDEWAYS")
                .then()
                .statusCode(400);
        as(Street.UNMETERED).body(body(publicKey(), "1")).put(KEY).then().statusCode(403);
        as(Street.UNMETERED).get(KEY).then().statusCode(403);

        asOperator().get(KEY).then().statusCode(404);
    }

    private static String body(String key, String serial) {
        return """
        {"publicKey":"%s","serial":"%s","reversed":false,"reason":"on its type plate"}
        """
                .formatted(key, serial);
    }

    private static String publicKey() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return HexFormat.of().formatHex(generator.generateKeyPair().getPublic().getEncoded());
    }
}
