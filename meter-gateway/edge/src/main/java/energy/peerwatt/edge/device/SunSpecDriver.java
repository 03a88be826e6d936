package energy.peerwatt.edge.device;

import energy.peerwatt.edge.modbus.AnswerDigest;
import energy.peerwatt.edge.modbus.RegisterSource;
import energy.peerwatt.edge.sunspec.ModelHeader;
import energy.peerwatt.edge.sunspec.Nameplate;
import energy.peerwatt.edge.sunspec.PointValue;
import energy.peerwatt.edge.sunspec.SunSpecChain;
import energy.peerwatt.edge.sunspec.SunSpecGroup;
import energy.peerwatt.edge.sunspec.SunSpecModel;
import energy.peerwatt.market.Channel;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.metering.protocol.DeviceContext;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Meters, inverters and batteries that speak SunSpec. */
final class SunSpecDriver implements Driver {

    private static final Logger LOG = Logger.getLogger(SunSpecDriver.class);

    static final List<Integer> METER = List.of(201, 202, 203, 204, 211, 212, 213, 214);
    private static final List<Integer> INVERTER = List.of(101, 102, 103, 111, 112, 113);
    private static final List<Integer> RESOURCE = List.of(701);
    private static final List<Integer> MODULES = List.of(160);
    private static final long ACC32_RANGE = 1L << 32;

    /** Its meters count what flows out of the house as positive. */
    private static final String COUNTS_EXPORT_AS_POSITIVE = "SolarEdge";

    private final DeviceRole role;
    private final AnswerDigest source;
    private final List<Integer> bases;
    private @Nullable Found found;

    /**
     * What this driver reads.
     *
     * @param modules where a battery of model 124 has its power; empty if nowhere
     * @param common the part of the device that the model belongs to; empty if it does not say
     * @param ratings of a battery
     */
    private record Found(
            ModelHeader model,
            Optional<ModelHeader> modules,
            Optional<SunSpecGroup> common,
            Map<LiveQuantity, Long> ratings) {

        String manufacturer() {
            return common.map(group -> group.text("Mn")).orElse("");
        }

        Optional<String> identity() {
            return common.flatMap(group ->
                    EvidenceProfile.identity(
                            group.text("Mn"),
                            group.text("Md"),
                            group.text("Vr"),
                            group.text("SN")));
        }
    }

    SunSpecDriver(DeviceRole role, RegisterSource source, List<Integer> bases) {
        this.role = role;
        this.source = new AnswerDigest(source);
        this.bases = bases;
    }

    @Override
    public DeviceSample read() {
        Found known = found == null ? find() : found;
        found = null; // found again after any failure: the device may have been replaced
        source.restart();
        SunSpecGroup model = SunSpecModel.read(source, known.model()).content();
        Optional<SunSpecGroup> modules =
                known.modules().map(header -> SunSpecModel.read(source, header).content());
        found = known;
        DeviceContext context =
                new EvidenceProfile("sunspec-" + known.model().id(), SunSpecModel.layoutHash())
                        .context(source.take(), known.identity());
        return sample(known, model, modules).withContext(context);
    }

    private DeviceSample sample(Found known, SunSpecGroup model, Optional<SunSpecGroup> modules) {
        int id = known.model().id();
        if (METER.contains(id)) {
            return meter(model, known.manufacturer());
        }
        return switch (id) {
            case 701 -> resource(model);
            case 802 -> SunSpecBattery.rack(model, known.ratings());
            case 713 -> SunSpecBattery.capacity(model, known.ratings());
            case 124 -> SunSpecBattery.storage(model, modules, known.ratings());
            default -> inverter(model);
        };
    }

    private Found find() {
        SunSpecChain chain =
                SunSpecChain.find(source, bases).orElseThrow(() -> refused("no SunSpec"));
        ModelHeader model = model(role, chain).orElseThrow(() -> refused("no model for a " + role));
        return new Found(
                model,
                model.id() == 124 ? chain.first(MODULES) : Optional.empty(),
                common(source, chain, model),
                role == DeviceRole.BATTERY ? ratings(chain) : Map.of());
    }

    /** What does not change while the device stays the same; unknown where it declines. */
    private Map<LiveQuantity, Long> ratings(SunSpecChain chain) {
        Map<Integer, SunSpecGroup> models = new HashMap<>();
        for (int id : Nameplate.MODELS) {
            try {
                chain.first(List.of(id))
                        .map(header -> SunSpecModel.read(source, header).content())
                        .ifPresent(model -> models.put(id, model));
            } catch (MarketException e) {
                LOG.debugf(e, "model %d does not tell its ratings", id);
            }
        }
        return SunSpecBattery.ratings(Nameplate.of(models));
    }

    /** The model that is read in a role; empty if the device has none for it. */
    static Optional<ModelHeader> model(DeviceRole role, SunSpecChain chain) {
        return wanted(role).stream().flatMap(ids -> chain.first(ids).stream()).findFirst();
    }

    /** Who made the part of the device that has a model; empty if it does not say. */
    static String manufacturer(RegisterSource source, SunSpecChain chain, ModelHeader model) {
        return common(source, chain, model).map(group -> group.text("Mn")).orElse("");
    }

    private static Optional<SunSpecGroup> common(
            RegisterSource source, SunSpecChain chain, ModelHeader model) {
        return chain.commonOf(model).map(common -> SunSpecModel.read(source, common).content());
    }

    /** Whether the power of this maker's meters is positive when it flows out of the house. */
    static boolean countsExportAsPositive(String manufacturer) {
        return manufacturer.equals(COUNTS_EXPORT_AS_POSITIVE);
    }

    /** Models for the role, the best first. */
    private static List<List<Integer>> wanted(DeviceRole role) {
        return switch (role) {
            case METER -> List.of(METER, INVERTER, RESOURCE);
            case INVERTER -> List.of(INVERTER, RESOURCE);
            case BATTERY -> List.of(List.of(802), List.of(124), List.of(713));
            case CHARGER, HEAT_PUMP, APPLIANCE -> List.of();
        };
    }

    private static DeviceSample meter(SunSpecGroup model, String manufacturer) {
        Map<Channel, RegisterValue> registers = new EnumMap<>(Channel.class);
        Map<LiveQuantity, Long> live = new EnumMap<>(LiveQuantity.class);
        long sign = countsExportAsPositive(manufacturer) ? -1 : 1;
        whole(model, "W", 0).ifPresent(watts -> live.put(LiveQuantity.GRID_W, sign * watts));
        Long watts = live.get(LiveQuantity.GRID_W);
        Optional<RegisterValue> imported = energy(model, "TotWhImp", ACC32_RANGE);
        Optional<RegisterValue> exported = energy(model, "TotWhExp", ACC32_RANGE);
        imported.or(() ->
                        watts != null && watts <= 0 ? zero(model, "TotWhImp", exported) : imported)
                .ifPresent(value -> registers.put(Channel.IMPORT, value));
        exported.or(() ->
                        watts != null && watts >= 0 ? zero(model, "TotWhExp", imported) : exported)
                .ifPresent(value -> registers.put(Channel.EXPORT, value));
        return new DeviceSample(registers, live);
    }

    /**
     * The register of a direction in which nothing has flowed yet. The standard demands both
     * registers of a meter, so one that shows 0 is there; but a device that wakes up shows 0 in
     * both. Asked for only while no power flows in this direction.
     *
     * @param other the register of the other direction, which must have counted
     */
    private static Optional<RegisterValue> zero(
            SunSpecGroup model, String point, Optional<RegisterValue> other) {
        return model.points().get(point) instanceof PointValue.ZeroOrAbsent && other.isPresent()
                ? model.number("TotWh_SF")
                        .flatMap(factor ->
                                new Scale(1, (int) factor.raw())
                                        .energy(BigDecimal.ZERO, ACC32_RANGE))
                : Optional.empty();
    }

    private DeviceSample inverter(SunSpecGroup model) {
        Map<Channel, RegisterValue> registers = new EnumMap<>(Channel.class);
        Map<LiveQuantity, Long> live = new EnumMap<>(LiveQuantity.class);
        energy(model, "WH", ACC32_RANGE)
                .ifPresent(value -> registers.put(Channel.GENERATION, value));
        whole(model, "W", 0).ifPresent(watts -> live.put(LiveQuantity.SOLAR_W, watts));
        if (role == DeviceRole.METER) {
            asOnlyMeter(registers, live, Optional.of(RegisterValue.ofWattHours(0)));
        }
        return new DeviceSample(registers, live);
    }

    /** IEEE 1547 resources count what they inject and what they absorb. */
    private DeviceSample resource(SunSpecGroup model) {
        Map<Channel, RegisterValue> registers = new EnumMap<>(Channel.class);
        Map<LiveQuantity, Long> live = new EnumMap<>(LiveQuantity.class);
        energy(model, "TotWhInj", 0).ifPresent(value -> registers.put(Channel.GENERATION, value));
        whole(model, "W", 0).ifPresent(watts -> live.put(LiveQuantity.SOLAR_W, watts));
        if (role == DeviceRole.METER) {
            asOnlyMeter(registers, live, energy(model, "TotWhAbs", 0));
        }
        return new DeviceSample(registers, live);
    }

    /** A plant that feeds in all it makes. */
    private static void asOnlyMeter(
            Map<Channel, RegisterValue> registers,
            Map<LiveQuantity, Long> live,
            Optional<RegisterValue> imported) {
        RegisterValue generation = registers.get(Channel.GENERATION);
        if (generation != null) {
            registers.put(Channel.EXPORT, generation);
            imported.ifPresent(value -> registers.put(Channel.IMPORT, value));
        }
        Long watts = live.get(LiveQuantity.SOLAR_W);
        if (watts != null) {
            live.put(LiveQuantity.GRID_W, -watts);
        }
    }

    /** An accumulator that shows 0 may not be there at all: then it is unknown. */
    private static Optional<RegisterValue> energy(SunSpecGroup model, String point, long range) {
        return switch (model.points().get(point)) {
            case PointValue.Scaled(long raw, int exponent) ->
                    new Scale(1, exponent).energy(BigDecimal.valueOf(raw), range);
            case PointValue.Real real -> {
                BigDecimal value = real.value();
                BigDecimal step = new BigDecimal(Math.ulp(value.floatValue()));
                yield new Scale(1, 0).energy(value, step);
            }
            case null, default -> Optional.empty();
        };
    }

    /** A power or share, rounded down. */
    static OptionalLong whole(SunSpecGroup model, String point, int extraExponent) {
        return switch (model.points().get(point)) {
            case PointValue.Scaled(long raw, int exponent) ->
                    Decimal.floor(raw, exponent + extraExponent);
            case PointValue.Real real -> Decimal.nearest(real.value(), extraExponent);
            case null, default -> OptionalLong.empty();
        };
    }

    private static MarketException refused(String why) {
        return new MarketException(ErrorCode.DEVICE_ANSWER_REFUSED, why);
    }
}
