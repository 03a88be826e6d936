package energy.peerwatt.web.settling;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.AreaRules;
import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.protocol.BlockSigner;
import energy.peerwatt.metering.protocol.BlockTopics;
import energy.peerwatt.metering.protocol.ClockState;
import energy.peerwatt.metering.protocol.ProofResult;
import energy.peerwatt.metering.protocol.Reading;
import energy.peerwatt.metering.protocol.ReadingBlock;
import energy.peerwatt.metering.protocol.ReadingChain;
import energy.peerwatt.metering.protocol.ReadingProofVerifier;
import energy.peerwatt.metering.protocol.SaltKey;
import energy.peerwatt.settlement.AreaFees;
import energy.peerwatt.settlement.LineKind;
import energy.peerwatt.settlement.MeteredPosition;
import energy.peerwatt.settlement.chain.ChainAddress;
import energy.peerwatt.settlement.chain.ContractReader;
import energy.peerwatt.settlement.chain.Digest;
import energy.peerwatt.settlement.chain.StatementTree;
import energy.peerwatt.settlement.tariff.DatedPrice;
import energy.peerwatt.settlement.tariff.DatedPrice.Item;
import energy.peerwatt.settlement.tariff.TariffKind;
import energy.peerwatt.settlement.tariff.TariffTable;
import energy.peerwatt.settlement.tariff.TimeWindow;
import energy.peerwatt.settlement.tariff.Validity;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Price;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.AreaCharges;
import energy.peerwatt.web.registry.MemberTariffs;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.testkit.Await;
import energy.peerwatt.web.testkit.MarketTest;
import energy.peerwatt.web.testkit.Street;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.paho.mqttv5.client.IMqttMessageListener;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.junit.jupiter.api.Test;

/**
 * From signed readings at the broker to the proof in the contract. The interval lies before the
 * market's time, so its gate and trade are written by hand where the projector would write them.
 */
@QuarkusTest
class SettlementFlowTest extends MarketTest {

    private static final ReadingChain CHAIN = new ReadingChain(Street.GATEWAY, 1, SaltKey.random());
    private static final Instant START = Instant.parse("2026-06-18T06:00:00Z");
    private static final String SECOND = "slots.find { it.start == '2026-06-18T06:15:00Z' }";
    private static final String THIRD = "2026-06-18T06:30:00Z";
    private static final String FOURTH = "2026-06-18T06:45:00Z";
    private static final Instant END = START.plus(Duration.ofMinutes(15));

    private static final String DYNAMIC = "{\"mode\":\"SHARING\",\"key\":{\"type\":\"DYNAMIC\"}}";
    private static final String SERIES =
            "{\"mode\":\"CONTRACTS\",\"imbalance\":{\"type\":\"SERIES\",\"borne\":\"MEMBER\"}}";

    /** The revision by which the second interval is settled. */
    private int sharing;

    @Inject Pool pool;
    @Inject Registry registry;
    @Inject IntervalSettler settler;

    @ConfigProperty(name = "peerwatt.mqtt.port")
    int mqttPort;

    @Test
    void settlesWhatWasMeteredAndProvesIt() throws Exception {
        anotherAreaCannotBeSettled();
        tradeAndCloseGate();

        publish(signedReadings(), 12);

        JsonPath settled = awaitConfirmed();
        assertThat(settled.getLong("[0].matchedWh")).isEqualTo(250);
        assertThat(settled.getLong("[0].poolWh")).isEqualTo(150);
        assertThat(settled.getLong("[0].residualSupplyWh")).isZero();
        assertThat(settled.getLong("[0].residualFeedInWh")).isEqualTo(600);
        showsTheDay();
        certifiesWhatWasBought();
        provesEachLine();
        holdsTheMoneyOnChain();
        showsAllLinesToOperatorsOnly();
        showsTradePagesToOperatorsOnly();
        provesTheReadingsBehindTheValueToItsOwnerOnly();

        settlesWithAnEstimateWhileAMeterIsSilent();
        settlesAgainOnceItIsRead();
        settlesByTheRulesOfTheArea();
        takesThePricesOfItsOwnTime();
        changesNothingThatIsFinal();
        takesImbalancePricesAndTheirCorrections();
        chargesByTheZonesOfBothEnds();
        saysWhichAreaStandsStill();
    }

    /** Only reckoned, not kept: the interval is final. */
    private void chargesByTheZonesOfBothEnds() {
        pool.query(
                        """
                        INSERT INTO market.tariff (area_id, kind, name, distance, days, time_from,
                            time_until, price_micro, valid_from, legal_basis, created_at, created_by)
                        VALUES (1, 'GRID_FEE', 'test', 'SAME_FEEDER',
                            'MONDAY,TUESDAY,WEDNESDAY,THURSDAY,FRIDAY,SATURDAY,SUNDAY',
                            '00:00', '00:00', 10000, '2026-06-18', 'zones', now(), 'test')
                        """)
                .executeAndAwait();
        pool.query(
                        """
                        INSERT INTO market.metering_point_zone (metering_point_id, area_id,
                            participant_id, valid_from, operator, feeder, transformer, created_at,
                            created_by, reason)
                        SELECT id, 1, participant_id, '2026-06-18', 'grid', 'F1', id, now(), 'test',
                            'test'
                        FROM market.metering_point WHERE area_id = 1
                        """)
                .executeAndAwait();
        try {
            Area area = registry.area(new AreaId(1)).await().indefinitely().orElseThrow();
            DeliveryInterval interval = area.intervalAt(Instant.parse(THIRD));
            Metered metered = settler.metered(new AreaId(1), interval);
            assertThat(
                            settler.settle(area, interval, 1, metered.positions(area, interval))
                                    .settlement()
                                    .lines())
                    .filteredOn(line -> line.kind() == LineKind.GRID_FEE)
                    .isNotEmpty()
                    .allMatch(line -> line.price().microPerKwh() == 10_000);
        } finally {
            pool.query("DELETE FROM market.metering_point_zone WHERE created_by = 'test'")
                    .executeAndAwait();
            pool.query("DELETE FROM market.tariff WHERE legal_basis = 'zones'").executeAndAwait();
        }
    }

    /** Its gate does not lie at an interval, so nothing can be made of it. */
    private void anotherAreaCannotBeSettled() {
        Area area = registry.area(new AreaId(1)).await().indefinitely().orElseThrow();
        AreaRules rules = area.rules();
        AreaRules other =
                new AreaRules(
                        new AreaId(7),
                        rules.intervalLength(),
                        rules.gateLead(),
                        rules.horizon(),
                        rules.tick(),
                        rules.lot(),
                        rules.feesPerKwh());
        AreaFees fees = area.charges().opening();
        registry.registerArea(
                        new Area(
                                "Nebengasse",
                                area.zone(),
                                "EUR",
                                other,
                                fees.gridFee(),
                                fees.levy()))
                .await()
                .indefinitely();
        pool.query(
                        "INSERT INTO market.gate VALUES (7, '2026-06-18T06:01:00Z', '2026-06-18T05:55:00Z')")
                .executeAndAwait();
    }

    private void saysWhichAreaStandsStill() {
        String problems = "settlementProblems";
        JsonPath status =
                Await.until(
                        "the fault is said",
                        () -> given().get("/api/v1/status").jsonPath(),
                        found -> !found.getList(problems).isEmpty());
        assertThat(status.getList(problems + ".areaId")).isEqualTo(List.of(7));
        assertThat(status.getString(problems + "[0].problem")).isNull();
        asOperator()
                .get("/api/v1/settlement-problems")
                .then()
                .statusCode(200)
                .body("[0].problem", containsString("06:01"));
        as(Street.BUYER).get("/api/v1/settlement-problems").then().statusCode(403);
        Await.until("the other area is gone", this::removed);
    }

    /** False while a stage keeps something of the area right then. */
    private boolean removed() {
        List<String> tables =
                List.of(
                        "gate",
                        "engine_rules",
                        "settlement_problem",
                        "balancing_plan",
                        "balancing_interval",
                        "balancing");
        try {
            for (String table : tables) {
                pool.query("DELETE FROM market." + table + " WHERE area_id = 7").executeAndAwait();
            }
            pool.query("DELETE FROM market.area WHERE id = 7").executeAndAwait();
            return true;
        } catch (PgException e) {
            return false;
        }
    }

    /** A grid fee and a retail price that hold from 08:30 local time on, in both runs. */
    private void takesThePricesOfItsOwnTime() {
        Area area = registry.area(new AreaId(1)).await().indefinitely().orElseThrow();
        Item fee =
                new Item(
                        TariffKind.GRID_FEE,
                        "grid fee",
                        Optional.of(area.charges().distance()),
                        morning());
        Item retail = new Item(TariffKind.RETAIL, "retail", Optional.empty(), morning());
        Area changed =
                new Area(
                        area.name(),
                        area.zone(),
                        area.currency(),
                        area.rules(),
                        new AreaCharges(
                                area.charges().opening(),
                                area.charges().distance(),
                                table(area, fee, 12_000),
                                List.of()));
        TariffTable retails = table(area, retail, 270_000);

        assertThat(prices(changed, retails, START, LineKind.GRID_FEE)).containsOnly(30_000L);
        assertThat(prices(changed, retails, Instant.parse(THIRD), LineKind.GRID_FEE))
                .containsOnly(12_000L);
        // The middle of 0.08 and retail less fees: 0.30 - 0.05, then 0.27 - 0.032.
        assertThat(prices(changed, retails, START, LineKind.POOL_ENERGY)).containsOnly(165_000L);
        assertThat(prices(changed, retails, Instant.parse(THIRD), LineKind.POOL_ENERGY))
                .containsOnly(159_000L);
    }

    private static TimeWindow morning() {
        return new TimeWindow(TimeWindow.ALWAYS.days(), LocalTime.of(8, 30), LocalTime.MIDNIGHT);
    }

    private static TariffTable table(Area area, Item item, long micro) {
        return TariffTable.of(
                area.zone(),
                List.of(
                        new DatedPrice(
                                item,
                                Price.ofMicroPerKwh(micro),
                                Validity.from(LocalDate.parse("2026-06-18")),
                                "price sheet of the test")));
    }

    private Set<Long> prices(Area area, TariffTable retails, Instant start, LineKind kind) {
        DeliveryInterval interval = area.intervalAt(start);
        Metered metered = settler.metered(new AreaId(1), interval);
        List<MeteringPoint> points =
                metered.points().stream()
                        .map(point ->
                                point.withTariffs(
                                        new MemberTariffs(point.tariffs().opening(), retails)))
                        .toList();
        List<MeteredPosition> positions =
                new Metered(points, metered.values()).positions(area, interval);
        return settler.settle(area, interval, 1, positions).settlement().lines().stream()
                .filter(line -> line.kind() == kind)
                .map(line -> line.price().microPerKwh())
                .collect(Collectors.toSet());
    }

    private void tradeAndCloseGate() {
        pool.query(
                        """
                        INSERT INTO market.trade VALUES (900000001, 1, '2026-06-18T06:00:00Z', 15,
                            100, 101, 1, 2, 250, 120000, '2026-06-18T05:50:00Z', 1)
                        """)
                .executeAndAwait();
        pool.query(
                        """
                        INSERT INTO market.gate
                        VALUES (1, '2026-06-18T06:00:00Z', '2026-06-18T05:55:00Z')
                        """)
                .executeAndAwait();
    }

    private void publish(byte[] block, long lastSequence) throws Exception {
        BlockingQueue<String> acknowledgements = new LinkedBlockingQueue<>();
        String broker = "tcp://127.0.0.1:" + mqttPort;
        MqttClient client = new MqttClient(broker, "gateway", new MemoryPersistence());
        connect(client, acknowledgements);
        String topic = new BlockTopics(Street.GATEWAY).block();
        client.publish(topic, new MqttMessage(block));

        assertThat(acknowledgements.poll(20, TimeUnit.SECONDS))
                .isEqualTo("{\"epoch\":1,\"sequence\":" + lastSequence + "}");
        client.disconnect();
        client.close();
    }

    private static void connect(MqttClient client, BlockingQueue<String> acknowledgements)
            throws MqttException {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setUserName(Street.GATEWAY);
        options.setPassword(Street.GATEWAY_PASSWORD.getBytes(StandardCharsets.UTF_8));
        client.connect(options);
        client.subscribe(
                new MqttSubscription[] {
                    new MqttSubscription(new BlockTopics(Street.GATEWAY).ack(), 1)
                },
                new IMqttMessageListener[] {
                    (topic, message) ->
                            acknowledgements.add(
                                    new String(message.getPayload(), StandardCharsets.UTF_8))
                });
    }

    /** The seller gives 1000 Wh, the buyer takes 400 Wh; a reading before, at and after each. */
    private static byte[] signedReadings() {
        BlockSigner signer = Street.signer();
        List<Reading> readings = new ArrayList<>();
        for (Instant at : List.of(START.minusSeconds(1), START, END)) {
            long passed = at.equals(END) ? 1 : 0;
            add(readings, Street.SELLER, Channel.IMPORT, at, 7_000);
            add(readings, Street.SELLER, Channel.EXPORT, at, 5_000 + 1_000 * passed);
            add(readings, Street.BUYER, Channel.IMPORT, at, 9_000 + 400 * passed);
            add(readings, Street.BUYER, Channel.EXPORT, at, 0);
        }
        return signer.sign(new ReadingBlock(Street.GATEWAY, 1, readings), CHAIN);
    }

    private static void add(
            List<Reading> readings, Street.Home home, Channel channel, Instant at, long wh) {
        add(readings, readings.size() + 1, home, channel, at, wh);
    }

    private static void add(
            List<Reading> readings,
            long sequence,
            Street.Home home,
            Channel channel,
            Instant at,
            long wh) {
        readings.add(
                new Reading(
                                sequence,
                                new MeteringPointId(home.meteringPoint()),
                                channel,
                                at,
                                wh,
                                1_000,
                                true)
                        .withClock(ClockState.MARKET));
    }

    private static void provesTheReadingsBehindTheValueToItsOwnerOnly() {
        String point = "/api/v1/metering-points/" + Street.SELLER.meteringPoint();
        String behind = point + "/interval-values/2026-06-18T06:00:00Z/readings?channel=EXPORT";
        List<String> proofs = as(Street.SELLER).get(behind).jsonPath().getList("proof");
        assertThat(proofs).as("one reading at each end").hasSize(2);
        ReadingProofVerifier verifier =
                new ReadingProofVerifier(_ -> Optional.of(Street.signer().identity()));
        List<Long> registers = new ArrayList<>();
        for (String path : proofs) {
            String proof = as(Street.SELLER).get(path).jsonPath().getString("proof");
            ProofResult result = verifier.verify(Base64.getDecoder().decode(proof));
            assertThat(result).isInstanceOf(ProofResult.Proven.class);
            registers.add(((ProofResult.Proven) result).reading().registerWh());
            as(Street.BUYER).get(path).then().statusCode(403);
        }
        assertThat(registers).containsExactly(5_000L, 6_000L);
        as(Street.BUYER).get(behind).then().statusCode(403);
        as(Street.SELLER)
                .get(point + "/readings?from=2026-06-18T05:00:00Z&to=2026-06-18T07:00:00Z")
                .then()
                .body("size()", equalTo(6))
                .body("clockMillis", everyItem(equalTo(0)));
        as(Street.SELLER)
                .get(point + "/readings/" + Street.GATEWAY + "/1/999/proof")
                .then()
                .statusCode(404);
    }

    private static JsonPath awaitConfirmed() {
        return Await.until(
                "confirmed",
                () -> as(Street.BUYER).get("/api/v1/areas/1/settlements").jsonPath(),
                found ->
                        START.toString().equals(found.getString("[0].interval"))
                                && "CONFIRMED".equals(found.getString("[0].state")));
    }

    private static void showsTheDay() {
        String slot = "slots.find { it.start == '2026-06-18T06:00:00Z' }";
        as(Street.BUYER)
                .get("/api/v1/participants/101/day?date=2026-06-18")
                .then()
                .body(slot + ".importWh", equalTo(400))
                .body(slot + ".exportWh", equalTo(0))
                .body(slot + ".generationWh", nullValue())
                .body(slot + ".boughtWh", equalTo(400))
                .body(slot + ".residualSupplyWh", equalTo(0))
                // 250 Wh at 0.17 and 150 Wh at the middle of 0.08 and 0.25 plus fees.
                .body(slot + ".priceMicro", equalTo(186_875))
                .body(slot + ".amount", equalTo("-0.07475"))
                .body(slot + ".quality", equalTo("ACTUAL"))
                .body(slot + ".state", equalTo("CONFIRMED"))
                .body("totals.betterThanGridAmount", equalTo("0.04525"));
        as(Street.SELLER)
                .get("/api/v1/participants/100/day?date=2026-06-18")
                .then()
                .body(slot + ".soldWh", equalTo(400))
                .body(slot + ".residualFeedInWh", equalTo(600))
                .body(slot + ".amount", equalTo("0.10275"));
    }

    private static void certifiesWhatWasBought() {
        String certificates = "/api/v1/participants/%d/certificates";
        String own = "certificates.find { it.interval == '2026-06-18T06:00:00Z' }";
        as(Street.BUYER)
                .queryParam("from", "2026-06-18T06:00:00Z")
                .get(certificates.formatted(101))
                .then()
                .statusCode(200)
                .body(own + ".boughtWh", equalTo(400))
                .body(own + ".minted", equalTo(false))
                .body(own + ".retiredWh", equalTo(0));
        as(Street.SELLER)
                .queryParam("from", "2026-06-18T06:00:00Z")
                .get(certificates.formatted(100))
                .then()
                .statusCode(200)
                .body(own, nullValue());
        as(Street.BUYER)
                .body(
                        """
                        {"interval":"2026-06-18T06:00:00Z","energyWh":400,"purpose":"heating"}
                        """)
                .post(certificates.formatted(101) + "/retire")
                .then()
                .statusCode(409)
                .body("type", endsWith("energy-not-final"));
    }

    private void provesEachLine() {
        JsonPath statement = statement(Street.SELLER);
        List<Map<String, Object>> lines = statement.getList("lines");
        assertThat(lines).hasSize(3);
        assertThat(statement.getString("totals.amount")).isEqualTo("0.10275");
        assertThat(statement.getString("totals.onChainAmount")).isEqualTo("0.05475");
        Map<Digest, Digest> roots = roots();
        for (int i = 0; i < lines.size(); i++) {
            String proof = "lines[" + i + "].proof.";
            Digest leaf = new Digest(statement.getString(proof + "leaf"));
            Digest root = new Digest(statement.getString(proof + "root"));
            Digest batch = new Digest(statement.getString(proof + "batchKey"));
            List<Digest> path =
                    statement.<String>getList(proof + "path").stream().map(Digest::new).toList();
            assertThat(StatementTree.verify(root, leaf, path)).isTrue();
            assertThat(statement.getInt(proof + "form")).isEqualTo(2);
            assertThat(roots).containsEntry(batch, root);
        }
    }

    /** As anybody reads them from the node. */
    private static Map<Digest, Digest> roots() {
        JsonPath chain = asOperator().get("/api/v1/chain").jsonPath();
        URI node = URI.create(chain.getString("rpcUrl"));
        Map<Digest, Digest> roots = new HashMap<>();
        new ContractReader(node, new ChainAddress(chain.getString("contract")))
                .settled()
                .forEach(batch -> roots.put(batch.key(), batch.linesRoot()));
        return roots;
    }

    private static JsonPath statement(Street.Home home) {
        return as(home).get(
                        "/api/v1/participants/%d/statement?from=%s&to=%s"
                                .formatted(home.participant(), START, END))
                .jsonPath();
    }

    private static void holdsTheMoneyOnChain() {
        as(Street.SELLER)
                .get("/api/v1/participants/100/account")
                .then()
                // What the market has paid in, and what was sold.
                .body("cash", equalTo("1000.05475"))
                .body("available", equalTo("1000.05475"))
                .body("leaving", equalTo("0"))
                .body("leavingAt", nullValue())
                .body("playMoney", equalTo(true));
        as(Street.BUYER)
                .get("/api/v1/participants/101/account")
                .then()
                .body("accountIndex", greaterThan(1))
                .body("cash", equalTo("999.92525"));
    }

    /** A trade, the pool, and their fees: what the batch's root of trades is over. */
    private static void showsTradePagesToOperatorsOnly() {
        String path = "/api/v1/areas/1/settlements/" + START + "/trade-pages";
        asOperator()
                .get(path)
                .then()
                .body("size()", equalTo(1))
                .body("[0].part", equalTo(0))
                .body("[0].number", equalTo(0))
                .body("[0].bytes", startsWith("0x0000000001"));
        as(Street.SELLER).get(path).then().statusCode(403);
        asOperator().get(path + "?version=0").then().statusCode(400);
        asOperator().get(path + "?version=7").then().statusCode(404);
    }

    private static void showsAllLinesToOperatorsOnly() {
        String path = "/api/v1/areas/1/settlements/" + START;
        int lines = asOperator().get(path).path("lines");
        asOperator().get(path).then().body("entries.size()", equalTo(lines));
        as(Street.SELLER)
                .get(path)
                .then()
                .body("entries.size()", equalTo(3))
                .body("entries.findAll { it.participantId != 100 }.size()", equalTo(0));
    }

    /**
     * Both registers of both homes have had one value each: the next one is taken to be the same.
     */
    private void settlesWithAnEstimateWhileAMeterIsSilent() {
        addRules("2026-06-18T06:15:00Z", SERIES);
        pool.query(
                        """
                        INSERT INTO market.gate
                        VALUES (1, '2026-06-18T06:15:00Z', '2026-06-18T06:10:00Z')
                        """)
                .executeAndAwait();
        Await.until(
                "the interval waits for its imbalance prices",
                () -> asOperator().get("/api/v1/settlement-problems").jsonPath(),
                found ->
                        found.getList("findAll { it.areaId == 1 }.problem")
                                .toString()
                                .contains("imbalance prices"));
        sharing = addRules("2026-06-18T06:15:00Z", DYNAMIC);

        JsonPath settled = awaitSettled(1);

        assertThat(settled.getLong("[0].poolWh")).isEqualTo(400);
        assertThat(settled.getLong("[0].residualFeedInWh")).isEqualTo(600);
        as(Street.BUYER)
                .get("/api/v1/participants/101/day?date=2026-06-18")
                .then()
                .body(SECOND + ".quality", equalTo("ESTIMATED"))
                .body(SECOND + ".importWh", equalTo(400));
    }

    /** The buyer took 90 Wh only; the seller gave nothing. */
    private void settlesAgainOnceItIsRead() throws Exception {
        publish(laterReadings(), 16);

        JsonPath settled = awaitSettled(2);

        assertThat(settled.getLong("[0].poolWh")).isZero();
        assertThat(settled.getLong("[0].residualSupplyWh")).isEqualTo(90);
        as(Street.BUYER)
                .get("/api/v1/participants/101/day?date=2026-06-18")
                .then()
                .body(SECOND + ".quality", equalTo("ACTUAL"))
                .body(SECOND + ".importWh", equalTo(90));
        // What the estimate had brought is taken back.
        holdsTheMoneyOnChain();
        String ledger = "/api/v1/areas/1/resettlements";
        asOperator()
                .get(ledger)
                .then()
                .body("[0].interval", equalTo("2026-06-18T06:15:00Z"))
                .body("[0].causes", equalTo("MEASURED"))
                .body("[0].version", equalTo(2));
        as(Street.BUYER).get(ledger).then().statusCode(403);
        String outbox = "/api/v1/chain/outbox";
        asOperator()
                .get(outbox)
                .then()
                .body("transactions.CONFIRMED", greaterThan(2))
                .body("refused", empty());
        as(Street.BUYER).get(outbox).then().statusCode(403);
        // 250 Wh were sold and delivered; of four values each, two are measured or were later.
        as(Street.SELLER)
                .get("/api/v1/metering-points/" + Street.SELLER.meteringPoint() + "/reputation")
                .then()
                .body("soldWh", equalTo(250))
                .body("deliveryPermille", equalTo(1_000))
                .body("actualValues", equalTo(4));
    }

    private static byte[] laterReadings() {
        return readings(13, END.plus(Duration.ofMinutes(15)), 6_000, 9_490);
    }

    private static byte[] readings(long sequence, Instant at, long exported, long imported) {
        List<Reading> readings = new ArrayList<>();
        add(readings, sequence, Street.SELLER, Channel.IMPORT, at, 7_000);
        add(readings, sequence + 1, Street.SELLER, Channel.EXPORT, at, exported);
        add(readings, sequence + 2, Street.BUYER, Channel.IMPORT, at, imported);
        add(readings, sequence + 3, Street.BUYER, Channel.EXPORT, at, 0);
        return Street.signer().sign(new ReadingBlock(Street.GATEWAY, 1, readings), CHAIN);
    }

    /**
     * Half of what the seller gives is the buyer's, half that of a home without a meter; and what
     * is settled, be it of estimates, is final at once.
     */
    private void settlesByTheRulesOfTheArea() {
        int revision =
                addRules(
                        "2026-06-18T06:30:00Z",
                        """
                        {"mode":"SHARING","finalAfterDays":0,
                         "rewards":{"fundPermille":500,"deliveredMicro":5000,"ratedWatts":1,
                          "relief":[{"fromPermille":1,"value":7000}],
                          "reliability":[{"fromPermille":0,"value":1000}],
                          "substitutedPermille":1000,"estimatedPermille":1000},
                         "key":{"type":"STATIC","weights":{"101":1,"102":1},"redistribute":false}}
                        """);
        addRules("2026-06-18T06:45:00Z", DYNAMIC);
        pool.query(
                        """
                        INSERT INTO market.gate
                        VALUES (1, '2026-06-18T06:30:00Z', '2026-06-18T06:25:00Z')
                        """)
                .executeAndAwait();

        JsonPath settled = awaitSettled(THIRD, 1);

        String slot = "slots.find { it.start == '" + THIRD + "' }";
        String day = "/api/v1/participants/%d/day?date=2026-06-18";
        long given =
                as(Street.SELLER).get(day.formatted(100)).jsonPath().getLong(slot + ".exportWh");
        long taken =
                as(Street.BUYER).get(day.formatted(101)).jsonPath().getLong(slot + ".importWh");
        assertThat(given).isPositive();
        assertThat(settled.getLong("[0].poolWh")).isEqualTo(Math.min(taken, (given + 1) / 2));
        assertThat(settled.getInt("[0].rules")).isEqualTo(revision);
        assertThat(settled.getString("[0].phase")).isEqualTo("FINAL");
        assertThat(settled.getString("[0].finalAt")).isEqualTo("2026-06-18T06:45:00Z");
        assertThat(settled.getInt("[1].rules")).isEqualTo(sharing);
        assertThat(settled.getString("[1].phase")).isEqualTo("RESETTLED");
        assertThat(settled.getString("[1].reason")).isEqualTo("values revised: MEASURED");
        as(Street.BUYER)
                .get(
                        "/api/v1/participants/101/statement?from="
                                + THIRD
                                + "&to=2026-06-18T06:45:00Z")
                .then()
                .body("lines.size()", greaterThan(0))
                .body("lines.rules", everyItem(equalTo(revision)));
        givesTheSameBytesWhenRunAgain(settled.getString("[0].sha256"));
        rewardsAreOnStatementsAndOnTheChain();
    }

    private void rewardsAreOnStatementsAndOnTheChain() {
        String span = "/statement?from=" + THIRD + "&to=2026-06-18T06:45:00Z";
        JsonPath seller = as(Street.SELLER).get("/api/v1/participants/100" + span).jsonPath();
        assertThat(seller.getList("origins.origin")).contains("REWARD_FUNDING", "DELIVERY_REWARD");
        as(Street.SELLER)
                .get("/api/v1/participants/100/statements/2026-06/csv")
                .then()
                .statusCode(200)
                .body(containsString(THIRD + ",15,DELIVERY_REWARD,COMMUNITY,0,5000,"));
        as(Street.SELLER)
                .get("/api/v1/participants/100/statements/2026-06")
                .then()
                .statusCode(200)
                .body("origins.origin", hasItem("DELIVERY_REWARD"))
                .body("origins.find { it.origin == 'REWARD_FUNDING' }.energyWh", equalTo(0));
        Await.until(
                "on the chain",
                () -> asOperator().get("/api/v1/areas/1/settlements?limit=10").jsonPath(),
                found ->
                        "CONFIRMED"
                                .equals(
                                        found.getString(
                                                "find { it.interval == '" + THIRD + "' }.state")));
    }

    private void givesTheSameBytesWhenRunAgain(String sha256) {
        Area area = registry.area(new AreaId(1)).await().indefinitely().orElseThrow();
        DeliveryInterval interval = area.intervalAt(Instant.parse(THIRD));

        Metered metered = settler.metered(new AreaId(1), interval);
        IntervalSettler.Result again =
                settler.settle(area, interval, 1, metered.positions(area, interval));

        assertThat(again.settlement().sha256()).isEqualTo(sha256);
    }

    private void changesNothingThatIsFinal() throws Exception {
        JsonPath settled = awaitSettled(THIRD, 1);

        publish(readings(17, Instant.parse("2026-06-18T06:45:00Z"), 6_600, 9_590), 20);

        Await.until(
                "refused",
                () -> asOperator().get("/api/v1/areas/1/resettlements").jsonPath(),
                found ->
                        "final since 2026-06-18T06:45:00Z"
                                .equals(
                                        found.getString(
                                                "find { it.interval == '"
                                                        + THIRD
                                                        + "' }.problem")));
        assertThat(awaitSettled(THIRD, 1).getString("[0].sha256"))
                .isEqualTo(settled.getString("[0].sha256"));
        priced(THIRD, 250_000, 50_000)
                .statusCode(400)
                .body("field", equalTo("prices[0].interval"))
                .body("detail", containsString("is final since 2026-06-18T06:45:00Z"));
    }

    /**
     * What the homes give and take is estimated; none of it was traded. The stage would wait for
     * the third home's values.
     */
    private void takesImbalancePricesAndTheirCorrections() {
        addRules(FOURTH, SERIES);
        addRules("2026-06-18T07:00:00Z", DYNAMIC);
        Area area = registry.area(new AreaId(1)).await().indefinitely().orElseThrow();
        DeliveryInterval interval = area.intervalAt(Instant.parse(FOURTH));
        Metered metered =
                Await.until(
                        "estimated",
                        () -> settler.metered(new AreaId(1), interval),
                        found -> found.values().size() == 2);
        assertThat(settler.lacksPrice(area, interval)).isTrue();

        pricesAre(250_000, 50_000, 1);
        assertThat(settler.lacksPrice(area, interval)).isFalse();
        settler.keep(
                settler.settle(area, interval, 1, metered.positions(area, interval)), "by hand");
        awaitSettled(FOURTH, 1);
        assertThat(shortPrice()).isEqualTo(250_000);
        pricesAre(250_000, 50_000, 0);
        // The second interval is settled by rules that read no prices.
        priced("2026-06-18T06:15:00Z", 250_000, 50_000).statusCode(200);
        pricesAre(310_000, -50_000, 1);
        JsonPath settled = awaitSettled(FOURTH, 2);
        assertThat(settled.getString("[0].reason")).isEqualTo("prices revised: IMBALANCE_PRICE");
        assertThat(shortPrice()).isEqualTo(310_000);
        asOperator()
                .get("/api/v1/areas/1/resettlements")
                .then()
                .body(
                        "findAll { it.causes.contains('IMBALANCE_PRICE') }.interval.unique()",
                        equalTo(List.of(FOURTH)));
    }

    private static void pricesAre(long shortMicro, long longMicro, int added) {
        priced(FOURTH, shortMicro, longMicro)
                .statusCode(200)
                .body("added", equalTo(added))
                .body("unchanged", equalTo(1 - added));
    }

    private static ValidatableResponse priced(String interval, long shortMicro, long longMicro) {
        return asOperator()
                .contentType("text/csv")
                .queryParam("source", "price list of the test")
                .queryParam("reason", "published")
                .body(
                        "interval,short_micro,long_micro\n%s,%d,%d\n"
                                .formatted(interval, shortMicro, longMicro))
                .post("/api/v1/areas/1/imbalance-prices")
                .then();
    }

    private static long shortPrice() {
        return as(Street.BUYER)
                .get(
                        "/api/v1/participants/101/statement?from="
                                + FOURTH
                                + "&to=2026-06-18T07:00:00Z")
                .jsonPath()
                .getLong("lines.find { it.kind == 'IMBALANCE_SHORT' }.priceMicro");
    }

    private int addRules(String validFrom, String content) {
        return pool.preparedQuery(
                        """
                        INSERT INTO market.settlement_rules
                        SELECT 1, coalesce(max(revision), 0) + 1, $1, $2, 'operator',
                            '2026-06-17T00:00:00Z', 'test'
                        FROM market.settlement_rules RETURNING revision
                        """)
                .executeAndAwait(
                        Tuple.of(Instant.parse(validFrom).atOffset(ZoneOffset.UTC), content))
                .iterator()
                .next()
                .getInteger(0);
    }

    private static JsonPath awaitSettled(int version) {
        return awaitSettled("2026-06-18T06:15:00Z", version);
    }

    private static JsonPath awaitSettled(String interval, int version) {
        return Await.until(
                "version " + version + " confirmed",
                () -> as(Street.BUYER).get("/api/v1/areas/1/settlements").jsonPath(),
                found ->
                        interval.equals(found.getString("[0].interval"))
                                && found.getInt("[0].version") == version
                                && "CONFIRMED".equals(found.getString("[0].state")));
    }
}
