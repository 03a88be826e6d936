package energy.peerwatt.web.notification;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.accounts.AccountRole;
import energy.peerwatt.web.testkit.Await;
import energy.peerwatt.web.testkit.Mailbox;
import energy.peerwatt.web.testkit.MarketTest;
import energy.peerwatt.web.testkit.People;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.builder.RequestSpecBuilder;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Facts of an area of its own, so that the street's are left alone. */
@QuarkusTest
class NotificationTest extends MarketTest {

    private static final String ME = "/api/v1/me";
    private static final String PREFIX = "told-";
    private static final long HOME = 7001;
    private static final String POINT = "AT-TOLD-0001";

    @Inject People people;
    @Inject Facts facts;
    @Inject NotificationStage stage;
    @Inject MarketClock clock;

    /** Another one for each test: mails of the one before may come late. */
    private final String login = PREFIX + UUID.randomUUID() + "@example.org";

    private long anna;
    private Instant now;

    @BeforeEach
    void addHome() {
        removeHome();
        people.run(
                "INSERT INTO market.participant (id, name) VALUES ($1, 'Told') ON CONFLICT DO NOTHING",
                HOME);
        people.run(
                """
                INSERT INTO market.metering_point (id, area_id, participant_id, meter, retail_micro,
                    feed_in_micro, solar_wp, battery_wh, ev_charger_w)
                VALUES ($1, 1, $2, 'SDM630', 300000, 80000, 5000, 0, 0)
                """,
                POINT,
                HOME);
        anna = people.add(login, Set.of(), HOME);
        people.run(
                "UPDATE market.account SET email = $1, email_verified_at = now() WHERE login = $1",
                login);
        now = clock.now().truncatedTo(ChronoUnit.MILLIS);
    }

    @AfterEach
    void removeHome() {
        people.removeAll(PREFIX);
        people.run("DELETE FROM market.strategy WHERE metering_point = $1", POINT);
        people.run("DELETE FROM metering.register WHERE metering_point = $1", POINT);
        people.run("DELETE FROM metering.finding WHERE metering_point = $1", POINT);
        people.run("DELETE FROM market.tariff WHERE participant_id = $1", HOME);
        people.run("DELETE FROM market.data_grant WHERE participant_id = $1", HOME);
        people.run("DELETE FROM settlement.withdrawal WHERE participant = $1", HOME);
        people.run("DELETE FROM settlement.invoice WHERE participant = $1", HOME);
        people.run("DELETE FROM market.metering_point WHERE id = $1", POINT);
    }

    private RequestSpecification anna() {
        return given().auth()
                .preemptive()
                .basic(login, People.PASSWORD)
                .contentType(ContentType.JSON);
    }

    /** A browser of hers that is signed in. */
    private RequestSpecification browser() {
        var session =
                given().contentType(ContentType.JSON)
                        .body(Map.of("login", login, "password", People.PASSWORD))
                        .post("/api/v1/session");
        session.then().statusCode(200);
        return new RequestSpecBuilder()
                .addCookie("peerwatt-session", session.cookie("peerwatt-session"))
                .addHeader("X-Write-Token", session.path("writeToken"))
                .setContentType(ContentType.JSON)
                .build();
    }

    /** A subscription of a new session. */
    private RequestSpecification subscribe(FakePushService browser, String name) {
        RequestSpecification session = browser();
        given(session).body(browser.subscription(name)).post(ME + "/push").then().statusCode(204);
        return session;
    }

    private boolean isPushedTo(FakePushService browser, String name) {
        return anna().body(Map.of("endpoint", browser.endpoint(name)))
                .post(ME + "/push/state")
                .then()
                .statusCode(200)
                .extract()
                .path("on");
    }

    private void note(NotificationKind kind, Instant at) {
        facts.note(kind, at, Instant.EPOCH).await().indefinitely();
    }

    /** Looks three times, and once more with later news. */
    private long told(NotificationKind kind) {
        for (int look = 0; look < 3; look++) {
            note(kind, now.plusSeconds(look));
        }
        return count(kind);
    }

    private long count(NotificationKind kind) {
        return people.count(
                "SELECT count(*) FROM market.notification WHERE account_id = "
                        + anna
                        + " AND kind = '"
                        + kind
                        + "'");
    }

    private static Object at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /** Something to be told of: a price that changes. */
    private void newPrice(String from, Instant setAt) {
        people.run(
                """
                INSERT INTO market.tariff (area_id, participant_id, kind, name, days, time_from,
                    time_until, price_micro, valid_from, legal_basis, created_at, created_by)
                VALUES (1, $1, 'RETAIL', 'n', 'MONDAY', '00:00', '00:00', 1, $2::text::date, 'b', $3, 'x')
                """,
                HOME,
                from,
                at(setAt));
    }

    @Test
    void tellsOnceThatAMeterIsSilentAndThatItIsHeardAgain() {
        people.run(
                "INSERT INTO metering.register (metering_point, channel, last_at) VALUES ($1, 'IMPORT', $2)",
                POINT,
                at(now.minus(Duration.ofMinutes(29))));
        assertThat(told(NotificationKind.METER_SILENT)).isZero();
        people.run(
                "UPDATE metering.register SET last_at = $2 WHERE metering_point = $1",
                POINT,
                at(now.minus(Duration.ofMinutes(31))));
        assertThat(told(NotificationKind.METER_SILENT)).isOne();
        // What was kept in its gateway and comes late ends no silence, and begins none.
        people.run(
                "UPDATE metering.register SET last_at = $2 WHERE metering_point = $1",
                POINT,
                at(now.minus(Duration.ofMinutes(30)).minusSeconds(9)));
        assertThat(told(NotificationKind.METER_HEARD)).isZero();
        assertThat(told(NotificationKind.METER_SILENT)).isOne();
        people.run(
                "UPDATE metering.register SET last_at = $2 WHERE metering_point = $1",
                POINT,
                at(now.minusSeconds(5)));
        assertThat(told(NotificationKind.METER_HEARD)).isOne();
        assertThat(told(NotificationKind.METER_SILENT)).isOne();
    }

    @Test
    void nobodyIsSilentBeforeTheMarketListened() {
        people.run(
                "INSERT INTO metering.register (metering_point, channel, last_at) VALUES ($1, 'IMPORT', $2)",
                POINT,
                at(now.minus(Duration.ofHours(3))));
        facts.note(NotificationKind.METER_SILENT, now, now.minus(Duration.ofMinutes(10)))
                .await()
                .indefinitely();
        assertThat(count(NotificationKind.METER_SILENT)).isZero();
    }

    @Test
    void tellsOnceOfAPauseByAnother() {
        String pause =
                """
                INSERT INTO market.strategy (metering_point, style, paused, changed_by, changed_at, reason)
                VALUES ($1, 'BALANCED', true, $2, $3, '')
                """;
        people.run(pause, POINT, "participant " + HOME, at(now.minusSeconds(60)));
        assertThat(told(NotificationKind.TRADING_PAUSED)).isZero();
        people.run("DELETE FROM market.strategy WHERE metering_point = $1", POINT);
        people.run(pause, POINT, "operator", at(now.minusSeconds(60)));
        people.run(pause, POINT, "operator", at(now.minusSeconds(30)));
        assertThat(told(NotificationKind.TRADING_PAUSED)).isOne();
    }

    @Test
    void tellsOnceOfPricesThatChange() {
        newPrice("2026-07-01", now.minusSeconds(50));
        newPrice("2026-07-01", now.minusSeconds(40));
        assertThat(told(NotificationKind.PRICES_CHANGE)).isOne();
        newPrice("2026-08-01", now.minusSeconds(30));
        assertThat(told(NotificationKind.PRICES_CHANGE)).isEqualTo(2);
    }

    @Test
    void tellsOnceOfEachInvoiceOfAMonth() {
        people.run(
                "INSERT INTO settlement.invoice_series VALUES ('told', 9) ON CONFLICT DO NOTHING");
        for (int number = 1; number <= 3; number++) {
            people.run(
                    """
                    INSERT INTO settlement.invoice (issuer, number, area, participant, month, kind,
                        version, currency, issuer_name, issuer_lines, member_name, issued_at, vat_role,
                        vat_treatment, vat_permille, vat_from, vat_basis, net_cents, vat_cents, reason)
                    VALUES ('told', $1::int, 1, $2, '2026-05-01', $3, $4::int, 'EUR', 'n', 'l', 'm', $5, 'r',
                        't', 0, '2026-01-01', 'b', 1, 0, 'r')
                    """,
                    number,
                    HOME,
                    number == 2 ? "FEED_IN" : "SUPPLY",
                    number == 3 ? 2 : 1,
                    at(now.minusSeconds(60)));
        }
        assertThat(told(NotificationKind.INVOICE_READY)).isEqualTo(2);
        assertThat(
                        people.count(
                                "SELECT count(*) FROM market.notification WHERE account_id = "
                                        + anna
                                        + " AND details->>'corrected' = 'true'"))
                .isOne();
    }

    @Test
    void tellsOnceOfAPayout() {
        people.run(
                """
                INSERT INTO settlement.withdrawal (participant, amount_nano, payee, state, paid_nano)
                VALUES ($1, 5, '0x' || repeat('0', 40), 'PAID', 4)
                """,
                HOME);
        people.run(
                """
                INSERT INTO settlement.withdrawal (participant, amount_nano, payee, state, reason)
                VALUES ($1, 5, '0x' || repeat('0', 40), 'REFUSED', 'r')
                """,
                HOME);
        assertThat(told(NotificationKind.PAYOUT_SENT)).isOne();
        assertThat(told(NotificationKind.PAYOUT_REFUSED)).isOne();
    }

    @Test
    void tellsOnceOfAnOfferAndOfAConsentThatEnds() {
        people.run(
                """
                INSERT INTO market.data_grant (participant_id, grantee, grantee_id, purpose, resolution,
                    price_nano, granted_at, expires_at, accepted_at)
                VALUES ($1, $2, $3, 'advice', 'DAY', 0, $4, $5, $4)
                """,
                HOME,
                login,
                anna,
                at(now.minus(Duration.ofDays(2))),
                at(now.plus(Duration.ofDays(2))));
        assertThat(told(NotificationKind.DATA_OFFERED)).isOne();
        assertThat(told(NotificationKind.CONSENT_ENDING)).isOne();
    }

    private void happened(String kind, String address) {
        people.run(
                """
                INSERT INTO market.account_event (account_id, kind, by_login, address, detail)
                VALUES ($1, $2, $3, $4, '')
                """,
                anna,
                kind,
                login,
                address);
    }

    @Test
    void tellsOnceOfSignInsFromElsewhere() {
        happened("SIGNED_IN", "192.0.2.1");
        happened("SIGNED_IN", "192.0.2.1");
        assertThat(told(NotificationKind.NEW_SIGN_IN)).isZero();
        happened("SIGNED_IN", "192.0.2.2");
        happened("SIGNED_IN", "192.0.2.2");
        assertThat(told(NotificationKind.NEW_SIGN_IN)).isOne();
    }

    @Test
    void tellsOnceOfEachNewWayInAndPassword() {
        happened("PASSKEY_ADDED", "192.0.2.1");
        happened("PASSWORD_CHANGED", "192.0.2.1");
        happened("PASSWORD_RESET", "192.0.2.1");
        assertThat(told(NotificationKind.NEW_WAY_IN)).isOne();
        assertThat(told(NotificationKind.PASSWORD_CHANGED)).isEqualTo(2);
    }

    @Test
    void tellsOperatorsAloneOnceOfAnAlarm() {
        for (int interval = 0; interval < 3; interval++) {
            people.run(
                    """
                    INSERT INTO metering.finding (interval_start, metering_point, channel, check_name,
                        severity, detail, found_at) VALUES ($1, $2, 'IMPORT', 'SPIKE', 'SUSPECT', 'd', $3)
                    """,
                    at(now.minusSeconds(900L * interval)),
                    POINT,
                    at(now.minusSeconds(1)));
        }
        assertThat(told(NotificationKind.METERING_ALARM)).isZero();
        people.run(
                "INSERT INTO market.account_role (account_id, role) VALUES ($1, $2)",
                anna,
                AccountRole.OPERATOR.name());
        note(NotificationKind.METERING_ALARM, now);
        note(NotificationKind.METERING_ALARM, now);
        assertThat(
                        people.count(
                                "SELECT count(*) FROM market.notification WHERE account_id = "
                                        + anna
                                        + " AND details->>'point' = '"
                                        + POINT
                                        + "'"))
                .isOne();
    }

    @Test
    void tellsOnceOfTheFirstSaleAndOfWhatIsSettledAgain() {
        Instant interval = now.truncatedTo(ChronoUnit.DAYS).minus(Duration.ofHours(1));
        settle(interval, 1, 100_000_000L);
        assertThat(told(NotificationKind.FIRST_SALE)).isOne();
        settle(interval, 2, 120_000_000L);
        for (String sum : List.of("first", "again")) {
            people.run(
                    """
                    INSERT INTO market.resettlement (area_id, interval_start, causes, first_at, last_at,
                        done_at, version) VALUES (1, $1, $2, $3, $3, $3, 2)
                    """,
                    at(interval),
                    PREFIX + sum,
                    at(now.minusSeconds(60)));
        }
        try {
            assertThat(told(NotificationKind.STATEMENT_CORRECTED)).isOne();
            settle(interval.plus(Duration.ofMinutes(15)), 1, 100_000_000L);
            assertThat(told(NotificationKind.FIRST_SALE)).isOne();
        } finally {
            people.run("DELETE FROM market.resettlement WHERE starts_with(causes, $1)", PREFIX);
            people.run("DELETE FROM settlement.settlement_line WHERE participant = $1", HOME);
            people.run(
                    "DELETE FROM settlement.interval_settlement WHERE reason = $1 AND version = 2",
                    PREFIX);
            people.run("DELETE FROM settlement.interval_settlement WHERE reason = $1", PREFIX);
        }
    }

    private void settle(Instant interval, int version, long nano) {
        people.run(
                """
                INSERT INTO settlement.interval_settlement (area, interval_start, version,
                    interval_minutes, sha256, matched_wh, pool_wh, residual_supply_wh,
                    residual_feed_in_wh, saved_nano, line_count, created_at, reason)
                VALUES (1, $1, $2::int, 15, '', 0, 0, 0, 0, 0, 0, $3, $4)
                """,
                at(interval),
                version,
                at(now.minusSeconds(90)),
                PREFIX);
        people.run(
                """
                INSERT INTO settlement.settlement_line (area, interval_start, version, number,
                    participant, counterparty, kind, direction, energy_wh, price_micro, amount_nano,
                    quality, salt)
                VALUES (1, $1, $2::int, 1, $3, 1, 'POOL_ENERGY', 'SOLD', 1000, $4::bigint / 1000, $4, 'VALID',
                    decode(repeat('00', 32), 'hex'))
                """,
                at(interval),
                version,
                HOME,
                nano);
    }

    @Test
    void listsReadsAndCounts() {
        newPrice("2026-07-01", now.minusSeconds(50));
        newPrice("2026-08-01", now.minusSeconds(40));
        note(NotificationKind.PRICES_CHANGE, now);
        happened("PASSWORD_CHANGED", "192.0.2.1");
        note(NotificationKind.PASSWORD_CHANGED, now);

        anna().get(ME + "/notifications/unread")
                .then()
                .statusCode(200)
                .body("unread", equalTo(3))
                .body("language", nullValue());
        var page =
                anna().get(ME + "/notifications?limit=2")
                        .then()
                        .statusCode(200)
                        .body("items", hasSize(2))
                        .body("items[0].kind", equalTo("PASSWORD_CHANGED"))
                        .body("items[0].path", equalTo("/you"))
                        .body("items[1].topic", equalTo("MONEY"))
                        .body("items[1].details.from", notNullValue())
                        .body("items[1].read", equalTo(false))
                        .extract()
                        .jsonPath();
        long newest = page.getLong("items[0].id");
        long second = page.getLong("items[1].id");
        anna().get(ME + "/notifications?limit=2&before=" + page.getLong("next"))
                .then()
                .body("items", hasSize(1))
                .body("next", nullValue());

        anna().put(ME + "/notifications/" + newest + "/read").then().statusCode(204);
        anna().put(ME + "/notifications/" + newest + "/read").then().statusCode(204);
        anna().get(ME + "/notifications/unread").then().body("unread", equalTo(2));
        anna().body(Map.of("upTo", second - 1))
                .put(ME + "/notifications/read")
                .then()
                .statusCode(200)
                .body("unread", equalTo(1));
        asOperator().put(ME + "/notifications/" + newest + "/read").then().statusCode(404);
    }

    @Test
    void keepsWhatOneWishes() {
        anna().get(ME + "/notifications/settings")
                .then()
                .body("language", equalTo("en"))
                .body("quietFrom", equalTo("21:00"))
                .body("quietUntil", equalTo("07:00"))
                .body("topics.find { it.topic == 'SECURITY' }.fixed", equalTo(true));
        anna().body(
                        """
                        {"language":"de","topics":[
                         {"topic":"MONEY","inApp":false,"mail":false,"push":false},
                         {"topic":"SECURITY","inApp":false,"mail":false,"push":false}]}
                        """)
                .put(ME + "/notifications/settings")
                .then()
                .statusCode(200);
        anna().get(ME + "/notifications/settings")
                .then()
                .body("language", equalTo("de"))
                .body("quietFrom", nullValue())
                .body("topics.find { it.topic == 'MONEY' }.inApp", equalTo(false))
                .body("topics.find { it.topic == 'SECURITY' }.mail", equalTo(true));
        anna().body("{\"language\":\"de\",\"quietFrom\":\"21:00\",\"topics\":[]}")
                .put(ME + "/notifications/settings")
                .then()
                .statusCode(400)
                .body("field", equalTo("quietUntil"));
        anna().body("{\"language\":\"fr\"}")
                .put(ME + "/notifications/language")
                .then()
                .statusCode(400);

        newPrice("2026-07-01", now.minusSeconds(50));
        assertThat(told(NotificationKind.PRICES_CHANGE)).isOne();
        anna().get(ME + "/notifications").then().body("items", hasSize(0));
        assertThat(pending("MAIL")).isZero();
    }

    private long pending(String channel) {
        return people.count(
                "SELECT count(*) FROM market.notification_sending WHERE sent_at IS NULL AND channel = '"
                        + channel
                        + "' AND account_id = "
                        + anna);
    }

    private List<String> mails() {
        return Mailbox.to(login);
    }

    /** The stage of the running market looks too, so a mail may have gone before we send. */
    private void sendAt(Instant at) throws InterruptedException {
        stage.sendAll(at);
    }

    @Test
    void mailsInTheirLanguageAndBundlesWhatIsOverTheCap() throws InterruptedException {
        String wish = "{\"language\":\"de\"}";
        anna().body(wish).put(ME + "/notifications/language").then().statusCode(204);
        int before = mails().size();
        for (int month = 1; month <= 5; month++) {
            newPrice("2027-0%d-01".formatted(month), now.minusSeconds(60));
            note(NotificationKind.PRICES_CHANGE, now.plusMillis(month));
            sendAt(now.plusMillis(month));
            int sent = Math.min(3, month);
            int waits = month - sent;
            Await.until(
                    "mail " + month,
                    () -> mails().size() == before + sent && pending("MAIL") == waits);
        }
        assertThat(mails().get(before))
                .contains("Ihre Preise =C3=A4ndern sich", "/billing?home=3D" + HOME);
        assertThat(pending("MAIL")).isEqualTo(2);

        happened("PASSWORD_CHANGED", "192.0.2.1");
        note(NotificationKind.PASSWORD_CHANGED, now.plusMillis(9));
        sendAt(now.plusMillis(9));
        Await.until(
                "security has no cap", () -> mails().size() == before + 4 && pending("MAIL") == 2);

        sendAt(now.plus(Duration.ofDays(8)));
        Await.until("the rest", () -> mails().size() == before + 5);
        assertThat(mails().getLast()).contains("2 Neuigkeiten von Peerwatt");
        Await.until("noted as sent", () -> pending("MAIL") == 0);
    }

    @Test
    void pushesWhatTheBrowserReads() throws Exception {
        try (FakePushService browser = new FakePushService()) {
            String name = UUID.randomUUID().toString();
            subscribe(browser, name);
            String key = anna().get(ME + "/push").path("publicKey");
            newPrice("2026-07-01", now.minusSeconds(60));
            note(NotificationKind.PRICES_CHANGE, now);
            sendAt(now);
            Await.until("pushed", () -> browser.to(name).size() == 1);

            FakePushService.Request request = browser.to(name).getFirst();
            JsonObject message = browser.read(request);
            assertThat(message.getString("title")).isEqualTo("Your prices change");
            assertThat(message.getString("body"))
                    .isEqualTo("From 1 July 2026 on other prices hold for your home.");
            assertThat(message.getString("path")).isEqualTo("/billing?home=" + HOME);
            assertThat(request.header("Content-Encoding")).isEqualTo("aes128gcm");
            assertThat(request.header("TTL")).isEqualTo("43200");
            JsonObject claims = FakePushService.claims(request, key);
            assertThat(claims.getString("aud")).isEqualTo(browser.origin());
            assertThat(claims.getString("sub")).isEqualTo("mailto:market@example.org");
            Await.until("noted as sent", () -> pending("PUSH") == 0);

            anna().body(Map.of("endpoint", browser.endpoint(name)))
                    .post(ME + "/push/test")
                    .then()
                    .statusCode(204);
            assertThat(browser.read(browser.to(name).getLast()).getString("title"))
                    .isEqualTo("This is a test");
            anna().body(Map.of("endpoint", browser.endpoint(name)))
                    .post(ME + "/push/test")
                    .then()
                    .statusCode(429);
        }
    }

    @Test
    void pushesOnlyToBrowsersThatAreSignedIn() throws Exception {
        try (FakePushService browser = new FakePushService()) {
            String name = UUID.randomUUID().toString();
            anna().body(browser.subscription(name))
                    .post(ME + "/push")
                    .then()
                    .statusCode(409)
                    .body("type", endsWith("session-needed"));
            assertThat(isPushedTo(browser, name)).isFalse();

            RequestSpecification session = subscribe(browser, name);
            assertThat(isPushedTo(browser, name)).isTrue();
            given(session).delete("/api/v1/session").then().statusCode(204);
            assertThat(isPushedTo(browser, name)).isFalse();
            given(browser())
                    .body(Map.of("endpoint", browser.endpoint(name)))
                    .post(ME + "/push/test")
                    .then()
                    .statusCode(404);

            subscribe(browser, name);
            people.run(
                    "UPDATE market.account_session SET expires_at = now() WHERE account_id = $1",
                    anna);
            stage.run();
            assertThat(isPushedTo(browser, name)).isFalse();
            newPrice("2026-07-01", now.minusSeconds(60));
            note(NotificationKind.PRICES_CHANGE, now);
            sendAt(now);
            assertThat(count(NotificationKind.PRICES_CHANGE)).isOne();
            assertThat(browser.all()).isEmpty();
        }
    }

    @Test
    void aNewPasswordEndsPushesToTheOtherBrowsers() throws Exception {
        try (FakePushService browser = new FakePushService()) {
            subscribe(browser, "thief");
            RequestSpecification own = subscribe(browser, "own");
            given(own)
                    .body(Map.of("current", People.PASSWORD, "password", "another good one"))
                    .put(ME + "/password")
                    .then()
                    .statusCode(204);
            given(own)
                    .body(Map.of("endpoint", browser.endpoint("own")))
                    .post(ME + "/push/state")
                    .then()
                    .body("on", equalTo(true));
            given(own)
                    .body(Map.of("endpoint", browser.endpoint("thief")))
                    .post(ME + "/push/state")
                    .then()
                    .body("on", equalTo(false));
        }
    }

    @Test
    void oneKindThatFailsHoldsUpNoOther() {
        people.run(
                "INSERT INTO metering.register (metering_point, channel, last_at) VALUES ($1, 'IMPORT', $2)",
                POINT,
                at(now));
        // A silence since a time that is none: looking for its end fails.
        people.run(
                """
                INSERT INTO market.notification (account_id, kind, fact, details, at, listed)
                VALUES ($1, 'METER_SILENT', 'broken',
                    jsonb_build_object('point', $2::text, 'since', 'never'), $3, true)
                """,
                anna,
                POINT,
                at(now));
        newPrice("2026-07-01", now.minusSeconds(60));
        happened("PASSWORD_CHANGED", "192.0.2.1");

        stage.look(now, now);

        assertThatThrownBy(() -> note(NotificationKind.METER_HEARD, now))
                .hasMessageContaining("never");
        assertThat(count(NotificationKind.PRICES_CHANGE)).isOne();
        assertThat(count(NotificationKind.PASSWORD_CHANGED)).isOne();
    }

    @Test
    void tellsEverybodyOfTheHomeOfAPayoutAddressAndOfAWithdrawal() throws Exception {
        String other = PREFIX + UUID.randomUUID() + "@example.org";
        long bert = people.add(other, Set.of(), HOME);
        people.run(
                "INSERT INTO settlement.payout_address (participant, account, address, proof)"
                        + " VALUES ($1, $2, '0x' || repeat('0', 40), 'p')",
                HOME,
                anna);
        people.run(
                """
                INSERT INTO settlement.withdrawal (participant, amount_nano, payee)
                VALUES ($1, 12500000000, '0x' || repeat('0', 40))
                """,
                HOME);
        try {
            assertThat(told(NotificationKind.PAYOUT_ADDRESS_SET)).isOne();
            assertThat(told(NotificationKind.WITHDRAWAL_ASKED)).isOne();
        } finally {
            people.run("DELETE FROM settlement.payout_address WHERE participant = $1", HOME);
            people.run("DELETE FROM settlement.withdrawal WHERE participant = $1", HOME);
        }
        assertThat(
                        people.count(
                                "SELECT count(*) FROM market.notification WHERE kind IN"
                                        + " ('PAYOUT_ADDRESS_SET', 'WITHDRAWAL_ASKED')"
                                        + " AND account_id = "
                                        + bert))
                .isEqualTo(2);
        sendAt(now);
        Await.until("mailed", () -> pending("MAIL") == 0 && !mails().isEmpty());
        String mailed = String.join("", mails()).replace("=\r\n", "").replace("=\n", "");
        assertThat(mailed)
                .contains("Nothing is paid there for a day", "12.50", "call it off under You");
    }

    @Test
    void triesAgainFollowsNothingAndForgetsWhoIsGone() throws InterruptedException {
        try (FakePushService browser = new FakePushService()) {
            String name = UUID.randomUUID().toString();
            browser.answers(307);
            subscribe(browser, name);
            newPrice("2026-07-01", now.minusSeconds(60));
            note(NotificationKind.PRICES_CHANGE, now);
            sendAt(now);
            Await.until("tried", () -> browser.to(name).size() == 1);
            assertThat(browser.all()).hasSize(1);
            assertThat(pending("PUSH")).isOne();
            sendAt(now);
            assertThat(browser.all()).hasSize(1);

            browser.answers(410);
            people.run(
                    "UPDATE market.notification_sending SET due_at = now() WHERE account_id = $1",
                    anna);
            sendAt(now);
            Await.until(
                    "forgotten",
                    () ->
                            people.count(
                                            "SELECT count(*) FROM market.push_subscription"
                                                    + " WHERE account_id = "
                                                    + anna)
                                    == 0);
            assertThat(browser.all()).hasSize(2);
            assertThat(pending("PUSH")).isZero();
        }
    }

    @Test
    void takesNoAddressThatIsNoPushService() {
        String key = "B" + "A".repeat(86);
        RequestSpecification session = browser();
        for (String endpoint :
                List.of(
                        "http://push.example/x",
                        "http://localhost/x",
                        "https://push.example:8443/x",
                        "https://me@push.example/x",
                        "file:///etc/passwd",
                        "https:///x",
                        "no address")) {
            given(session)
                    .body(Map.of("endpoint", endpoint, "p256dh", key, "auth", "A".repeat(22)))
                    .post(ME + "/push")
                    .then()
                    .statusCode(400)
                    .body("field", equalTo("endpoint"));
        }
    }

    @Test
    void exportsAndErasesWhatOneWasTold() throws Exception {
        newPrice("2026-07-01", now.minusSeconds(60));
        note(NotificationKind.PRICES_CHANGE, now);
        anna().body("{\"language\":\"de\"}").put(ME + "/notifications/language");
        try (FakePushService browser = new FakePushService()) {
            subscribe(browser, "x");
            byte[] zip = anna().accept("*/*").post(ME + "/export").asByteArray();
            try (var in = new java.util.zip.ZipInputStream(new java.io.ByteArrayInputStream(zip))) {
                StringBuilder all = new StringBuilder();
                for (var one = in.getNextEntry(); one != null; one = in.getNextEntry()) {
                    all.append(one.getName())
                            .append(
                                    new String(
                                            in.readAllBytes(),
                                            java.nio.charset.StandardCharsets.UTF_8));
                }
                assertThat(all)
                        .contains("PRICES_CHANGE", "\"language\": \"de\"", browser.endpoint("x"));
            }
            anna().body(Map.of("password", People.PASSWORD))
                    .post(ME + "/erasure")
                    .then()
                    .statusCode(204);
        }
        for (String table :
                List.of(
                        "notification",
                        "notification_sending",
                        "notification_setting",
                        "push_subscription")) {
            assertThat(
                            people.count(
                                    "SELECT count(*) FROM market."
                                            + table
                                            + " WHERE account_id = "
                                            + anna))
                    .as(table)
                    .isZero();
        }
    }
}
