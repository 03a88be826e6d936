package energy.peerwatt.web.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Quality;
import energy.peerwatt.settlement.AreaFees;
import energy.peerwatt.settlement.MeteredEnergy;
import energy.peerwatt.settlement.MeteredPosition;
import energy.peerwatt.settlement.MeteredSharing;
import energy.peerwatt.settlement.SaltedSettlement;
import energy.peerwatt.settlement.SettlementInput;
import energy.peerwatt.settlement.Tariff;
import energy.peerwatt.settlement.store.AppliedRules;
import energy.peerwatt.settlement.store.SettlementStore;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;
import energy.peerwatt.web.consent.DataGrants;
import energy.peerwatt.web.settling.ResettlementLedger;
import energy.peerwatt.web.testkit.Await;
import energy.peerwatt.web.testkit.MarketTest;
import energy.peerwatt.web.testkit.People;
import energy.peerwatt.web.testkit.Street;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * A month of before with one settled interval: the street's third home bought 400 Wh of somebody
 * who is not on the street any more.
 */
@QuarkusTest
class InvoiceResourceTest extends MarketTest {

    private static final AreaId AREA = new AreaId(1);
    private static final Instant IN_MAY = Instant.parse("2026-05-10T10:00:00Z");
    private static final Instant LAST_OF_MAY = Instant.parse("2026-05-31T21:45:00Z");
    private static final String OWN = "/api/v1/participants/102";
    private static final String MAY = "{\"month\":\"2026-05\",\"reason\":\"%s\"}";

    private static final String FAILED = "/api/v1/areas/1/resettlements/2025-07-10T10:00:00Z";
    private static final String JULY = "find { it.interval == '2025-07-10T10:00:00Z' }";

    @Inject SettlementStore settlements;
    @Inject Pool pool;
    @Inject People people;
    @Inject ResettlementLedger resettlements;
    @Inject DataGrants grants;

    @Test
    void aMonthIsInvoicedCorrectedAndPrinted() {
        refusesWhatCannotBeInvoicedYet();
        keep(IN_MAY, 1, 4_000, "first settlement");
        asOperator()
                .body(MAY.formatted("closed"))
                .post("/api/v1/areas/1/invoices")
                .then()
                .statusCode(409)
                .body("reason", equalTo("NO_ISSUER"));
        registersTheIssuer();
        keep(LAST_OF_MAY, 1, 0, "first settlement");

        JsonPath issued = issue("month closed");
        assertThat(issued.getList("invoices.number")).containsExactly("STREET-000001");
        assertThat(issued.getString("invoices[0].kind")).isEqualTo("INVOICE");
        assertThat(issued.getString("invoices[0].net")).isEqualTo("0.86");
        assertThat(issued.getList("invoices[0].lines.net")).containsExactly("0.66", "0.12", "0.08");
        assertThat(issued.getString("invoices[0].vatTreatment")).isEqualTo("EXEMPT");
        assertThat(issued.getString("invoices[0].total")).isEqualTo("0.86");
        assertThat(issue("once more").getList("invoices")).isEmpty();

        keep(IN_MAY, 2, 3_000, "values revised");
        JsonPath corrected = issue("values revised");
        assertThat(corrected.getList("invoices.kind"))
                .containsExactly("INVOICE_REVERSAL", "INVOICE");
        assertThat(corrected.getString("invoices[0].reverses")).isEqualTo("STREET-000001");
        assertThat(corrected.getList("invoices.total")).containsExactly("-0.86", "0.65");
        showsItToWhomItConcerns();
        listsItForOperators();
        printsTheStatement();
        saysWhatItCameTo();
    }

    @Test
    void aMonthIsInvoicedByItselfOnceItIsQuietAndAgainWhenItIsSettledAgain() {
        Instant september = Instant.parse("2025-09-10T10:00:00Z");
        pool.query(
                        """
                        INSERT INTO market.invoicing (area_id, valid_from, series, name, lines,
                            country, vat_role, created_at, created_by, quiet_days)
                        VALUES (1, '2025-09-01', 'AUTO', 'Teststrasse', '', 'AT',
                            'SMALL_BUSINESS', '2025-08-01', 'operator', 2)
                        """)
                .executeAndAwait();
        try {
            keep(september, 1, 4_000, "first settlement");
            keep(Instant.parse("2025-09-30T21:45:00Z"), 1, 0, "first settlement");
            awaitDocuments(1);
            // As if the process had died between issuing and noting it.
            pool.query("DELETE FROM market.invoice_run").executeAndAwait();
            Await.until(
                    "noted again",
                    () -> pool.query("SELECT FROM market.invoice_run").executeAndAwait().size(),
                    rows -> rows > 0);
            awaitDocuments(1);

            keep(september, 2, 3_000, "values revised");
            JsonPath corrected = awaitDocuments(3);

            assertThat(corrected.getList("invoices.number"))
                    .containsExactly("AUTO-000001", "AUTO-000002", "AUTO-000003");
            assertThat(corrected.getList("invoices.reason"))
                    .containsExactly("month closed", "settled again", "settled again");
            assertThat(corrected.getString("totals.boughtNet")).isEqualTo("0.65");
            asOperator()
                    .get("/api/v1/areas/1/invoicing")
                    .then()
                    .statusCode(200)
                    .body("find { it.series == 'AUTO' }.quietDays", equalTo(2));
            as(Street.SELLER).get("/api/v1/areas/1/invoicing").then().statusCode(403);
        } finally {
            forgetSeptember();
        }
    }

    /** In August the second home is a reseller, for whom Austria's rules say nothing. */
    @Test
    void aMemberWhoCannotBeInvoicedStopsNoOther() {
        people.add("reader-bills", Set.of());
        people.run(
                """
                INSERT INTO market.invoicing (area_id, valid_from, series, name, lines,
                    country, vat_role, created_at, created_by, quiet_days)
                VALUES (1, '2025-08-01', 'AUGUST', 'Teststrasse', '', 'AT',
                    'SMALL_BUSINESS', '2025-07-01', 'operator', 0)
                """);
        people.run(
                """
                INSERT INTO market.vat_role (participant_id, valid_from, role, created_at, created_by)
                VALUES (101, '2025-08-01', 'RESELLER', '2025-07-01', 'operator')
                """);
        people.run(
                """
                WITH grants AS (INSERT INTO market.data_grant (participant_id, grantee, grantee_id,
                    purpose, resolution, price_nano, granted_at, expires_at, accepted_at)
                SELECT 102, login, id, 'study', 'DAY', 150000000, '2025-08-01', '2026-01-01',
                    '2025-08-01' FROM market.account WHERE login = 'reader-bills' RETURNING id)
                INSERT INTO market.data_payment
                SELECT id, day, 150000000, '2025-08-20T10:00:00Z', 1
                FROM grants, unnest(ARRAY['2025-08-01', '2025-08-02']::date[]) AS d(day)
                """);
        try {
            keepShared(Instant.parse("2025-08-10T10:00:00Z"));
            keep(Instant.parse("2025-08-31T21:45:00Z"), 1, 0, "first settlement");
            JsonPath found = awaitAugust(3, 1);

            assertThat(found.getList("problems.participantId")).isEqualTo(List.of(101));
            assertThat(found.getString("problems[0].problem")).contains("no VAT rule is known");
            assertThat(found.getList("invoices.kind"))
                    .containsExactly("INVOICE", "SELF_BILLED", "DATA_ACCESS");
            assertThat(found.getList("invoices.participantId")).isEqualTo(List.of(102, 102, 102));
            assertThat(found.getString("invoices[1].lines[0].text"))
                    .startsWith("Use of your meter values, consent ")
                    .endsWith(", 2 days");
            assertThat(found.getString("invoices[1].total")).isEqualTo("0.30");
            assertThat(found.getString("invoices[2].name")).isEqualTo("reader-bills");
            assertThat(found.getString("totals.dataNet")).isEqualTo("0.30");
            readersSeeTheirOwn();

            people.run("DELETE FROM market.vat_role WHERE participant_id = 101");
            asOperator()
                    .body("{\"month\":\"2025-08\",\"reason\":\"role corrected\"}")
                    .post("/api/v1/areas/1/invoices")
                    .then()
                    .statusCode(200)
                    .body("invoices.participantId", contains(101))
                    .body("problems", empty());
            assertThat(awaitAugust(4, 0).getList("problems")).isEmpty();
            takesBackWhatNobodyOwesAnyMore();
        } finally {
            forgetAugust();
        }
    }

    /** As if the two days were of another area. */
    private void takesBackWhatNobodyOwesAnyMore() {
        Instant from = Instant.parse("2025-07-31T22:00:00Z");
        Instant to = Instant.parse("2025-08-31T22:00:00Z");
        ParticipantId member = new ParticipantId(102);
        assertThat(grants.paid(AREA, from, to).await().indefinitely().get(member)).hasSize(2);
        assertThat(grants.paid(new AreaId(2), from, to).await().indefinitely()).isEmpty();
        people.run("DELETE FROM market.data_payment");
        String again = "{\"month\":\"2025-08\",\"reason\":\"days of another area\"}";
        asOperator()
                .body(again)
                .post("/api/v1/areas/1/invoices")
                .then()
                .statusCode(200)
                .body("invoices.kind", contains("SELF_BILLED_REVERSAL", "DATA_ACCESS_REVERSAL"))
                .body("invoices[1].name", equalTo("reader-bills"))
                .body("invoices[1].total", equalTo("-0.30"));
        asOperator()
                .body(again)
                .post("/api/v1/areas/1/invoices")
                .then()
                .statusCode(200)
                .body("invoices", empty());
    }

    private static RequestSpecification asReader() {
        return given().auth().preemptive().basic("reader-bills", People.PASSWORD);
    }

    private static void readersSeeTheirOwn() {
        as(Street.UNMETERED)
                .get(OWN + "/invoices")
                .then()
                .body("findAll { it.month == '2025-08' }.kind", contains("INVOICE", "SELF_BILLED"));
        as(Street.UNMETERED)
                .get(OWN + "/statements/2025-08/csv")
                .then()
                .body(containsString("2025-08-20T10:00:00Z,,DATA_ACCESS,READER,,,,,,0.15,"));
        as(Street.UNMETERED)
                .get(OWN + "/statements/2025-08")
                .then()
                .body("data.days", equalTo(2))
                .body("data.amount", equalTo("0.3"));
        JsonPath own =
                asReader()
                        .get("/api/v1/data-grants/invoices")
                        .then()
                        .statusCode(200)
                        .extract()
                        .jsonPath();
        assertThat(own.getList("total")).containsExactly("0.30");
        String pdf = "/api/v1/data-grants/invoices/" + own.getString("[0].number") + "/pdf";
        asReader().get(pdf).then().statusCode(200).contentType("application/pdf");
        as(Street.SELLER).get(pdf).then().statusCode(404);
        as(Street.SELLER).get("/api/v1/data-grants/invoices").then().body("$", empty());
    }

    @Test
    void whatCouldNotBeSettledAgainKeepsItsMonthFromBeingInvoiced() {
        Instant from = Instant.parse("2025-06-30T22:00:00Z");
        Instant to = Instant.parse("2025-07-31T22:00:00Z");
        people.run(
                """
                INSERT INTO market.resettlement (area_id, interval_start, causes, first_at, last_at,
                    problem)
                VALUES (1, '2025-07-10T10:00:00Z', 'MEASURED', '2025-07-11', '2025-07-11',
                    'values that it was settled with are erased')
                """);
        try {
            assertThat(resettlements.isDue(AREA, from, to).await().indefinitely()).isTrue();
            as(Street.SELLER).body(decision("LEAVE", "gone")).post(FAILED).then().statusCode(403);
            decide("LEAVE", " ", 400);
            decide("LEAVE", "erased by wish of the member", 204);
            assertThat(resettlements.isDue(AREA, from, to).await().indefinitely()).isFalse();
            decide("LEAVE", "once more", 404);
            decide("RETRY", "is left already", 404);
            asOperator()
                    .get("/api/v1/areas/1/resettlements?limit=1000")
                    .then()
                    .statusCode(200)
                    .body(JULY + ".decidedBy", equalTo("operator"))
                    .body(JULY + ".decidedReason", equalTo("erased by wish of the member"))
                    .body(JULY + ".problem", startsWith("values that"))
                    .body(JULY + ".doneAt", notNullValue());
        } finally {
            people.run("DELETE FROM market.resettlement WHERE problem LIKE 'values that%'");
        }
    }

    /** One that is not due yet, so that nobody tries it while the test looks. */
    @Test
    void whatCouldNotBeSettledAgainIsTriedOnceMoreAtAnOperatorsWish() {
        people.run(
                """
                INSERT INTO market.resettlement (area_id, interval_start, causes, first_at, last_at,
                    problem)
                VALUES (1, '2025-07-10T10:00:00Z', 'MEASURED', '2025-07-11', '2125-07-11',
                    'values that it was settled with are erased')
                """);
        try {
            decide("RETRY", "values are back", 204);
            asOperator()
                    .get("/api/v1/areas/1/resettlements?limit=1000")
                    .then()
                    .body(JULY + ".problem", nullValue())
                    .body(JULY + ".doneAt", nullValue())
                    .body(JULY + ".decidedReason", equalTo("values are back"));
            decide("RETRY", "is under way already", 404);
        } finally {
            people.run("DELETE FROM market.resettlement WHERE last_at > '2125-01-01'");
        }
    }

    private static void decide(String wish, String reason, int status) {
        asOperator().body(decision(wish, reason)).post(FAILED).then().statusCode(status);
    }

    private static String decision(String wish, String reason) {
        return "{\"wish\":\"%s\",\"reason\":\"%s\"}".formatted(wish, reason);
    }

    private static JsonPath awaitAugust(int count, int problems) {
        return Await.until(
                count + " documents of August",
                () -> asOperator().get("/api/v1/areas/1/invoices?month=2025-08").jsonPath(),
                found ->
                        found.getList("invoices").size() == count
                                && found.getList("problems").size() == problems);
    }

    private void forgetAugust() {
        people.run("DELETE FROM market.invoicing WHERE series = 'AUGUST'");
        people.run("DELETE FROM market.vat_role WHERE participant_id = 101");
        people.run("DELETE FROM market.invoice_run");
        people.run("DELETE FROM market.invoice_problem");
        people.run("DELETE FROM market.data_payment");
        people.run("DELETE FROM market.data_grant");
        people.run("DELETE FROM settlement.invoice_line WHERE issuer = 'AUGUST'");
        people.run("DELETE FROM settlement.invoice WHERE issuer = 'AUGUST'");
        people.removeAll("reader-");
    }

    private static JsonPath awaitDocuments(int count) {
        return Await.until(
                count + " documents",
                () -> asOperator().get("/api/v1/areas/1/invoices?month=2025-09").jsonPath(),
                found -> found.getList("invoices").size() == count);
    }

    private void forgetSeptember() {
        for (String statement :
                List.of(
                        "DELETE FROM market.invoicing WHERE series = 'AUTO'",
                        "DELETE FROM market.invoice_run",
                        "DELETE FROM settlement.invoice_line WHERE issuer = 'AUTO'",
                        "DELETE FROM settlement.invoice WHERE issuer = 'AUTO'")) {
            pool.query(statement).executeAndAwait();
        }
    }

    private void refusesWhatCannotBeInvoicedYet() {
        asOperator()
                .body("{\"month\":\"2026-13\",\"reason\":\"closed\"}")
                .post("/api/v1/areas/1/invoices")
                .then()
                .statusCode(400)
                .body("field", equalTo("month"));
        as(Street.SELLER)
                .body(MAY.formatted("closed"))
                .post("/api/v1/areas/1/invoices")
                .then()
                .statusCode(403);
    }

    private void registersTheIssuer() {
        String request =
                """
                {"validFrom":"%s","series":"STREET","name":"Teststrasse community",
                 "lines":"Teststrasse 1\\nWien","country":"%s","vatRole":"%s"}
                """;
        asOperator()
                .body(request.formatted("2026-01-01", "AT", "STANDARD"))
                .post("/api/v1/areas/1/invoicing")
                .then()
                .statusCode(400)
                .body("field", equalTo("validFrom"));
        asOperator()
                .body(request.formatted("2026-01-01", "CH", "SMALL_BUSINESS"))
                .post("/api/v1/areas/1/invoicing")
                .then()
                .statusCode(400)
                .body("field", equalTo("country"));
        asOperator()
                .body(request.formatted("2026-01-01", "AT", "SMALL_BUSINESS"))
                .post("/api/v1/areas/1/invoicing")
                .then()
                .statusCode(201);
        asOperator()
                .body("{\"month\":\"2026-06\",\"reason\":\"too early\"}")
                .post("/api/v1/areas/1/invoices")
                .then()
                .statusCode(409)
                .body("reason", equalTo("MONTH_NOT_SETTLED"));
        asOperator()
                .body("{\"validFrom\":\"2026-01-01\",\"vatRole\":\"PRIVATE\"}")
                .post(OWN + "/vat-roles")
                .then()
                .statusCode(201);
    }

    private void showsItToWhomItConcerns() {
        as(Street.UNMETERED)
                .get(OWN + "/invoices")
                .then()
                .statusCode(200)
                .body("number", contains("STREET-000001", "STREET-000002", "STREET-000003"));
        as(Street.SELLER).get(OWN + "/invoices").then().statusCode(403);
        as(Street.SELLER).get("/api/v1/participants/100/invoices").then().body("$", empty());
        as(Street.SELLER)
                .get("/api/v1/participants/100/invoices/STREET-000001/pdf")
                .then()
                .statusCode(404);
        as(Street.UNMETERED)
                .get(OWN + "/invoices/STREET-000003/csv")
                .then()
                .statusCode(200)
                .contentType("text/csv")
                .body(containsString("STREET-000003,INVOICE,,"));
        assertPdf(OWN + "/invoices/STREET-000002/pdf");
    }

    private void listsItForOperators() {
        asOperator()
                .get("/api/v1/areas/1/invoices?month=2026-05")
                .then()
                .statusCode(200)
                .body("totals.boughtNet", equalTo("0.65"))
                .body("invoices.size()", equalTo(3));
        asOperator()
                .get("/api/v1/areas/1/invoices/csv?month=2026-05")
                .then()
                .statusCode(200)
                .body(containsString("STREET-000002,INVOICE_REVERSAL,STREET-000001,"));
        as(Street.UNMETERED).get("/api/v1/areas/1/invoices?month=2026-05").then().statusCode(403);
    }

    private void printsTheStatement() {
        String csv =
                as(Street.UNMETERED)
                        .get(OWN + "/statements/2026-05/csv")
                        .then()
                        .statusCode(200)
                        .contentType("text/csv")
                        .body(startsWith("interval_start,"))
                        .extract()
                        .asString();
        assertThat(csv)
                .contains("2026-05-10T10:00:00Z,15,POOL_BOUGHT,COMMUNITY,3000,165000,-0.495,-0.09,")
                .contains(",-0.645,ACTUAL,2,,");
        assertPdf(OWN + "/statements/2026-05/pdf");
        as(Street.SELLER).get(OWN + "/statements/2026-05/pdf").then().statusCode(403);
        as(Street.UNMETERED)
                .get(OWN + "/statement?from=2026-05-10T00:00:00Z&to=2026-05-11T00:00:00Z")
                .then()
                .statusCode(200)
                .body("origins.origin", contains("POOL_BOUGHT"))
                .body("origins[0].amount", equalTo("-0.645"))
                .body("origins[0].version", equalTo(2))
                .body("totals.amount", equalTo("-0.645"))
                .body("lines.size()", equalTo(3));
    }

    /** 3 kWh at 16.5 ct and 5 ct of fees, against 30 ct of the supplier. */
    private void saysWhatItCameTo() {
        JsonPath year = earnings("2026");
        assertThat(year.getList("spans")).hasSize(12);
        assertThat(year.getString("whole.betterAmount")).isEqualTo("0.255");
        assertThat(year.getString("spans[4].from")).isEqualTo("2026-04-30T22:00:00Z");
        assertThat(year.getString("spans[4].amount")).isEqualTo("-0.645");
        JsonPath month = earnings("2026-05");
        assertThat(month.getList("spans")).hasSize(31);
        assertThat(month.getInt("whole.intervals")).isEqualTo(1);
        assertThat(month.getString("whole.aloneAmount")).isEqualTo("-0.9");
        assertThat(month.getList("spans[9].origins.origin")).containsExactly("POOL_BOUGHT");
        assertThat(month.getString("spans[8].amount")).isEqualTo("0");
        JsonPath day = earnings("2026-05-10");
        assertThat(day.getList("spans")).hasSize(96);
        assertThat(day.getList("spans.findAll { it.intervals == 1 }.from"))
                .containsExactly("2026-05-10T10:00:00Z");
        assertThat(day.getString("whole.quality")).isEqualTo("ACTUAL");
        for (String wrong : List.of("may", "2026-13", "2026-05-32", "1999")) {
            as(Street.UNMETERED).get(OWN + "/earnings/" + wrong).then().statusCode(400);
        }
    }

    private static JsonPath earnings(String period) {
        return as(Street.UNMETERED)
                .get(OWN + "/earnings/" + period)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static void assertPdf(String path) {
        byte[] pdf =
                as(Street.UNMETERED)
                        .get(path)
                        .then()
                        .statusCode(200)
                        .contentType("application/pdf")
                        .extract()
                        .asByteArray();
        assertThat(new String(pdf, 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
    }

    private static JsonPath issue(String reason) {
        return asOperator()
                .body(MAY.formatted(reason))
                .post("/api/v1/areas/1/invoices")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private void keepShared(Instant start) {
        List<MeteredPosition> positions =
                List.of(position(101, 1_000, 0), position(102, 3_000, 0), position(999, 0, 4_000));
        keep(start, 1, positions, "first settlement");
    }

    private void keep(Instant start, int version, long wattHours, String reason) {
        List<MeteredPosition> positions =
                List.of(position(102, wattHours, 0), position(999, 0, wattHours));
        keep(start, version, positions, reason);
    }

    private void keep(Instant start, int version, List<MeteredPosition> positions, String reason) {
        DeliveryInterval interval = new DeliveryInterval(start, DeliveryInterval.QUARTER_HOUR);
        var settled =
                MeteredSharing.settle(
                        new SettlementInput(
                                AREA,
                                interval,
                                version,
                                positions,
                                List.of(),
                                new AreaFees(Price.ofCentsPerKwh(3), Price.ofCentsPerKwh(2))));
        settlements
                .save(
                        SaltedSettlement.draw(settled, new SecureRandom()),
                        MeteredEnergy.of(positions),
                        start.plus(Duration.ofDays(version == 1 ? 1 : 30)),
                        reason,
                        AppliedRules.DEFAULT)
                .await()
                .atMost(Duration.ofSeconds(20));
    }

    private static MeteredPosition position(long member, long imported, long exported) {
        return new MeteredPosition(
                new ParticipantId(member),
                Energy.ofWattHours(imported),
                Energy.ofWattHours(exported),
                Quality.ACTUAL,
                new Tariff(Price.ofCentsPerKwh(30), Price.ofCentsPerKwh(8)));
    }
}
