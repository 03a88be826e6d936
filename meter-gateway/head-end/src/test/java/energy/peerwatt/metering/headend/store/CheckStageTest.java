package energy.peerwatt.metering.headend.store;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.Site;
import energy.peerwatt.metering.headend.Site.Location;
import energy.peerwatt.metering.headend.Site.Sources;
import energy.peerwatt.metering.headend.check.Check;
import energy.peerwatt.metering.headend.check.CheckRules;
import energy.peerwatt.metering.headend.check.Finding;
import energy.peerwatt.metering.headend.store.FindingStore.Recorded;
import energy.peerwatt.time.DeliveryInterval;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CheckStageTest {

    private static final Instant NOW = Instant.parse("2026-07-31T00:00:00Z");
    private static final Instant MONDAY = Instant.parse("2026-06-01T00:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    private final MeteringDatabase database = MeteringDatabase.emptied();
    private final SiteStore sites = new SiteStore(database.pool);
    private final FindingStore findings = new FindingStore(database.pool);
    private final CheckStage stage = new CheckStage(database.pool, sites, CheckRules.DEFAULTS);
    private final TestGateway gateway = new TestGateway("gw-1");

    @BeforeEach
    void registerGateway() {
        database.headEnd()
                .register(gateway.identity, NOW)
                .await()
                .atMost(MeteringDatabase.PATIENCE);
    }

    @Test
    void findsARegisterThatStandsStillOnceADay() {
        sites.save(List.of(site(TestGateway.POINT, new Sources(0, false))))
                .await()
                .atMost(MeteringDatabase.PATIENCE);
        long register = 0;
        for (int quarter = 0; quarter <= 96 * 5; quarter++) {
            read(TestGateway.POINT, Channel.IMPORT, quarter, register);
            register += quarter < 96 * 4 + 40 ? 50 : 0;
        }
        send();

        assertThat(check(MONDAY.plus(DAY.multipliedBy(4)))).isTrue();
        assertThat(check(MONDAY.plus(DAY.multipliedBy(4)))).isFalse();
        assertThat(found()).isEmpty();
        assertThat(check(MONDAY.plus(DAY.multipliedBy(5)).minusMillis(1))).isFalse();
        assertThat(check(MONDAY.plus(DAY.multipliedBy(5)))).isTrue();

        assertThat(found())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.check()).isEqualTo(Check.FROZEN);
                    assertThat(finding.detail())
                            .isEqualTo("0 Wh in 56 intervals, at least 2800 Wh on days before");
                });
        withdrawsOnce(found().getFirst());
    }

    private void withdrawsOnce(Finding finding) {
        assertThat(withdraw(finding)).isTrue();
        assertThat(withdraw(finding)).isFalse();
        assertThat(all()).singleElement().matches(recorded -> !recorded.stands());
        assertThat(findings.newest(10).await().atMost(MeteringDatabase.PATIENCE)).isEmpty();
    }

    @Test
    void comparesPanelsWithTheirNeighbours() {
        List<Site> street = new ArrayList<>();
        for (int home = 0; home < 6; home++) {
            street.add(site(new MeteringPointId("AT-SUN-" + home), new Sources(5_000, false)));
        }
        sites.save(street).await().atMost(MeteringDatabase.PATIENCE);
        place(street);
        for (int home = 0; home < 6; home++) {
            long register = 0;
            for (int quarter = 0; quarter <= 96 * 8; quarter++) {
                read(street.get(home).meteringPoint(), Channel.GENERATION, quarter, register);
                boolean light = quarter % 96 >= 20 && quarter % 96 < 72;
                boolean broken = home == 2 && quarter >= 96 * 7;
                register += light ? (broken ? 40 : 400 + 10 * home) : 0;
            }
            send();
        }

        check(MONDAY.plus(DAY.multipliedBy(8)));

        assertThat(all())
                .singleElement()
                .satisfies(recorded -> {
                    assertThat(recorded.finding().check()).isEqualTo(Check.UNLIKE_NEIGHBOURS);
                    assertThat(recorded.finding().meteringPoint().value()).isEqualTo("AT-SUN-2");
                });
    }

    private void place(List<Site> street) {
        for (Site site : street) {
            assertThat(
                            sites.place(site.meteringPoint(), new Location(48_200_000, 16_370_000))
                                    .await()
                                    .atMost(MeteringDatabase.PATIENCE))
                    .isTrue();
        }
        // Keeping a site again does not forget where it is.
        sites.save(street).await().atMost(MeteringDatabase.PATIENCE);
        assertThat(sites.sites().await().atMost(MeteringDatabase.PATIENCE))
                .allMatch(site -> site.location().isPresent());
    }

    private void read(MeteringPointId point, Channel channel, int quarter, long register) {
        Instant at = MONDAY.plus(DeliveryInterval.QUARTER_HOUR.multipliedBy(quarter));
        gateway.read(point, channel, at, register);
        if (quarter % 900 == 899) {
            send();
        }
    }

    private void send() {
        database.headEnd().accept(gateway.block(), NOW).await().atMost(MeteringDatabase.PATIENCE);
        database.advance();
    }

    private boolean check(Instant deadline) {
        return stage.advance(deadline, NOW).await().atMost(MeteringDatabase.PATIENCE);
    }

    private boolean withdraw(Finding finding) {
        return findings.withdraw(
                        finding.meteringPoint(),
                        finding.start(),
                        finding.channel(),
                        finding.check(),
                        NOW)
                .await()
                .atMost(MeteringDatabase.PATIENCE);
    }

    private List<Finding> found() {
        return all().stream().map(Recorded::finding).toList();
    }

    private List<Recorded> all() {
        List<Recorded> all = new ArrayList<>();
        for (Site site : sites.sites().await().atMost(MeteringDatabase.PATIENCE)) {
            all.addAll(
                    findings.of(site.meteringPoint(), MONDAY, NOW)
                            .await()
                            .atMost(MeteringDatabase.PATIENCE));
        }
        return all;
    }

    static Site site(MeteringPointId point, Sources sources) {
        return new Site(point, ZoneId.of("Europe/Vienna"), "street", sources, Optional.empty());
    }
}
