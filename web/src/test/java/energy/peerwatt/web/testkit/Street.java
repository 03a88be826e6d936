package energy.peerwatt.web.testkit;

import energy.peerwatt.metering.protocol.BlockSigner;
import energy.peerwatt.metering.protocol.Ed25519SigningKey;
import energy.peerwatt.metering.protocol.SetpointSigner;
import energy.peerwatt.metering.protocol.SigningKey;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;

/** Three homes with one gateway: the first sells, the second buys, the third is never metered. */
public final class Street {

    /** Market time at the start of the tests. */
    public static final Instant OPENS = Instant.parse("2026-06-18T07:00:00Z");

    public static final String GATEWAY = "gw-test";
    public static final String GATEWAY_PASSWORD = "gateway-password";
    public static final String PASSWORD = "demo";

    /** Capacity of the third home's battery. */
    public static final int BATTERY_WH = 10_000;

    /** A home; its tariffs are 0.30 retail and 0.08 feed-in. */
    public record Home(long participant, String login, String meteringPoint) {}

    public static final Home SELLER = new Home(100, "home-01", "AT-TEST-0001");
    public static final Home BUYER = new Home(101, "home-02", "AT-TEST-0002");
    public static final Home UNMETERED = new Home(102, "home-03", "AT-TEST-0003");
    public static final List<Home> HOMES = List.of(SELLER, BUYER, UNMETERED);

    private static final SigningKey KEY = Ed25519SigningKey.generate(new SecureRandom());
    private static final BlockSigner SIGNER = new BlockSigner(GATEWAY, KEY);

    private Street() {}

    /** Signs as the street's gateway. */
    public static BlockSigner signer() {
        return SIGNER;
    }

    /** Signs setpoint reports as the street's gateway. */
    public static SetpointSigner setpointSigner() {
        return new SetpointSigner(KEY);
    }

    /** The key of the street's gateway. */
    public static SigningKey key() {
        return KEY;
    }

    static void write(Path home) {
        List<String> homes = HOMES.stream().map(Street::json).toList();
        MarketTestResource.write(
                home.resolve("simulator/village.json"),
                """
                {"area":{"id":1,"name":"Teststrasse","timeZone":"Europe/Vienna","currency":"EUR"},
                 "homes":[%s]}
                """
                        .formatted(String.join(",", homes)));
        MarketTestResource.write(home.resolve("gateway/identity.json"), SIGNER.identity().toJson());
    }

    private static String json(Home home) {
        return """
        {"participantId":%d,"login":"%s","name":"Teststrasse %d","meteringPointId":"%s",
         "meter":"SDM630","solarWp":5000,"batteryWh":%d,"evChargerW":0,
         "retailMicro":300000,"feedInMicro":80000}
        """
                .formatted(
                        home.participant(),
                        home.login(),
                        home.participant(),
                        home.meteringPoint(),
                        home.equals(UNMETERED) ? BATTERY_WH : 0);
    }
}
