package energy.peerwatt.edge.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.edge.device.DeviceEntry;
import energy.peerwatt.edge.device.DeviceEntry.Connection;
import energy.peerwatt.edge.device.DeviceRole;
import energy.peerwatt.edge.device.DeviceSample;
import energy.peerwatt.edge.device.LiveQuantity;
import energy.peerwatt.edge.format.Refusal;
import energy.peerwatt.market.MeteringPointId;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CarWishTest {

    private static MqttDevice wish(Map<String, String> options) {
        Connection.Mqtt connection = new Connection.Mqtt("home/car", options);
        return MqttDevices.of(
                new DeviceEntry(new MeteringPointId("AT-1"), DeviceRole.CHARGER, "car", connection),
                connection);
    }

    private static MeterMessage take(MqttDevice wish, String message) {
        return wish.take(
                new Arrival("home/car", message.getBytes(StandardCharsets.UTF_8), false, 0));
    }

    private static DeviceSample sample(MqttDevice wish, String message) {
        return take(wish, message) instanceof MeterMessage.Decoded(DeviceSample sample)
                ? sample
                : new DeviceSample(Map.of(), Map.of());
    }

    @Test
    void saysWhatTheCarNeedsAndUntilWhen() {
        DeviceSample sample =
                sample(
                        wish(Map.of()),
                        "{\"neededWh\":12000,\"departure\":\"2026-06-19T07:10:00+02:00\"}");

        assertThat(sample.registers()).isEmpty();
        assertThat(sample.live())
                .isEqualTo(
                        Map.of(
                                LiveQuantity.EV_NEEDED_WH, 12_000L,
                                LiveQuantity.EV_DEPARTURE, 1_781_845_800L));
    }

    @Test
    void withoutACarNothingIsNeededAndNoDepartureKnown() {
        assertThat(sample(wish(Map.of()), "{\"neededWh\":0}").live())
                .isEqualTo(Map.of(LiveQuantity.EV_NEEDED_WH, 0L));
        assertThat(sample(wish(Map.of()), "{\"neededWh\":0,\"departure\":null}").live())
                .isEqualTo(Map.of(LiveQuantity.EV_NEEDED_WH, 0L));
    }

    @Test
    void othersMayNameItOtherwise() {
        MqttDevice wish = wish(Map.of("needed", "/plan/energy", "departure", "/plan/time"));

        assertThat(
                        sample(
                                        wish,
                                        "{\"plan\":{\"energy\":500,\"time\":\"2026-06-19T05:10:00Z\"}}")
                                .live())
                .containsEntry(LiveQuantity.EV_NEEDED_WH, 500L)
                .containsEntry(LiveQuantity.EV_DEPARTURE, 1_781_845_800L);
    }

    @Test
    void refusesWhatIsNoWish() {
        assertRefused(Refusal.NOT_JSON, "12000");
        assertRefused(Refusal.NO_MEASUREMENT, "{\"departure\":\"2026-06-19T05:10:00Z\"}");
        assertRefused(Refusal.NOT_A_NUMBER, "{\"neededWh\":\"much\"}");
        assertRefused(Refusal.NEGATIVE_REGISTER, "{\"neededWh\":-1}");
        assertRefused(Refusal.NOT_A_NUMBER, "{\"neededWh\":1,\"departure\":\"tomorrow\"}");
        assertThatThrownBy(() -> wish(Map.of("soc", "/soc")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertRefused(Refusal reason, String message) {
        assertThat(take(wish(Map.of()), message)).isEqualTo(new MeterMessage.Refused(reason));
    }
}
