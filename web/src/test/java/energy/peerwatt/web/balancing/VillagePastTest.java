package energy.peerwatt.web.balancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.gateway.PointRights;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.ingest.LiveState;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.testkit.Await;
import energy.peerwatt.web.testkit.MarketTest;
import energy.peerwatt.web.testkit.Street;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Three homes with three weeks of stored values: one has a car that charges every evening, one
 * panels and a battery that has never done anything, one panels.
 */
@QuarkusTest
class VillagePastTest extends MarketTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int DAYS = 21;
    private static final int SLOTS = DAYS * 96;
    private static final String CAR = "AT-TEST-0201";
    private static final String BATTERY = "AT-TEST-0202";
    private static final String PANELS = "AT-TEST-0203";
    private static final long CAR_WH = 2_750;

    @Inject Registry registry;
    @Inject Pool pool;
    private SecondArea village;
    @Inject PastEnergies energies;
    @Inject LiveState live;
    @Inject MarketClock clock;

    @BeforeEach
    void theVillageIsKnown() {
        village = new SecondArea(registry, pool);
        village.open("Dorf");
        // First what is past: whoever looks at a home keeps what is known of its past.
        store(CAR, 0, true);
        store(BATTERY, 1, false);
        store(PANELS, 1, false);
        register(CAR, 201, new MeteringPoint.Equipment("SDM630", 0, 0, 11_000));
        register(BATTERY, 202, new MeteringPoint.Equipment("SDM630", 5_000, 10_000, 0));
        register(PANELS, 203, new MeteringPoint.Equipment("SDM630", 5_000, 0, 0));
    }

    @AfterEach
    void leaveNoVillage() {
        village.execute("DELETE FROM market.grid_setting WHERE area_id = " + SecondArea.ID.value());
        village.forget(List.of(CAR, BATTERY, PANELS), List.of(201L, 202L, 203L));
        village.execute(
                "DELETE FROM metering.interval_value WHERE metering_point LIKE 'AT-TEST-02%'");
        village.execute("DELETE FROM market.device_energy WHERE metering_point LIKE 'AT-TEST-02%'");
    }

    private void register(String id, long participant, MeteringPoint.Equipment equipment) {
        village.register(id, SecondArea.ID, participant, SecondArea.RETAIL, equipment);
    }

    private void store(String point, int panels, boolean car) {
        Long[] taken = new Long[SLOTS];
        Long[] given = new Long[SLOTS];
        Long[] made = new Long[SLOTS];
        Integer[] charged = new Integer[SLOTS];
        for (int slot = 0; slot < SLOTS; slot++) {
            made[slot] = panels * sun(slot);
            charged[slot] = car && isCharging(slot) ? (int) CAR_WH : 0;
            long net = load(point, slot) + charged[slot] - made[slot];
            taken[slot] = Math.max(0, net);
            given[slot] = Math.max(0, -net);
        }
        store(point, "IMPORT", taken);
        store(point, "EXPORT", given);
        store(point, "GENERATION", made);
        pool.preparedQuery(
                        """
                        INSERT INTO market.device_energy
                        SELECT $1, $2::timestamptz + n * interval '15 minutes', 0, wh
                        FROM unnest($3::integer[]) WITH ORDINALITY AS v(wh, n)
                        """)
                .execute(
                        Tuple.of(point, beforeFirst().atOffset(ZoneOffset.UTC))
                                .addArrayOfInteger(charged))
                .await()
                .atMost(TIMEOUT);
    }

    private void store(String point, String channel, Long[] energy) {
        pool.preparedQuery(
                        """
                        INSERT INTO metering.interval_value (interval_start, metering_point,
                            channel, version, interval_minutes, energy_wh, quality, uncertainty_wh)
                        SELECT $2::timestamptz + n * interval '15 minutes', $1, $3, 1, 15, wh,
                            'ACTUAL', 0
                        FROM unnest($4::bigint[]) WITH ORDINALITY AS v(wh, n)
                        """)
                .execute(
                        Tuple.of(point, beforeFirst().atOffset(ZoneOffset.UTC), channel)
                                .addArrayOfLong(energy))
                .await()
                .atMost(TIMEOUT);
    }

    private static Instant beforeFirst() {
        return Street.OPENS.minus(Duration.ofDays(DAYS)).minus(Duration.ofMinutes(15));
    }

    private static LocalTime time(int slot) {
        return Street.OPENS
                .plus(DeliveryInterval.QUARTER_HOUR.multipliedBy(slot))
                .atOffset(ZoneOffset.UTC)
                .toLocalTime();
    }

    /** 100 to 196 Wh by chance, twice that in the evening. */
    private static long load(String point, int slot) {
        long base = 100 + Math.floorMod(slot * 7_919L + point.hashCode(), 97L);
        return time(slot).getHour() >= 17 ? 2 * base : base;
    }

    /** Up to 1000 Wh at noon, less on cloudy days. */
    private static long sun(int slot) {
        double height = Math.sin(Math.PI * (time(slot).toSecondOfDay() / 3_600.0 - 4) / 15);
        long cloudy = 1L + Math.floorMod(slot / 96 * 31, 4);
        return Math.round(Math.max(0, height) * 1_000 / cloudy);
    }

    /** An hour at full power each evening. */
    private static boolean isCharging(int slot) {
        return time(slot).getHour() == 18;
    }

    private static void limit(int importW) {
        asOperator()
                .body(
                        """
                        {"source":"TRANSFORMER","importW":%d,"exportW":20000,"reason":"rating"}
                        """
                                .formatted(importW))
                .put(SecondArea.PATH + "/limits/transformer")
                .then()
                .statusCode(200);
    }

    @Test
    void aBacktestSaysWhoWouldHaveSavedWhatAndTheSumsAreTheWhole() {
        limit(9_000);

        JsonPath result =
                asOperator()
                        .body("{\"days\":3}")
                        .post(SecondArea.PATH + "/backtests")
                        .then()
                        .extract()
                        .jsonPath();

        assertThat(result.getInt("quarterHours")).isBetween(3 * 96 - 8, 3 * 96);
        assertThat(result.getList("homes")).hasSize(3);
        assertThat(sum(result, "balancedAmount"))
                .isEqualByComparingTo(result.getString("balanced.amount"));
        assertThat(sum(result, "uncoordinatedAmount"))
                .isEqualByComparingTo(result.getString("uncoordinated.amount"));
        assertThat(sum(result, "advantageAmount")).isPositive();
        assertThat(result.getInt("uncoordinated.highestW"))
                .as("the car and the homes' evening")
                .isBetween(11_000, 16_000);
        assertThat(result.getInt("uncoordinated.overLimit")).isBetween(3, 12);
        assertThat(result.getInt("balanced.highestW")).isLessThanOrEqualTo(9_000);
        assertThat(result.getInt("balanced.overLimit")).isZero();
        assertThat(result.getInt("winners") + result.getInt("losers")).isBetween(1, 3);
        assertThat(
                        result.getList("homes.advantageAmount", String.class).stream()
                                .map(BigDecimal::new))
                .isSortedAccordingTo((a, b) -> b.compareTo(a));
    }

    /** The car alone, at 7.4 kW and more on three phases, takes more than 10 A of its cable. */
    @Test
    void aBacktestKnowsTheFeederAndTheDemandCharge() {
        limit(20_000);
        asOperator()
                .body(
                        """
                        {"feeder":{"source":{"node":"transformer","millivolts":235000,
                           "selfRMicroOhm":3000,"selfXMicroOhm":9000},
                          "planning":{"lowestMillivolts":216200,"highestMillivolts":246000},
                          "loadPowerFactorPermille":950,
                          "cables":[{"from":"transformer","to":"house","selfRMicroOhm":90000,
                            "selfXMicroOhm":20000,"ampacityA":14}],
                          "homes":{"%s":"house"}},"reason":"grid map"}
                        """
                                .formatted(CAR))
                .put(SecondArea.PATH + "/feeder")
                .then()
                .statusCode(200);
        asOperator()
                .body("{\"microPerKw\":5000000,\"reason\":\"tariff sheet\"}")
                .put(SecondArea.PATH + "/demand-charge")
                .then()
                .statusCode(200);

        JsonPath result =
                asOperator()
                        .body("{\"days\":3}")
                        .post(SecondArea.PATH + "/backtests")
                        .then()
                        .extract()
                        .jsonPath();

        assertThat(result.getBoolean("hasFeeder")).isTrue();
        assertThat(result.getInt("uncoordinated.overFeeder")).isBetween(3, 12);
        assertThat(result.getInt("balanced.overFeeder")).isZero();
        assertThat(new BigDecimal(result.getString("uncoordinated.peakAmount")))
                .as("5 for each of 11 to 16 kW")
                .isBetween(new BigDecimal(55), new BigDecimal(80));
        assertThat(new BigDecimal(result.getString("balanced.peakAmount")))
                .isLessThan(new BigDecimal(result.getString("uncoordinated.peakAmount")));
        assertThat(sum(result, "balancedAmount"))
                .isEqualByComparingTo(result.getString("balanced.amount"));
        assertThat(sum(result, "uncoordinatedAmount"))
                .isEqualByComparingTo(result.getString("uncoordinated.amount"));
    }

    private static BigDecimal sum(JsonPath result, String amount) {
        return result.getList("homes." + amount, String.class).stream()
                .map(BigDecimal::new)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Test
    void forecastsAreComparedWithPersistenceOnTheStoredPast() {
        String path = SecondArea.PATH + "/forecast-skill";
        JsonPath skill =
                asOperator().get(path + "?days=14").then().statusCode(200).extract().jsonPath();

        assertThat(skill.getInt("homes")).isEqualTo(3);
        assertThat(skill.getInt("unknownHomes")).isZero();
        assertThat(skill.getList("series.what", String.class)).contains("LOAD", "SOLAR");
        String ahead = "series.find { it.what == 'LOAD' && it.aheadMinutes == 240 }.";
        double errors =
                skill.getDouble(ahead + "errorWh") / skill.getDouble(ahead + "persistenceErrorWh");
        assertThat(skill.getDouble(ahead + "skillPermille") / 1_000)
                .isCloseTo(1 - errors, within(0.05));
        assertThat(skill.getDouble(ahead + "meanWh")).isPositive();
        assertThat(skill.getInt("series[0].count")).isPositive();
        asOperator().get(path + "?days=91").then().statusCode(400);
        as(Street.SELLER).get(path).then().statusCode(403);
    }

    @Test
    void anErasureEndsAlsoWhatIsKeptInMemory() {
        MeteringPointId point = new MeteringPointId(CAR);
        DeliveryInterval now = DeliveryInterval.quarterHourAt(Street.OPENS);
        DeliveryInterval charging = now.plus(-5 * 96 + 4 * 11);
        assertThat(energies.of(point, now).at(PastEnergy.Flow.CHARGER, charging))
                .hasValue((int) CAR_WH);
        village.execute(
                """
                INSERT INTO metering.erasure (metering_point, before, requested_at, requested_by,
                    reason, readings_done_at, done_at)
                VALUES ('%s', '%s', now(), 'operator', 'test', now(), now())
                """
                        .formatted(CAR, Street.OPENS));
        try {
            assertThat(energies.of(point, now).at(PastEnergy.Flow.CHARGER, charging)).isEmpty();
        } finally {
            village.execute("DELETE FROM metering.erasure WHERE metering_point = '" + CAR + "'");
        }
    }

    /** Its three weeks of loads by chance and clouded days make ranges. */
    @Test
    void aRehearsalIsTakenThroughMoreLoadAndLessSunToo() {
        theBatteryMayBeControlled();
        try {
            JsonPath answer =
                    Await.until(
                            "ranges are there",
                            () -> rehearse(200),
                            one -> Objects.equals(one.get("range.homes"), 3));

            int minutes = 14 * 60;
            assertThat(answer.getInt("heldMinutes")).isBetween(15, minutes);
            assertThat(answer.getInt("range.heldMinutes"))
                    .isBetween(0, answer.getInt("heldMinutes"));
            assertThat(answer.getBoolean("kept"))
                    .as("as forecast and in the range")
                    .isEqualTo(
                            answer.getBoolean("keptAsForecast") && answer.getBoolean("range.kept"));
        } finally {
            village.execute(
                    "DELETE FROM metering.control_consent WHERE metering_point = '"
                            + BATTERY
                            + "'");
            live.forget(new MeteringPointId(BATTERY), Instant.MAX);
        }
    }

    private void theBatteryMayBeControlled() {
        village.execute(
                "INSERT INTO metering.control_consent VALUES ('%s', true, now())"
                        .formatted(BATTERY));
        String message =
                "{\"at\":\"%s\",\"points\":[{\"meteringPoint\":\"%s\",\"gridW\":500,\"solarW\":0,\"batteryW\":0,\"batterySocPermille\":900}]}"
                        .formatted(clock.now(), BATTERY);
        PointRights all = PointRights.of(1, Set.of(Street.GATEWAY), List.of());
        live.take(Street.GATEWAY, all, message.getBytes(StandardCharsets.UTF_8));
    }

    /** From the evening on, when cars come. */
    private static JsonPath rehearse(int criticalPermille) {
        return asOperator()
                .body(
                        """
                        {"from":"17:00","until":"07:00","criticalHours":0,"criticalPermille":%d}\
                        """
                                .formatted(criticalPermille))
                .post(SecondArea.PATH + "/island-rehearsals")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    @Test
    void aPlanSaysHowSureItIsAndSoDoesAQuestion() {
        limit(30_000);
        JsonPath plan =
                Await.until(
                        "a plan",
                        () -> asOperator().get(SecondArea.PATH + "/plan").jsonPath(),
                        made -> made.get("slots") != null);

        assertThat(plan.getList("slots.lowW", Integer.class)).hasSize(96).doesNotContainNull();
        for (int slot = 0; slot < 96; slot++) {
            int net = plan.getInt("slots[" + slot + "].netW");
            assertThat(plan.getInt("slots[" + slot + "].lowW")).isLessThanOrEqualTo(net);
            assertThat(plan.getInt("slots[" + slot + "].highW")).isGreaterThanOrEqualTo(net);
        }
        assertThat(plan.getInt("slots[20].highW") - plan.getInt("slots[20].lowW")).isPositive();
        assertThat(plan.getList("explanation", String.class))
                .anySatisfy(line -> assertThat(line).contains("In one quarter-hour of ten"));
        assertThat(plan.getInt("slots[44].netW"))
                .as("the car that comes every evening is expected")
                .isGreaterThan(8_000);
        long version = plan.getLong("version");

        JsonPath question =
                asOperator()
                        .body("{\"importW\":12000,\"loadPercent\":50}")
                        .post(SecondArea.PATH + "/what-ifs")
                        .then()
                        .statusCode(200)
                        .extract()
                        .jsonPath();

        assertThat(question.getInt("slots[44].highW"))
                .isGreaterThan(question.getInt("slots[44].netW"));
        assertThat(question.getInt("slots[44].netW")).isLessThan(plan.getInt("slots[44].netW"));
        assertThat(question.getBoolean("published")).isFalse();
        assertThat(asOperator().get(SecondArea.PATH + "/plan").jsonPath().getLong("version"))
                .isEqualTo(version);
    }
}
