package energy.peerwatt.web.balancing;

import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.setpoint.SetpointCommand;
import energy.peerwatt.metering.headend.setpoint.SetpointCommand.State;
import energy.peerwatt.metering.headend.store.SetpointOverview;
import energy.peerwatt.metering.protocol.SetpointPlan;
import energy.peerwatt.metering.protocol.SetpointReport;
import energy.peerwatt.metering.protocol.SetpointReport.StepState;
import energy.peerwatt.metering.protocol.SetpointTarget.Device;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.ingest.LivePoint;
import energy.peerwatt.web.ingest.LiveState;
import energy.peerwatt.web.registry.MeteringPoint;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which devices can be planned now: their member consents, their state is known, they did what they
 * were told last, and no operator has given them an order that still holds. Blocks.
 */
@Singleton
final class UsableDevices {

    /** Older telemetry says nothing about a device. */
    static final Duration FRESH = Duration.ofMinutes(15);

    /** A device that did not do as it was told is not planned for so long. */
    static final Duration SUSPENSION = Duration.ofHours(1);

    /** Market time within which a gateway answers, or else wall time of {@link #PATIENCE}. */
    private static final Duration ANSWER = Duration.ofMinutes(5);

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Set<State> OPEN = EnumSet.of(State.ISSUED, State.SENT, State.ACCEPTED);

    private final SetpointOverview setpoints;
    private final LiveState live;
    private final MarketClock clock;

    UsableDevices(SetpointOverview setpoints, LiveState live, MarketClock clock) {
        this.setpoints = setpoints;
        this.live = live;
        this.clock = clock;
    }

    /**
     * Devices of an area.
     *
     * @param usable those that can be planned
     * @param inForce the newest command to each that its gateway did not refuse, if one may hold
     */
    record Found(Set<ControlledDevice> usable, Map<ControlledDevice, SetpointCommand> inForce) {

        /** What operators have ordered the devices of a metering point to do. */
        Map<Device, SetpointPlan> orders(MeteringPointId point) {
            Map<Device, SetpointPlan> orders = new EnumMap<>(Device.class);
            for (Device device : Device.values()) {
                Optional.ofNullable(inForce.get(new ControlledDevice(point, device)))
                        .filter(command -> !command.issuedBy().equals(PlanDispatch.ISSUER))
                        .filter(command -> OPEN.contains(command.state()))
                        .map(SetpointCommand::plan)
                        .filter(plan -> !plan.isRevocation())
                        .ifPresent(plan -> orders.put(device, plan));
            }
            return orders;
        }
    }

    Found of(List<MeteringPoint> points) {
        List<MeteringPointId> ids = points.stream().map(MeteringPoint::id).toList();
        Map<ControlledDevice, SetpointCommand> newest = byDevice(await(setpoints.newest(ids)));
        Map<ControlledDevice, SetpointCommand> inForce = inForce(ids);
        Set<MeteringPointId> consenting = await(setpoints.consenting(ids));
        Set<ControlledDevice> usable = new TreeSet<>();
        for (MeteringPoint point : points) {
            if (consenting.contains(point.id())) {
                usable.addAll(known(point));
            }
        }
        usable.removeIf(device ->
                Stream.of(newest, inForce)
                        .flatMap(commands -> Stream.ofNullable(commands.get(device)))
                        .anyMatch(this::isUnusable));
        return new Found(usable, inForce);
    }

    /** The newest command to each device of these metering points that may hold. */
    Map<ControlledDevice, SetpointCommand> inForce(Collection<MeteringPointId> points) {
        return byDevice(await(setpoints.inForce(points, clock.now())));
    }

    private static Map<ControlledDevice, SetpointCommand> byDevice(List<SetpointCommand> commands) {
        Map<ControlledDevice, SetpointCommand> found = new HashMap<>();
        for (SetpointCommand command : commands) {
            var target = command.plan().target();
            found.put(new ControlledDevice(target.meteringPoint(), target.device()), command);
        }
        return found;
    }

    private Set<ControlledDevice> known(MeteringPoint point) {
        Set<ControlledDevice> known = new TreeSet<>();
        Optional<LivePoint> state =
                live.of(point.id()).filter(one -> one.at().isAfter(clock.now().minus(FRESH)));
        MeteringPoint.Equipment equipment = point.equipment();
        if (equipment.batteryWh() > 0
                && state.filter(one -> one.batterySocPermille().isPresent()).isPresent()) {
            known.add(new ControlledDevice(point.id(), Device.BATTERY));
        }
        if (equipment.solarWp() > 0 && state.filter(one -> one.solarW().isPresent()).isPresent()) {
            known.add(new ControlledDevice(point.id(), Device.INVERTER));
        }
        if (equipment.evChargerW() > 0
                && state.filter(one -> one.charger().connected().isPresent()).isPresent()) {
            known.add(new ControlledDevice(point.id(), Device.CHARGER));
        }
        LivePoint.Loads loads = state.map(LivePoint::loads).orElse(LivePoint.Loads.UNKNOWN);
        if (loads.heatStoredWh().isPresent()) {
            known.add(new ControlledDevice(point.id(), Device.HEAT_PUMP));
        }
        if (loads.started().isPresent()) {
            known.add(new ControlledDevice(point.id(), Device.APPLIANCE));
        }
        return known;
    }

    private boolean isUnusable(SetpointCommand command) {
        Instant now = clock.now();
        boolean isOurs = command.issuedBy().equals(PlanDispatch.ISSUER);
        boolean holds = OPEN.contains(command.state()) && now.isBefore(command.plan().expiresAt());
        if (!isOurs) {
            return holds && !command.plan().isRevocation();
        }
        return failedAt(command).filter(at -> now.isBefore(at.plus(SUSPENSION))).isPresent();
    }

    /** When the device or its gateway last failed at its newest command. */
    private Optional<Instant> failedAt(SetpointCommand command) {
        return switch (command.state()) {
            case ISSUED, SENT -> {
                Duration wall = PATIENCE.multipliedBy(clock.speed());
                Duration most = wall.compareTo(ANSWER) > 0 ? wall : ANSWER;
                Instant due = command.plan().issuedAt().plus(most);
                yield clock.now().isAfter(due) ? Optional.of(due) : Optional.empty();
            }
            case EXPIRED -> Optional.of(command.plan().expiresAt());
            case REFUSED -> command.report().map(SetpointReport::at);
            case ACCEPTED, ENDED ->
                    command.report().stream()
                            .flatMap(report -> report.steps().stream())
                            .filter(step ->
                                    step.state() == StepState.FAILED
                                            || step.state() == StepState.REFUSED)
                            .map(SetpointReport.StepResult::at)
                            .max(Instant::compareTo);
            case SUPERSEDED -> Optional.empty();
        };
    }

    private static <T> T await(Uni<T> answer) {
        return answer.await().atMost(TIMEOUT);
    }
}
