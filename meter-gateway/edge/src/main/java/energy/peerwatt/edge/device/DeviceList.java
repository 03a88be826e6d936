package energy.peerwatt.edge.device;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import energy.peerwatt.edge.device.DeviceEntry.Connection.Modbus;
import energy.peerwatt.edge.modbus.Framing;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The devices one gateway was commissioned with: the content of {@code devices.json}.
 *
 * @param gatewayId name the gateway signs and logs in with
 * @param deviceBroker broker that the MQTT devices publish to, {@code tcp://host:port}; empty if
 *     there are none
 */
public record DeviceList(
        String gatewayId, Optional<String> deviceBroker, List<DeviceEntry> devices) {

    private static final ObjectMapper JSON =
            JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    private record Json(
            @Nullable String gatewayId,
            @Nullable String deviceBroker,
            @Nullable List<DeviceEntry.Json> devices) {}

    public DeviceList {
        devices = List.copyOf(devices);
    }

    /**
     * Reads the JSON text.
     *
     * @throws MarketException {@code CONFIGURATION_INVALID} naming what is wrong
     */
    public static DeviceList parse(String json) {
        try {
            Json list = JSON.readValue(json, Json.class);
            if (list.gatewayId() == null || list.devices() == null) {
                throw new IllegalArgumentException("gatewayId or devices is missing");
            }
            List<DeviceEntry> devices =
                    list.devices().stream().map(DeviceEntry.Json::entry).toList();
            checkFramings(devices);
            return new DeviceList(
                    list.gatewayId(), Optional.ofNullable(list.deviceBroker()), devices);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new MarketException(
                    ErrorCode.CONFIGURATION_INVALID, "devices.json: " + e.getMessage(), e);
        }
    }

    /**
     * One socket speaks one framing: mixed, each side would take the other's frames for its own.
     */
    private static void checkFramings(List<DeviceEntry> devices) {
        Map<String, Framing> framings = new TreeMap<>();
        for (DeviceEntry device : devices) {
            if (device.connection()
                    instanceof Modbus(String host, int port, _, Framing framing, _)) {
                String socket = host + ":" + port;
                Framing other = framings.putIfAbsent(socket, framing);
                if (other != null && other != framing) {
                    throw new IllegalArgumentException(
                            socket + " cannot speak " + other + " and " + framing);
                }
            }
        }
    }
}
