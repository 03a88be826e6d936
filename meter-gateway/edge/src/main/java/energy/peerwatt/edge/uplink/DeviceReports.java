package energy.peerwatt.edge.uplink;

import energy.peerwatt.edge.device.DeviceRole;
import energy.peerwatt.edge.health.DeviceState;
import energy.peerwatt.edge.health.DeviceStatus;
import energy.peerwatt.edge.health.HealthBoard;
import energy.peerwatt.edge.mqtt.MqttSession;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.protocol.BlockTopics;
import energy.peerwatt.metering.protocol.DeviceReport;
import energy.peerwatt.metering.protocol.DeviceReport.Device;
import energy.peerwatt.metering.protocol.DeviceReport.Kind;
import energy.peerwatt.metering.protocol.DeviceReport.State;
import energy.peerwatt.metering.protocol.DeviceReportSigner;
import energy.peerwatt.time.MarketClock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells the head-end which devices give values: when that changes, on every new connection, and
 * each minute, so that nothing has to be kept. Used by one thread.
 */
public final class DeviceReports {

    private static final long REPEAT_NANOS = Duration.ofMinutes(1).toNanos();

    private record Place(MeteringPointId point, DeviceRole role) {}

    private final HealthBoard board;
    private final DeviceReportSigner signer;
    private final BlockTopics topics;
    private final MarketClock clock;
    private @Nullable MqttSession toldTo;
    private long toldChanges;
    private long toldNanos;

    /** Reports as the gateway with this id. */
    public DeviceReports(
            HealthBoard board, DeviceReportSigner signer, String gatewayId, MarketClock clock) {
        this.board = board;
        this.signer = signer;
        this.clock = clock;
        topics = new BlockTopics(gatewayId);
    }

    /**
     * Sends what there is to tell, if anything.
     *
     * @throws energy.peerwatt.market.MarketException {@code BROKER_UNAVAILABLE}; all is told again
     *     then
     */
    void tell(MqttSession session) {
        long changes = board.changes();
        long now = System.nanoTime();
        boolean isNew = !session.equals(toldTo);
        if (!isNew && changes == toldChanges && now - toldNanos < REPEAT_NANOS) {
            return;
        }
        toldTo = null;
        for (DeviceReport report : reports()) {
            session.publish(topics.event(), signer.sign(report));
        }
        toldTo = session;
        toldChanges = changes;
        toldNanos = now;
    }

    private List<DeviceReport> reports() {
        Instant at = clock.now().truncatedTo(ChronoUnit.MILLIS);
        Map<Place, List<DeviceStatus>> places =
                board.statuses().stream()
                        .collect(
                                Collectors.groupingBy(
                                        status ->
                                                new Place(
                                                        status.device().meteringPoint(),
                                                        status.device().role()),
                                        LinkedHashMap::new,
                                        Collectors.toList()));
        List<Device> devices = new ArrayList<>();
        places.forEach((place, statuses) -> device(place, statuses, at).ifPresent(devices::add));
        List<DeviceReport> reports = new ArrayList<>();
        for (int from = 0; from < devices.size(); from += DeviceReport.MAX_DEVICES) {
            int to = Math.min(devices.size(), from + DeviceReport.MAX_DEVICES);
            reports.add(new DeviceReport(topics.gatewayId(), at, devices.subList(from, to)));
        }
        return reports;
    }

    /** Several of a kind are as good as the worst; unknown while the program has just started. */
    private static Optional<Device> device(Place place, List<DeviceStatus> all, Instant at) {
        DeviceStatus worst = all.getFirst();
        for (DeviceStatus status : all) {
            boolean isWorse = rank(status) > rank(worst);
            boolean isEarlier =
                    rank(status) == rank(worst) && status.since().isBefore(worst.since());
            worst = isWorse || isEarlier ? status : worst;
        }
        Instant since = worst.since().isAfter(at) ? at : worst.since();
        Instant second = since.truncatedTo(ChronoUnit.SECONDS);
        return state(worst.state())
                .map(state -> new Device(place.point(), kind(place.role()), state, second));
    }

    private static int rank(DeviceStatus status) {
        return switch (status.state()) {
            case GOOD -> 0;
            case WAITING -> 1;
            case REFUSING -> 2;
            case SILENT -> 3;
        };
    }

    private static Optional<State> state(DeviceState state) {
        return switch (state) {
            case WAITING -> Optional.empty();
            case GOOD -> Optional.of(State.GOOD);
            case SILENT -> Optional.of(State.SILENT);
            case REFUSING -> Optional.of(State.REFUSING);
        };
    }

    private static Kind kind(DeviceRole role) {
        return switch (role) {
            case METER -> Kind.METER;
            case INVERTER -> Kind.INVERTER;
            case BATTERY -> Kind.BATTERY;
            case CHARGER -> Kind.CHARGER;
            case HEAT_PUMP -> Kind.HEAT_PUMP;
            case APPLIANCE -> Kind.APPLIANCE;
        };
    }
}
