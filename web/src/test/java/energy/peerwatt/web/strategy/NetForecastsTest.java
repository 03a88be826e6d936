package energy.peerwatt.web.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.gateway.PointRights;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.ingest.LiveState;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.strategy.Outlooks.Outlook;
import energy.peerwatt.web.testkit.MarketTest;
import energy.peerwatt.web.testkit.Street;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is expected of a home that nothing was ever metered of, by what its gateway says. */
@QuarkusTest
class NetForecastsTest extends MarketTest {

    private static final MeteringPointId POINT = new MeteringPointId("AT-NET-FORECASTS");

    @Inject NetForecasts forecasts;
    @Inject LiveState live;
    @Inject MarketClock clock;
    @Inject Registry registry;

    @AfterEach
    void forget() {
        live.forget(POINT, clock.now().plus(Duration.ofHours(1)));
    }

    @Test
    void hearsAMeterAndExpectsItsPowerToGoOn() {
        Instant at = hear("\"gridW\":-1200");

        Outlook outlook = outlook();

        assertThat(outlook.heardAt()).contains(at);
        assertThat(outlook.expected()).isEqualTo(Map.of(next(), -300L));
    }

    @Test
    void aMeterIsSilentThoughOtherDevicesOfItsHomeAreHeard() {
        hear("\"solarW\":2000,\"batteryW\":500,\"batterySocPermille\":400");

        Outlook outlook = outlook();

        assertThat(outlook.heardAt()).isEmpty();
        assertThat(outlook.expected()).isEmpty();
    }

    private Outlook outlook() {
        return forecasts.outlook(point(), List.of(next()), ZoneOffset.UTC);
    }

    private DeliveryInterval next() {
        return DeliveryInterval.quarterHourAt(Street.OPENS).plus(40);
    }

    private Instant hear(String values) {
        Instant at = clock.now();
        live.take(
                Street.GATEWAY,
                PointRights.of(1, Set.of(Street.GATEWAY), List.of()),
                """
                {"at":"%s","points":[{"meteringPoint":"%s",%s}]}\
                """
                        .formatted(at, POINT.value(), values)
                        .getBytes(StandardCharsets.UTF_8));
        return at;
    }

    /** As a home of the street, but of a number of its own. */
    private MeteringPoint point() {
        MeteringPoint one =
                registry.meteringPoints(new AreaId(1))
                        .await()
                        .atMost(Duration.ofSeconds(10))
                        .getFirst();
        return new MeteringPoint(
                POINT,
                one.area(),
                one.participant(),
                one.tariffs(),
                one.equipment(),
                one.inServiceFrom());
    }
}
