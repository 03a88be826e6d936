package energy.peerwatt.web.balancing;

import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.setpoint.IssueResult;
import energy.peerwatt.metering.headend.setpoint.SetpointCommand;
import energy.peerwatt.metering.headend.setpoint.SetpointCommand.State;
import energy.peerwatt.metering.headend.setpoint.SetpointDraft;
import energy.peerwatt.metering.headend.store.SetpointStore;
import energy.peerwatt.metering.protocol.SetpointPlan;
import energy.peerwatt.metering.protocol.SetpointPlan.Floor;
import energy.peerwatt.metering.protocol.SetpointPlan.Kind;
import energy.peerwatt.metering.protocol.SetpointPlan.Step;
import energy.peerwatt.metering.protocol.SetpointTarget.Device;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.config.MarketConfig;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells devices their part of a plan, as setpoints that end by themselves {@link #REACH} later. A
 * device is told nothing if what it was told last says the same for the near future and holds for
 * long enough. Blocks.
 */
@Singleton
final class PlanDispatch {

    /** By whom these setpoints are issued. */
    static final String ISSUER = "balancer";

    /** For so long a device is told what to do; when the balancer stops it is free after that. */
    static final Duration REACH = Duration.ofHours(2);

    /** Setpoints that end earlier are issued again. */
    private static final Duration RENEWAL = Duration.ofHours(1);

    /** Only a difference in this time is worth a message; later ones come with later plans. */
    private static final Duration NEAR = Duration.ofMinutes(40);

    /** Smaller differences are none, W. */
    private static final long TOLERANCE_W = 50;

    private static final Logger LOG = Logger.getLogger(PlanDispatch.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration SLOT = DeliveryInterval.QUARTER_HOUR;

    private final SetpointStore store;
    private final MarketClock clock;
    private final int reservePermille;

    PlanDispatch(SetpointStore store, MarketClock clock, MarketConfig config) {
        this.store = store;
        this.clock = clock;
        this.reservePermille = config.balancing().reservePermille();
    }

    /**
     * Tells every planned device its part.
     *
     * @param newest the newest command to each device that its gateway did not refuse
     * @param fence required before each message
     * @return how many were told something
     */
    int send(Scene scene, Plan plan, Map<ControlledDevice, SetpointCommand> newest, Fence fence) {
        Instant now = clock.now().truncatedTo(ChronoUnit.SECONDS);
        int told = 0;
        for (Map.Entry<String, ControlledDevice> entry : scene.devices().entrySet()) {
            Series watts = plan.devices().get(entry.getKey());
            if (watts != null) {
                List<Step> steps = steps(entry.getValue().device(), watts, scene.first(), now);
                SetpointCommand last = newest.get(entry.getValue());
                told += tell(entry.getValue(), steps, last, now, fence) ? 1 : 0;
            }
        }
        for (MeteringPointId point : scene.curtailable()) {
            ControlledDevice inverter = new ControlledDevice(point, Device.INVERTER);
            List<Step> steps = curtailment(scene, plan, point, now);
            SetpointCommand last = newest.get(inverter);
            if (!steps.isEmpty()) {
                told += tell(inverter, steps, last, now, fence) ? 1 : 0;
            } else if (isInForce(last, now)) {
                revoke(inverter, now, fence);
                told++;
            }
        }
        return told;
    }

    /** Takes back what this balancer has ordered and what still holds; how many that were. */
    int revoke(Map<ControlledDevice, SetpointCommand> newest, Fence fence) {
        Instant now = clock.now();
        int revoked = 0;
        for (Map.Entry<ControlledDevice, SetpointCommand> entry : newest.entrySet()) {
            if (isInForce(entry.getValue(), now)) {
                revoke(entry.getKey(), now, fence);
                revoked++;
            }
        }
        return revoked;
    }

    private void revoke(ControlledDevice device, Instant now, Fence fence) {
        fence.require();
        store.revoke(device.point(), device.device(), ISSUER, now).await().atMost(TIMEOUT);
    }

    private static boolean isInForce(@Nullable SetpointCommand last, Instant now) {
        return last != null
                && last.issuedBy().equals(ISSUER)
                && isOpen(last)
                && !last.plan().isRevocation()
                && now.isBefore(last.plan().expiresAt());
    }

    /** A superseded one is the newest not refused only if what came after it was refused. */
    private static boolean isOpen(SetpointCommand command) {
        return command.state() == State.ISSUED
                || command.state() == State.SENT
                || command.state() == State.ACCEPTED
                || command.state() == State.SUPERSEDED;
    }

    private boolean tell(
            ControlledDevice device,
            List<Step> steps,
            @Nullable SetpointCommand last,
            Instant now,
            Fence fence) {
        if (isInForce(last, now) && last != null && saysTheSame(last.plan(), steps, now)) {
            return false;
        }
        Floor floor =
                device.device() == Device.BATTERY ? new Floor(reservePermille, 0, 0) : Floor.NONE;
        SetpointDraft draft =
                new SetpointDraft(
                        device.point(), device.device(), steps.getLast().until(), floor, steps);
        fence.require();
        IssueResult result = store.issue(draft, ISSUER, now).await().atMost(TIMEOUT);
        if (result instanceof IssueResult.Refused(IssueResult.Refusal reason)) {
            LOG.debugf("no setpoint for %s: %s", device.id(), reason);
            return false;
        }
        return true;
    }

    private static boolean saysTheSame(SetpointPlan last, List<Step> steps, Instant now) {
        if (last.expiresAt().isBefore(now.plus(RENEWAL))) {
            return false;
        }
        for (Instant at = now; at.isBefore(now.plus(NEAR)); at = at.plus(SLOT)) {
            if (!isSame(last.stepAt(at), stepAt(steps, at))) {
                return false;
            }
        }
        return true;
    }

    private static Optional<Step> stepAt(List<Step> steps, Instant at) {
        return steps.stream().filter(step -> step.covers(at)).findFirst();
    }

    private static boolean isSame(Optional<Step> one, Optional<Step> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() && other.isEmpty();
        }
        return one.get().kind() == other.get().kind()
                && Math.abs(one.get().watts() - other.get().watts()) <= TOLERANCE_W;
    }

    private static List<Step> steps(
            Device device, Series watts, DeliveryInterval first, Instant now) {
        List<Step> steps = new ArrayList<>();
        for (int slot = 0; slot < watts.slots(); slot++) {
            Instant start = first.plus(slot).start();
            if (!start.isBefore(now.plus(REACH))) {
                break;
            }
            add(steps, start.isBefore(now) ? now : start, start.plus(SLOT), device, watts.at(slot));
        }
        return steps;
    }

    private static void add(
            List<Step> steps, Instant from, Instant until, Device device, int watts) {
        Kind kind = kind(device, watts);
        if (from.isBefore(until)) {
            append(steps, new Step(from, until, kind, kind == Kind.IDLE ? 0 : Math.abs(watts)));
        }
    }

    /** Two steps in a row that say the same are one. */
    private static void append(List<Step> steps, Step step) {
        Step last = steps.isEmpty() ? null : steps.getLast();
        if (last != null
                && last.until().equals(step.from())
                && last.kind() == step.kind()
                && last.watts() == step.watts()) {
            steps.set(
                    steps.size() - 1,
                    new Step(last.from(), step.until(), step.kind(), step.watts()));
        } else {
            steps.add(step);
        }
    }

    private static Kind kind(Device device, int watts) {
        if (watts == 0) {
            return Kind.IDLE;
        }
        return switch (device) {
            case BATTERY -> watts > 0 ? Kind.CHARGE : Kind.DISCHARGE;
            case HEAT_PUMP, APPLIANCE -> Kind.CHARGE;
            case CHARGER -> Kind.LIMIT_IMPORT;
            case INVERTER -> Kind.LIMIT_EXPORT;
        };
    }

    /** Empty if the panels may give all they can for as long as setpoints reach. */
    private static List<Step> curtailment(
            Scene scene, Plan plan, MeteringPointId point, Instant now) {
        List<Step> steps = new ArrayList<>();
        Series curtailed = plan.curtailed().get(point.value());
        if (curtailed == null) {
            return steps;
        }
        Series could =
                scene.community().homes().stream()
                        .filter(home -> home.id().equals(point.value()))
                        .findFirst()
                        .orElseThrow()
                        .solar()
                        .watts();
        for (int slot = 0; slot < curtailed.slots(); slot++) {
            Instant start = scene.first().plus(slot).start();
            if (!start.isBefore(now.plus(REACH))) {
                break;
            }
            Instant from = start.isBefore(now) ? now : start;
            if (curtailed.at(slot) > 0 && from.isBefore(start.plus(SLOT))) {
                long most = could.at(slot) - (long) curtailed.at(slot);
                append(steps, new Step(from, start.plus(SLOT), Kind.LIMIT_EXPORT, most));
            }
        }
        return steps;
    }
}
