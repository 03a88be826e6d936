package energy.peerwatt.edge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import energy.peerwatt.edge.health.DeviceHealth;
import energy.peerwatt.edge.health.DeviceStatus;
import energy.peerwatt.edge.health.HealthBoard;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jspecify.annotations.Nullable;

/** {@code GET /devices}: how each device does, JSON. */
@ApplicationScoped
public class DeviceRoute {

    private static final ObjectMapper JSON = new JsonMapper();

    private volatile @Nullable HealthBoard board;

    /** Answers with the devices of this board from now on. */
    void show(HealthBoard devices) {
        board = devices;
    }

    void register(@Observes Router router) {
        router.get("/devices").handler(this::answer);
    }

    private void answer(RoutingContext context) {
        HealthBoard shown = board;
        if (shown == null) {
            context.response().setStatusCode(503).end();
            return;
        }
        context.response().putHeader("Content-Type", "application/json").end(json(shown));
    }

    /** All devices, in the order of their list. */
    static String json(HealthBoard board) {
        ArrayNode devices = JSON.createArrayNode();
        board.statuses().forEach(status -> put(devices.addObject(), status));
        try {
            return JSON.writeValueAsString(devices);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values", e);
        }
    }

    private static void put(ObjectNode node, DeviceStatus status) {
        node.put("meteringPoint", status.device().meteringPoint().value())
                .put("role", status.device().role().name())
                .put("driver", status.device().driver())
                .put("address", DeviceHealth.address(status.device()))
                .put("state", status.state().name())
                .put("since", status.since().toString())
                .put("leftAlone", status.leftAlone())
                .put("polls", status.polls());
        status.lastGood().ifPresent(at -> node.put("lastGood", at.toString()));
        ObjectNode failures = node.putObject("failures");
        status.failures().forEach(failures::put);
        status.latency()
                .ifPresent(latency ->
                        node.putObject("latencyMicros")
                                .put("median", latency.median())
                                .put("p95", latency.p95())
                                .put("longest", latency.longest()));
    }
}
