package energy.peerwatt.edge.mqtt;

import com.fasterxml.jackson.databind.JsonNode;
import energy.peerwatt.edge.device.DeviceSample;
import energy.peerwatt.edge.device.LiveQuantity;
import energy.peerwatt.edge.device.RegisterValue;
import energy.peerwatt.edge.mqtt.MeterMessage.Reason;
import energy.peerwatt.market.Channel;
import java.util.List;
import java.util.Map;

/**
 * Shelly Gen2 three-phase meters: power in {@code status/em:0}, energy in {@code status/emdata:0};
 * W and Wh. The status has all fields, unlike notifications, which are not used.
 */
final class ShellyDialect extends MeterDialect {

    private static final int WH_TO_MILLI_WH = 3;
    private static final int RESOLUTION_MILLI_WH = 1_000;

    @Override
    List<String> topics(String configured) {
        return List.of(configured + "/status/em:0", configured + "/status/emdata:0");
    }

    @Override
    MeterMessage.Decoded decode(JsonNode message) throws RefusedException {
        if (message.has("total_act") && message.has("total_act_ret")) {
            return energy(message.get("total_act"), message.get("total_act_ret"));
        }
        if (message.has("total_act_energy") && message.has("total_act_ret_energy")) {
            return energy(message.get("total_act_energy"), message.get("total_act_ret_energy"));
        }
        if (message.has("total_act_power")) {
            return new MeterMessage.Decoded(
                    new DeviceSample(
                            Map.of(),
                            Map.of(LiveQuantity.GRID_W, watts(message.get("total_act_power")))));
        }
        throw new RefusedException(Reason.NO_MEASUREMENT);
    }

    private static MeterMessage.Decoded energy(JsonNode imported, JsonNode exported)
            throws RefusedException {
        Map<Channel, RegisterValue> registers =
                Map.of(
                        Channel.IMPORT, register(imported, WH_TO_MILLI_WH, RESOLUTION_MILLI_WH),
                        Channel.EXPORT, register(exported, WH_TO_MILLI_WH, RESOLUTION_MILLI_WH));
        return new MeterMessage.Decoded(new DeviceSample(registers, Map.of()));
    }
}
