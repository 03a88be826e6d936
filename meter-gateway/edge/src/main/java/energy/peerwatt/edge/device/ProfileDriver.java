package energy.peerwatt.edge.device;

import energy.peerwatt.edge.modbus.AnswerDigest;
import energy.peerwatt.edge.modbus.RegisterBlock;
import energy.peerwatt.edge.modbus.RegisterPlan;
import energy.peerwatt.edge.modbus.RegisterSource;
import energy.peerwatt.edge.modbus.RegisterSpan;
import energy.peerwatt.market.Channel;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Devices that a {@link DeviceProfile} describes. */
final class ProfileDriver implements Driver {

    private static final Logger LOG = Logger.getLogger(ProfileDriver.class);
    private static final int MOST_IDENTITY_FAILURES = 3;

    private final DeviceProfile profile;
    private final DeviceRole role;
    private final AnswerDigest source;
    private final EvidenceProfile decodedBy;
    private final ChargingConnection connection;
    private RegisterPlan plan;
    private Optional<String> identity = Optional.empty();
    private boolean isIdentified;
    private int identityFailures;

    /**
     * Does not read yet.
     *
     * @param connection counts if it is a charging point
     * @throws IllegalArgumentException if the profile has nothing for the role
     */
    ProfileDriver(
            DeviceProfile profile,
            DeviceRole role,
            RegisterSource source,
            ChargingConnection connection) {
        this.connection = connection;
        this.profile = profile;
        this.role = role;
        this.source = new AnswerDigest(source);
        decodedBy = new EvidenceProfile(profile.id(), profile.hash());
        if (wanted().stream().noneMatch(this::has)) {
            throw new IllegalArgumentException(profile.id() + " is no " + role);
        }
        plan = plan(wanted());
    }

    /** A device that is no charging point, or one with three phases. */
    ProfileDriver(DeviceProfile profile, DeviceRole role, RegisterSource source) {
        this(profile, role, source, new ChargingConnection(3));
    }

    @Override
    public DeviceSample read() {
        Map<RegisterSpan, RegisterBlock> blocks;
        source.restart();
        try {
            blocks = plan.read(source);
        } catch (MarketException e) {
            // What was learned about missing registers may have been learned from another device.
            plan = plan(wanted());
            isIdentified = false;
            identity = Optional.empty();
            throw e;
        }
        if (blocks.isEmpty()) {
            plan = plan(wanted());
            throw new MarketException(
                    ErrorCode.DEVICE_ANSWER_REFUSED, profile.id() + " has none of its registers");
        }
        return new DeviceSample(
                registers(blocks), live(blocks), decodedBy.context(source.take(), identity));
    }

    /** Not again and again from a device that does not answer to it. */
    @Override
    public void identify() {
        if (isIdentified || identityFailures >= MOST_IDENTITY_FAILURES) {
            return;
        }
        try {
            identity = profile.identity().read(source);
            isIdentified = true;
        } catch (MarketException e) {
            identityFailures++;
            LOG.debugf(e, "%s does not name itself", profile.id());
        }
    }

    /** What the role needs; the rest of a profile is for commissioning. */
    private List<ProfileQuantity> wanted() {
        return switch (role) {
            case METER ->
                    List.of(ProfileQuantity.IMPORT, ProfileQuantity.EXPORT, ProfileQuantity.POWER);
            case INVERTER ->
                    has(ProfileQuantity.GENERATION)
                            ? List.of(ProfileQuantity.GENERATION, ProfileQuantity.SOLAR_POWER)
                            : List.of(ProfileQuantity.EXPORT, ProfileQuantity.POWER);
            case BATTERY -> List.of(ProfileQuantity.CHARGE, batteryPower());
            case CHARGER ->
                    List.of(
                            ProfileQuantity.POWER,
                            ProfileQuantity.CONNECTED,
                            ProfileQuantity.SESSION,
                            ProfileQuantity.MOST_CURRENT);
            case HEAT_PUMP -> List.of(ProfileQuantity.POWER, ProfileQuantity.STORED);
            case APPLIANCE -> List.of(ProfileQuantity.POWER, ProfileQuantity.STARTED);
        };
    }

    private ProfileQuantity batteryPower() {
        return has(ProfileQuantity.CHARGE) ? ProfileQuantity.BATTERY_POWER : ProfileQuantity.POWER;
    }

    private boolean has(ProfileQuantity quantity) {
        return !profile.terms(quantity).isEmpty();
    }

    private RegisterPlan plan(Collection<ProfileQuantity> quantities) {
        List<RegisterSpan> spans =
                quantities.stream()
                        .flatMap(quantity -> profile.terms(quantity).stream())
                        .map(DeviceProfile.Term::span)
                        .toList();
        return new RegisterPlan(spans, profile.limits().registers(), profile.limits().gap());
    }

    private Map<Channel, RegisterValue> registers(Map<RegisterSpan, RegisterBlock> blocks) {
        Map<Channel, RegisterValue> registers = new EnumMap<>(Channel.class);
        switch (role) {
            case METER -> {
                energy(ProfileQuantity.IMPORT, blocks)
                        .ifPresent(value -> registers.put(Channel.IMPORT, value));
                energy(ProfileQuantity.EXPORT, blocks)
                        .ifPresent(value -> registers.put(Channel.EXPORT, value));
            }
            // A meter mounted towards the array: what that makes flows in export direction.
            case INVERTER ->
                    energy(wanted().getFirst(), blocks)
                            .ifPresent(value -> registers.put(Channel.GENERATION, value));
            case BATTERY, CHARGER, HEAT_PUMP, APPLIANCE -> {}
        }
        return registers;
    }

    private Map<LiveQuantity, Long> live(Map<RegisterSpan, RegisterBlock> blocks) {
        Map<LiveQuantity, Long> live = new EnumMap<>(LiveQuantity.class);
        switch (role) {
            case METER -> put(live, LiveQuantity.GRID_W, ProfileQuantity.POWER, blocks);
            case INVERTER -> {
                put(live, LiveQuantity.SOLAR_W, wanted().getLast(), blocks);
                if (wanted().getLast() == ProfileQuantity.POWER) {
                    live.computeIfPresent(LiveQuantity.SOLAR_W, (_, watts) -> -watts);
                }
            }
            case BATTERY -> {
                put(live, LiveQuantity.BATTERY_W, batteryPower(), blocks);
                value(ProfileQuantity.CHARGE, blocks)
                        .map(value -> Decimal.nearest(value, 1))
                        .ifPresent(permille ->
                                permille.ifPresent(
                                        soc -> live.put(LiveQuantity.BATTERY_SOC_PERMILLE, soc)));
            }
            case CHARGER -> {
                put(live, LiveQuantity.EV_W, ProfileQuantity.POWER, blocks);
                put(live, LiveQuantity.EV_CONNECTED, ProfileQuantity.CONNECTED, blocks);
                put(live, LiveQuantity.EV_SESSION_WH, ProfileQuantity.SESSION, blocks);
                value(ProfileQuantity.MOST_CURRENT, blocks)
                        .map(amperes -> connection.watts(amperes.longValue()))
                        .ifPresent(watts -> live.put(LiveQuantity.EV_MOST_W, watts));
            }
            case HEAT_PUMP -> {
                put(live, LiveQuantity.HEAT_PUMP_W, ProfileQuantity.POWER, blocks);
                put(live, LiveQuantity.HEAT_STORED_WH, ProfileQuantity.STORED, blocks);
            }
            case APPLIANCE -> {
                put(live, LiveQuantity.APPLIANCE_W, ProfileQuantity.POWER, blocks);
                put(live, LiveQuantity.APPLIANCE_STARTED, ProfileQuantity.STARTED, blocks);
            }
        }
        return live;
    }

    private void put(
            Map<LiveQuantity, Long> live,
            LiveQuantity target,
            ProfileQuantity quantity,
            Map<RegisterSpan, RegisterBlock> blocks) {
        value(quantity, blocks)
                .map(value -> Decimal.nearest(value, 0))
                .ifPresent(watts -> watts.ifPresent(whole -> live.put(target, whole)));
    }

    /** Unknown if one of its registers is: a part is not the sum. */
    private Optional<BigDecimal> value(
            ProfileQuantity quantity, Map<RegisterSpan, RegisterBlock> blocks) {
        BigDecimal sum = BigDecimal.ZERO;
        for (DeviceProfile.Term term : profile.terms(quantity)) {
            Optional<BigDecimal> raw = raw(term, blocks);
            if (raw.isEmpty()) {
                return Optional.empty();
            }
            sum = sum.add(term.scale().times(raw.get()));
        }
        return has(quantity) ? Optional.of(sum) : Optional.empty();
    }

    private Optional<RegisterValue> energy(
            ProfileQuantity quantity, Map<RegisterSpan, RegisterBlock> blocks) {
        Optional<RegisterValue> sum = Optional.empty();
        for (DeviceProfile.Term term : profile.terms(quantity)) {
            Optional<RegisterValue> value = raw(term, blocks).flatMap(raw -> energy(term, raw));
            if (value.isEmpty()) {
                return Optional.empty();
            }
            sum = sum.map(before -> before.plus(value.get())).or(() -> value);
        }
        return sum;
    }

    private static Optional<RegisterValue> energy(DeviceProfile.Term term, BigDecimal raw) {
        RegisterType type = term.type();
        return type.isFloatingPoint()
                ? term.scale().energy(raw, type.step(raw))
                : term.scale().energy(raw, type.range());
    }

    private static Optional<BigDecimal> raw(
            DeviceProfile.Term term, Map<RegisterSpan, RegisterBlock> blocks) {
        return Optional.ofNullable(blocks.get(term.span())).flatMap(term::raw);
    }
}
