package energy.peerwatt.web.balancing;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.AreaRules;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.Participant;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.testkit.Await;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Area 2 of the market that all tests share, for as long as one of them needs it. */
public record SecondArea(Registry registry, Pool pool) {

    static final String PATH = "/api/v1/areas/2";
    public static final AreaId ID = new AreaId(2);
    public static final Price RETAIL = Price.ofMicroPerKwh(300_000);

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final List<String> TABLES =
            List.of(
                    "balancing_plan",
                    "balancing_interval",
                    "balancing",
                    "area_limit",
                    "area_limit_change");

    public void open(String name) {
        Price none = Price.ofMicroPerKwh(0);
        AreaRules rules =
                new AreaRules(
                        ID,
                        DeliveryInterval.QUARTER_HOUR,
                        Duration.ofMinutes(5),
                        Duration.ofHours(8),
                        Price.ofMicroPerKwh(1_000),
                        Energy.ofWattHours(10),
                        none);
        await(registry.registerArea(new Area(name, ZoneOffset.UTC, "EUR", rules, none, none)));
    }

    /** A member by the name of its metering point, in any area. */
    public void register(
            String id,
            AreaId area,
            long participant,
            Price retail,
            MeteringPoint.Equipment equipment) {
        await(
                registry.register(
                        new Participant(new ParticipantId(participant), id),
                        new MeteringPoint(
                                new MeteringPointId(id),
                                area,
                                new ParticipantId(participant),
                                new MeteringPoint.Tariffs(retail, Price.ofMicroPerKwh(80_000)),
                                equipment,
                                Optional.empty())));
    }

    /** Forgets the area with these members, wherever they are. */
    public void forget(List<String> points, List<Long> participants) {
        execute(
                "DELETE FROM market.metering_point WHERE id IN ('%s')"
                        .formatted(String.join("', '", points)));
        for (long participant : participants) {
            execute("DELETE FROM market.participant WHERE id = " + participant);
        }
        Await.until("area 2 is forgotten", this::forgetArea);
    }

    /** False if a stage kept something of the area meanwhile. */
    private boolean forgetArea() {
        for (String table : TABLES) {
            execute("DELETE FROM market." + table + " WHERE area_id = 2");
        }
        return executed("DELETE FROM market.area WHERE id = 2");
    }

    /** Again and again until it works: a stage may be keeping something of the area right now. */
    public void execute(String statement) {
        Await.until(statement, () -> executed(statement));
    }

    private boolean executed(String statement) {
        try {
            await(pool.query(statement).execute());
            return true;
        } catch (PgException e) {
            return false;
        }
    }

    static <T> T await(Uni<T> answer) {
        return answer.await().atMost(TIMEOUT);
    }
}
