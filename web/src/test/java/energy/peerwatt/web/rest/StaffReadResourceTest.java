package energy.peerwatt.web.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import energy.peerwatt.web.accounts.AccountRole;
import energy.peerwatt.web.accounts.store.Accounts;
import energy.peerwatt.web.testkit.MarketTest;
import energy.peerwatt.web.testkit.People;
import energy.peerwatt.web.testkit.Street;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What those who run the market read of the first home, as its member sees it. */
@QuarkusTest
class StaffReadResourceTest extends MarketTest {

    private static final String PREFIX = "staffread-";
    private static final String OPERATOR = PREFIX + "operator";
    private static final String UTILITY = PREFIX + "utility";
    private static final String MEMBER = PREFIX + "member";
    private static final String HOME = "/api/v1/participants/100";
    private static final String POINT = "/api/v1/metering-points/AT-TEST-0001";
    private static final String SPAN = "?from=2026-06-18T00:00:00Z&to=2026-06-19T00:00:00Z";

    @Inject People people;
    @Inject Accounts accounts;

    private long operator;

    @BeforeEach
    void addStaff() {
        operator = people.add(OPERATOR, Set.of(AccountRole.OPERATOR));
        people.add(UTILITY, Set.of(AccountRole.UTILITY));
        people.add(MEMBER, Set.of(AccountRole.OPERATOR), 100);
    }

    @AfterEach
    void nothingIsLeft() {
        people.run(
                "DELETE FROM market.staff_read r WHERE starts_with(r.reader, $1)"
                        + " OR r.account_id = $2",
                PREFIX,
                operator);
        people.removeAll(PREFIX);
    }

    @Test
    void whatStaffReadsIsNotedOnceADayForEachKind() {
        for (String path :
                List.of(
                        POINT + "/interval-values" + SPAN,
                        POINT + "/interval-values" + SPAN,
                        POINT + "/readings" + SPAN,
                        HOME + "/day",
                        HOME + "/earnings/2026-06",
                        HOME + "/statement" + SPAN,
                        HOME + "/statements/2026-06",
                        HOME + "/invoices")) {
            by(OPERATOR).get(path).then().statusCode(200);
        }
        by(UTILITY).get(HOME + "/invoices").then().statusCode(200);

        assertThat(readsBy(OPERATOR))
                .extracting(read -> read.get("kind"), read -> read.get("reads"))
                .containsExactlyInAnyOrder(
                        tuple("INTERVAL_VALUES", 2),
                        tuple("READINGS", 1),
                        tuple("DAY", 2),
                        tuple("BILLS", 3));
        assertThat(readsBy(OPERATOR))
                .allSatisfy(read -> {
                    assertThat(read.get("role")).isEqualTo("OPERATOR");
                    assertThat((String) read.get("lastAt"))
                            .isGreaterThanOrEqualTo((String) read.get("firstAt"));
                });
        assertThat(readsBy(UTILITY))
                .extracting(read -> read.get("kind"), read -> read.get("role"))
                .containsExactly(tuple("BILLS", "UTILITY"));
    }

    @Test
    void whatIsRefusedOrOnesOwnIsNotNoted() {
        by(UTILITY).get(POINT + "/interval-values" + SPAN).then().statusCode(403);
        by(MEMBER).get(HOME + "/day").then().statusCode(200);

        assertThat(readsBy(UTILITY)).isEmpty();
        assertThat(readsBy(MEMBER)).isEmpty();
    }

    @Test
    void isInTheMembersExportAndLosesItsNameWithTheAccount() throws IOException {
        by(OPERATOR).get(HOME + "/day").then().statusCode(200);
        assertThat(exported(MEMBER, "staff-reads.ndjson")).contains("\"" + OPERATOR + "\"");
        assertThat(exported(OPERATOR, "reads-as-staff.ndjson")).contains("\"kind\": \"DAY\"");

        accounts.remove(operator, Optional.empty()).await().indefinitely();

        assertThat(exported(MEMBER, "staff-reads.ndjson"))
                .contains("\"account " + operator + "\"")
                .doesNotContain(OPERATOR);
        assertThat(readsBy("account " + operator)).hasSize(1);
    }

    /** As the member sees it. */
    private static List<Map<String, Object>> readsBy(String reader) {
        List<Map<String, Object>> reads =
                as(Street.SELLER)
                        .get(HOME + "/staff-reads?limit=1000")
                        .then()
                        .statusCode(200)
                        .extract()
                        .jsonPath()
                        .getList("$");
        return reads.stream().filter(read -> reader.equals(read.get("reader"))).toList();
    }

    private static String exported(String login, String file) throws IOException {
        byte[] answer = by(login).post("/api/v1/me/export").then().extract().asByteArray();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(answer))) {
            for (ZipEntry one = zip.getNextEntry(); one != null; one = zip.getNextEntry()) {
                if (one.getName().equals(file)) {
                    return new String(zip.readAllBytes(), StandardCharsets.UTF_8);
                }
            }
        }
        throw new AssertionError("no file " + file);
    }

    private static RequestSpecification by(String login) {
        return given().auth()
                .preemptive()
                .basic(login, People.PASSWORD)
                .contentType("application/json")
                .accept("*/*");
    }
}
