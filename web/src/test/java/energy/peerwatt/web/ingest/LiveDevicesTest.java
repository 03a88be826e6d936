package energy.peerwatt.web.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import energy.peerwatt.web.ingest.LivePoint.Battery;
import energy.peerwatt.web.ingest.LivePoint.Charger;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LiveDevicesTest {

    private static TelemetryFields json(String values) throws JsonProcessingException {
        return new TelemetryFields(new ObjectMapper().readTree("{" + values + "}"));
    }

    @Test
    void knowsWhatABatteryCanDo() throws Exception {
        assertThat(
                        LiveDevices.battery(
                                json("\"batteryCapacityWh\":7500,\"batteryChargeMostW\":3750")))
                .isEqualTo(
                        new Battery(
                                OptionalLong.of(7_500),
                                OptionalLong.of(3_750),
                                OptionalLong.empty()));
    }

    @Test
    void knowsWhatACarHasTakenAndStillNeeds() throws Exception {
        TelemetryFields point =
                json(
                        "\"evConnected\":1,\"evSessionWh\":5200,\"evMostW\":11040,"
                                + "\"evNeededWh\":12000,\"evDepartureSecond\":1781759400");

        assertThat(LiveDevices.charger(point))
                .isEqualTo(
                        new Charger(
                                Optional.of(true),
                                OptionalLong.of(5_200),
                                OptionalLong.of(11_040),
                                OptionalLong.of(12_000),
                                Optional.of(Instant.parse("2026-06-18T05:10:00Z"))));
    }

    @Test
    void whatIsNotSaidIsUnknown() throws Exception {
        assertThat(LiveDevices.charger(json("\"evConnected\":0")))
                .isEqualTo(
                        new Charger(
                                Optional.of(false),
                                OptionalLong.empty(),
                                OptionalLong.empty(),
                                OptionalLong.empty(),
                                Optional.empty()));
        assertThat(LiveDevices.charger(json("\"evConnected\":\"yes\"")).connected()).isEmpty();
    }

    @Test
    void aDepartureThatIsNoTimeIsRefused() throws Exception {
        TelemetryFields point = json("\"evDepartureSecond\":9000000000000000000");

        assertThatThrownBy(() -> LiveDevices.charger(point)).isInstanceOf(DateTimeException.class);
    }
}
