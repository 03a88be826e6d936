package energy.peerwatt.edge.commission;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import energy.peerwatt.edge.device.DeviceEntry;
import energy.peerwatt.edge.device.DeviceEntry.Connection;
import energy.peerwatt.edge.device.DeviceList;
import energy.peerwatt.edge.modbus.Framing;
import energy.peerwatt.edge.spool.DurableFiles;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The gateway's list of devices, to which one is added. What else is in the file stays, also what
 * this program does not know.
 */
final class DeviceListFile {

    private static final ObjectMapper JSON = new JsonMapper();

    private final Path file;
    private final Optional<String> before;

    private DeviceListFile(Path file, Optional<String> before) {
        this.file = file;
        this.before = before;
    }

    /**
     * Reads the file, if there is one.
     *
     * @throws MarketException {@code CONFIGURATION_INVALID} if it is there and no list of devices
     */
    static DeviceListFile read(Path file) {
        Optional<String> text = text(file);
        text.ifPresent(DeviceList::parse);
        return new DeviceListFile(file, text);
    }

    Path path() {
        return file;
    }

    /** Whether there is a list already. */
    boolean exists() {
        return before.isPresent();
    }

    /**
     * The list with one more device.
     *
     * @param gatewayId of a new list; ignored if there is one
     * @param broker that the device publishes to; empty for Modbus
     * @throws IllegalArgumentException if the device, or another in its place, is in the list, or
     *     if it does not fit to the others
     */
    String with(DeviceEntry entry, Optional<String> gatewayId, Optional<String> broker) {
        before.map(DeviceList::parse).ifPresent(list -> refuseDuplicates(list, entry));
        ObjectNode list = before.map(DeviceListFile::tree).orElseGet(JSON::createObjectNode);
        if (!exists()) {
            list.put(
                    "gatewayId",
                    gatewayId.orElseThrow(() ->
                            new IllegalArgumentException(
                                    file + " is new: --gateway-id is needed")));
        }
        broker.ifPresent(url -> useBroker(list, url));
        ArrayNode devices =
                list.get("devices") instanceof ArrayNode known ? known : list.putArray("devices");
        devices.add(node(entry));
        try {
            String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(list) + "\n";
            DeviceList _ = DeviceList.parse(text);
            return text;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values", e);
        } catch (MarketException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /**
     * Replaces the file, whole or not at all.
     *
     * @throws MarketException if somebody else changed it since it was read, or it cannot be
     *     written
     */
    void write(String text) {
        if (!text(file).equals(before)) {
            throw new MarketException(
                    ErrorCode.CONFIGURATION_INVALID,
                    file + " was changed by somebody else meanwhile: nothing written, try again");
        }
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            DurableFiles.write(file, text);
        } catch (IOException e) {
            throw new MarketException(
                    ErrorCode.CONFIGURATION_INVALID, file + " cannot be written: " + e, e);
        }
    }

    private static void refuseDuplicates(DeviceList list, DeviceEntry entry) {
        for (DeviceEntry known : list.devices()) {
            if (known.meteringPoint().equals(entry.meteringPoint())
                    && known.role() == entry.role()) {
                throw new IllegalArgumentException(
                        "%s has a %s already, %s: take that out first"
                                .formatted(entry.meteringPoint(), entry.role(), place(known)));
            }
            if (known.role() == entry.role() && place(known).equals(place(entry))) {
                throw new IllegalArgumentException(
                        "%s is the %s of %s already"
                                .formatted(place(entry), entry.role(), known.meteringPoint()));
            }
        }
    }

    private static String place(DeviceEntry entry) {
        return switch (entry.connection()) {
            case Connection.Modbus(String host, int port, int unit, _, _) ->
                    host + ":" + port + " unit " + unit;
            case Connection.Mqtt(String topic, _) -> "topic " + topic;
        };
    }

    private static void useBroker(ObjectNode list, String url) {
        JsonNode known = list.get("deviceBroker");
        if (known != null && !known.isNull() && !known.asText().equals(url)) {
            throw new IllegalArgumentException(
                    "a gateway has one device broker, and it is %s, not %s"
                            .formatted(known.asText(), url));
        }
        list.put("deviceBroker", url);
    }

    private static ObjectNode node(DeviceEntry entry) {
        ObjectNode node =
                JSON.createObjectNode()
                        .put("meteringPoint", entry.meteringPoint().value())
                        .put("role", entry.role().name())
                        .put("driver", entry.driver());
        switch (entry.connection()) {
            case Connection.Modbus(
                            String host,
                            int port,
                            int unit,
                            Framing framing,
                            Map<String, String> options) -> {
                node.put("host", host).put("port", port).put("unit", unit);
                if (framing != Framing.TCP) {
                    node.put("framing", framing.label());
                }
                putOptions(node, options);
            }
            case Connection.Mqtt(String topic, Map<String, String> options) -> {
                node.put("topic", topic);
                putOptions(node, options);
            }
        }
        return node;
    }

    private static void putOptions(ObjectNode node, Map<String, String> options) {
        if (!options.isEmpty()) {
            ObjectNode target = node.putObject("options");
            new TreeMap<>(options).forEach(target::put);
        }
    }

    private static ObjectNode tree(String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("was parsed before", e);
        }
    }

    private static Optional<String> text(Path file) {
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            throw new MarketException(
                    ErrorCode.CONFIGURATION_INVALID, file + " cannot be read: " + e, e);
        }
    }
}
