package energy.peerwatt.settlement.store;

import static energy.peerwatt.settlement.Scenario.AREA;
import static energy.peerwatt.settlement.Scenario.INTERVAL;
import static energy.peerwatt.settlement.Scenario.member;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.DeliveryRule;
import energy.peerwatt.settlement.ImbalancePrices;
import energy.peerwatt.settlement.IntervalSettlement;
import energy.peerwatt.settlement.LeafForm;
import energy.peerwatt.settlement.SaltedSettlement;
import energy.peerwatt.settlement.Scenario;
import energy.peerwatt.settlement.SettlementLine;
import energy.peerwatt.settlement.SettlementRules;
import energy.peerwatt.settlement.allocation.Carry;
import energy.peerwatt.time.DeliveryInterval;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SettlementStoreTest {

    private static final Instant NOW = Instant.parse("2026-06-18T10:16:00.123456Z");
    private static final Random RANDOM = new Random(7);

    private static Database database;
    private static SettlementStore store;

    @BeforeAll
    static void start() throws Exception {
        database = Database.start();
        store = database.settlementStore();
    }

    @AfterAll
    static void stop() throws Exception {
        database.close();
    }

    @BeforeEach
    void empty() {
        sql("TRUNCATE settlement.interval_settlement, settlement.settlement_line CASCADE");
    }

    private static Scenario roof() {
        return new Scenario()
                .metered(0, 3_000)
                .metered(2_000, 400)
                .metered(4_000, 0)
                .trade(0, 1, 2_500, 14)
                .trade(0, 2, 1_500, 14);
    }

    private static SaltedSettlement salted(Scenario scenario) {
        return SaltedSettlement.draw(scenario.settle(), RANDOM);
    }

    private static StoredSettlement save(SaltedSettlement settlement) {
        return await(store.save(settlement, NOW, "first settlement"));
    }

    @Test
    void givesBackWhatWasSaved() {
        SaltedSettlement settlement = salted(roof());

        StoredSettlement saved = save(settlement);

        assertThat(saved)
                .isEqualTo(
                        new StoredSettlement(
                                settlement, NOW, "first settlement", AppliedRules.DEFAULT));
        assertThat(await(store.find(AREA, INTERVAL, 1))).contains(saved);
        assertThat(await(store.findLatest(AREA, INTERVAL))).contains(saved);
        assertThat(await(store.find(AREA, INTERVAL, 2))).isEmpty();
        assertThat(await(store.findLatest(AREA, INTERVAL.next()))).isEmpty();
    }

    @Test
    void keepsTheFirstSaltsWhenSavedAgain() {
        SaltedSettlement first = salted(roof());
        save(first);

        StoredSettlement again = await(store.save(salted(roof()), NOW.plusSeconds(9), "again"));

        assertThat(again)
                .isEqualTo(
                        new StoredSettlement(first, NOW, "first settlement", AppliedRules.DEFAULT));
        assertThat(rows("interval_settlement")).isEqualTo(1);
        assertThat(rows("settlement_line")).isEqualTo(first.settlement().lines().size());
    }

    @Test
    void keepsTheRulesAndWhatTheirKeyCarriesToTheNextInterval() {
        AppliedRules rules = new AppliedRules(3, Carry.parse("100:-1 102:1"));
        SaltedSettlement settlement = salted(roof());

        await(store.save(settlement, List.of(), NOW, "first settlement", rules));
        await(
                store.save(
                        salted(roof().version(2)),
                        List.of(),
                        NOW,
                        "again",
                        new AppliedRules(3, Carry.NONE)));

        assertThat(await(store.find(AREA, INTERVAL, 1)).orElseThrow().rules()).isEqualTo(rules);
        assertThat(await(store.newest(AREA, 1)).getFirst().rules()).isEqualTo(3);
        assertThat(await(store.carriedTo(AREA, INTERVAL.next(), 3))).isEqualTo(rules.carried());
        assertThat(await(store.carriedTo(AREA, INTERVAL.next(), 4))).isEqualTo(Carry.NONE);
        assertThat(await(store.carriedTo(AREA, INTERVAL, 3))).isEqualTo(Carry.NONE);
    }

    @Test
    void keepsSettlementsThatLeftMembersTogetherWorseOff() {
        SettlementRules contracts =
                new SettlementRules.Contracts(
                        DeliveryRule.PRO_RATA, new ImbalancePrices.OwnTariffs());
        SaltedSettlement settlement =
                salted(
                        new Scenario()
                                .rules(contracts)
                                .metered(0, 0)
                                .metered(0, 0)
                                .trade(0, 1, 100, 14));
        assertThat(settlement.settlement().totals().saved().nano()).isNegative();

        StoredSettlement saved = save(settlement);

        assertThat(await(store.find(AREA, INTERVAL, 1))).contains(saved);
    }

    @Test
    void countsWhatWasMadeFromATimeOn() {
        save(salted(roof()));
        await(store.save(salted(roof().version(2)), NOW.plusSeconds(60), "again"));

        assertThat(await(store.madeSince(NOW))).isEqualTo(2);
        assertThat(await(store.madeSince(NOW.plusSeconds(1)))).isEqualTo(1);
        assertThat(await(store.madeSince(NOW.plusSeconds(61)))).isZero();
    }

    /** So that its lines hash to what the chain has of them. */
    @Test
    void whatWasKeptBeforeThereWereFormsHasTheFirst() {
        SaltedSettlement settlement = salted(roof());
        assertThat(save(settlement).settlement().form()).isEqualTo(LeafForm.WHOLE);

        sql("UPDATE settlement.interval_settlement SET leaf_form = DEFAULT");

        assertThat(await(store.find(AREA, INTERVAL, 1)).orElseThrow().settlement())
                .isEqualTo(
                        new SaltedSettlement(
                                settlement.settlement(), settlement.salts(), LeafForm.BASIC));
    }

    @Test
    void refusesOtherLinesUnderTheSameKey() {
        save(salted(roof()));
        SaltedSettlement other = salted(new Scenario().metered(10, 0));

        assertThatThrownBy(() -> save(other))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("version 1 of area 1")
                .hasMessageContaining(other.settlement().sha256());
    }

    @Test
    void savesOnceWhenSeveralSaveAtTheSameTime() throws Exception {
        List<SaltedSettlement> rivals = List.of(salted(roof()), salted(roof()), salted(roof()));
        List<Callable<StoredSettlement>> saves =
                rivals.stream()
                        .map(rival -> (Callable<StoredSettlement>) () -> save(rival))
                        .toList();

        Set<StoredSettlement> kept = new HashSet<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(rivals.size())) {
            for (Future<StoredSettlement> save : threads.invokeAll(saves)) {
                kept.add(save.get());
            }
        }

        assertThat(kept).hasSize(1);
        assertThat(rows("interval_settlement")).isEqualTo(1);
    }

    @Test
    void answersManyCallsOfOneContextAtTheSameTime() throws Exception {
        StoredSettlement saved = save(salted(roof()));
        List<Uni<Optional<StoredSettlement>>> calls =
                Collections.nCopies(20, store.findLatest(AREA, INTERVAL));
        CompletableFuture<List<Optional<StoredSettlement>>> answers = new CompletableFuture<>();

        database.vertx()
                .getOrCreateContext()
                .runOnContext(ignored ->
                        Uni.join()
                                .all(calls)
                                .andFailFast()
                                .subscribe()
                                .with(answers::complete, answers::completeExceptionally));

        assertThat(answers.get(20, TimeUnit.SECONDS)).hasSize(20).containsOnly(Optional.of(saved));
    }

    @Test
    void answersAWorkerThreadOfAnEventLoopContext() {
        StoredSettlement saved = save(salted(roof()));

        Future<Optional<StoredSettlement>> answer =
                database.vertx()
                        .getOrCreateContext()
                        .executeBlocking(() -> await(store.findLatest(AREA, INTERVAL)))
                        .toCompletionStage()
                        .toCompletableFuture();

        assertThat(answer).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(Optional.of(saved));
    }

    @Test
    void namesADatabaseWithoutAFreeConnection() {
        Uni<?> refused =
                DatabaseFailure.named(
                        "test",
                        Uni.createFrom().failure(new ConnectionPoolTooBusyException("full")));

        assertThatThrownBy(() -> await(refused))
                .isInstanceOfSatisfying(
                        MarketException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.DATABASE_UNAVAILABLE));
    }

    @Test
    void namesADatabaseThatStopsDuringACall() {
        Uni<?> interrupted =
                DatabaseFailure.named(
                        "test",
                        database.pool()
                                .query("SELECT pg_terminate_backend(pg_backend_pid())")
                                .execute());

        assertThatThrownBy(() -> await(interrupted))
                .isInstanceOfSatisfying(
                        MarketException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.DATABASE_UNAVAILABLE));
    }

    @Test
    void keepsNothingOfASettlementThatFailsHalfway() {
        sql("ALTER TABLE settlement.settlement_line ADD CONSTRAINT broken CHECK (number < 3)");
        try {
            assertThatThrownBy(() -> save(salted(roof()))).hasMessageContaining("broken");
        } finally {
            sql("ALTER TABLE settlement.settlement_line DROP CONSTRAINT broken");
        }

        assertThat(rows("interval_settlement")).isZero();
        assertThat(rows("settlement_line")).isZero();
    }

    @Test
    void refusesAVersionWithoutTheOneBeforeIt() {
        assertThatThrownBy(() -> save(salted(roof().version(2))))
                .hasMessageContaining("previous_version");
    }

    @Test
    void keepsASettlementWithoutLines() {
        SaltedSettlement settlement = salted(new Scenario());

        save(settlement);

        assertThat(await(store.find(AREA, INTERVAL, 1)).map(StoredSettlement::settlement))
                .contains(settlement);
    }

    @Test
    void listsNewestFirstWithTotalsOfTheHighestVersion() {
        save(salted(roof()));
        SaltedSettlement corrected = salted(new Scenario().metered(5, 9).metered(7, 0).version(2));
        save(corrected);
        DeliveryInterval later = INTERVAL.plus(4);
        save(salted(roof().at(later)));

        List<SettlementSummary> newest = await(store.newest(AREA, 10));

        IntervalSettlement settlement = corrected.settlement();
        assertThat(newest).extracting(SettlementSummary::interval).containsExactly(later, INTERVAL);
        assertThat(newest.getLast())
                .isEqualTo(
                        new SettlementSummary(
                                AREA,
                                INTERVAL,
                                2,
                                settlement.sha256(),
                                settlement.totals(),
                                settlement.lines().size(),
                                NOW,
                                "first settlement",
                                0));
        assertThat(await(store.newest(AREA, 1))).containsExactly(newest.getFirst());
        assertThat(await(store.findLatest(AREA, INTERVAL)).orElseThrow().settlement())
                .isEqualTo(corrected);
        assertThat(rows("interval_settlement")).isEqualTo(3);
    }

    @Test
    void listsLaterVersionsOfOneArea() {
        save(salted(roof()));
        save(salted(roof().version(2)));
        save(salted(roof().at(INTERVAL.next())));
        save(salted(roof().at(INTERVAL.next()).version(2)));

        List<SettlementSummary> first = await(store.corrections(AREA, Optional.empty(), 1));
        assertThat(first).extracting(SettlementSummary::interval).containsExactly(INTERVAL);
        assertThat(await(store.corrections(AREA, Optional.of(first.getFirst()), 9)))
                .extracting(SettlementSummary::interval)
                .containsExactly(INTERVAL.next());
        assertThat(await(store.corrections(new AreaId(AREA.value() + 1), Optional.empty(), 9)))
                .isEmpty();
    }

    @Test
    void listsAParticipantsLinesOfTheHighestVersionInARange() {
        save(salted(roof()));
        SaltedSettlement corrected = salted(new Scenario().metered(5, 0).metered(7, 9).version(2));
        save(corrected);
        SaltedSettlement next = salted(roof().at(INTERVAL.next()));
        save(next);
        save(salted(roof().at(INTERVAL.plus(2))));

        List<StatementLine> lines =
                await(store.lines(member(1), INTERVAL.start(), INTERVAL.plus(2).start()));

        assertThat(lines)
                .filteredOn(line -> line.interval().equals(INTERVAL))
                .isEqualTo(expected(corrected, member(1)));
        assertThat(lines)
                .filteredOn(line -> line.interval().equals(INTERVAL.next()))
                .isEqualTo(expected(next, member(1)));
        assertThat(lines).extracting(StatementLine::interval).isSorted();
        assertThat(lines)
                .hasSize(expected(corrected, member(1)).size() + expected(next, member(1)).size());
    }

    private static List<StatementLine> expected(
            SaltedSettlement salted, ParticipantId participant) {
        IntervalSettlement settlement = salted.settlement();
        return settlement.lines().stream()
                .filter(line -> line.participant().equals(participant))
                .map(line ->
                        new StatementLine(
                                settlement.area(),
                                settlement.interval(),
                                settlement.version(),
                                line,
                                salted.salts().get(line.number() - 1)))
                .toList();
    }

    @Test
    void listsSettledStartsAfterAnInstant() {
        save(salted(roof()));
        save(salted(roof().version(2)));
        save(salted(roof().at(INTERVAL.next())));
        save(salted(roof().at(INTERVAL.plus(3))));

        assertThat(await(store.settledStartsAfter(AREA, Instant.EPOCH, 10)))
                .containsExactly(
                        INTERVAL.start(), INTERVAL.next().start(), INTERVAL.plus(3).start());
        assertThat(await(store.settledStartsAfter(AREA, INTERVAL.start(), 1)))
                .containsExactly(INTERVAL.next().start());
    }

    @Test
    void noticesLinesThatWereChanged() {
        save(salted(roof()));
        sql(
                "UPDATE settlement.settlement_line SET quality = 'ESTIMATED'"
                        + " WHERE number IN (1, 2)");

        assertThatThrownBy(() -> await(store.find(AREA, INTERVAL, 1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("do not have the hash kept with them");
    }

    @Test
    void runsOnADatabaseThatFlushesToDisk() {
        Row fsync = database.pool().query("SHOW fsync").executeAndAwait().iterator().next();

        assertThat(fsync.getString(0)).isEqualTo("on");
    }

    @Test
    void savesAndReadsAVillageDayInSeconds() {
        int lines = 0;
        long start = System.nanoTime();
        for (int i = 0; i < 96; i++) {
            SaltedSettlement settlement = salted(village(i).at(INTERVAL.plus(i)));
            lines += settlement.settlement().lines().size();
            save(settlement);
        }
        List<StatementLine> day =
                await(store.lines(member(0), INTERVAL.start(), INTERVAL.plus(96).start()));
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        System.out.printf(
                "96 intervals, %d lines saved, %d read back: %d ms%n",
                lines, day.size(), took.toMillis());
        assertThat(took).isLessThan(Duration.ofSeconds(20));
        assertThat(day)
                .extracting(StatementLine::line)
                .extracting(SettlementLine::participant)
                .containsOnly(member(0));
    }

    private static Scenario village(int seed) {
        Random random = new Random(seed);
        Scenario scenario = new Scenario();
        for (int home = 0; home < 100; home++) {
            scenario.metered(random.nextInt(900), random.nextInt(900));
        }
        return scenario;
    }

    private static long rows(String table) {
        return database.pool()
                .query("SELECT count(*) FROM settlement." + table)
                .executeAndAwait()
                .iterator()
                .next()
                .getLong(0);
    }

    /** Again if the pool still had the connection that a test before ended in the database. */
    private static void sql(String statement) {
        await(database.pool().query(statement).execute().onFailure().retry().atMost(2));
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(20));
    }
}
