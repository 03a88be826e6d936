package energy.peerwatt.edge.device;

import energy.peerwatt.edge.device.Measured.RegisterWords;
import energy.peerwatt.edge.modbus.RegisterSource;
import energy.peerwatt.edge.sunspec.ModelHeader;
import energy.peerwatt.edge.sunspec.PointValue;
import energy.peerwatt.edge.sunspec.SunSpecChain;
import energy.peerwatt.edge.sunspec.SunSpecGroup;
import energy.peerwatt.edge.sunspec.SunSpecModel;
import energy.peerwatt.edge.sunspec.SunSpecPoint;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All that a SunSpec device tells, for commissioning. Used by one thread. */
public final class SunSpecReader {

    private static final Map<ProfileQuantity, String> METER =
            Map.ofEntries(
                    Map.entry(ProfileQuantity.IMPORT, "TotWhImp"),
                    Map.entry(ProfileQuantity.EXPORT, "TotWhExp"),
                    Map.entry(ProfileQuantity.POWER, "W"),
                    Map.entry(ProfileQuantity.POWER_L1, "WphA"),
                    Map.entry(ProfileQuantity.POWER_L2, "WphB"),
                    Map.entry(ProfileQuantity.POWER_L3, "WphC"),
                    Map.entry(ProfileQuantity.VOLTAGE_L1, "PhVphA"),
                    Map.entry(ProfileQuantity.VOLTAGE_L2, "PhVphB"),
                    Map.entry(ProfileQuantity.VOLTAGE_L3, "PhVphC"),
                    Map.entry(ProfileQuantity.POWER_FACTOR, "PF"),
                    Map.entry(ProfileQuantity.FREQUENCY, "Hz"));
    private static final Map<ProfileQuantity, String> INVERTER =
            Map.of(
                    ProfileQuantity.GENERATION, "WH",
                    ProfileQuantity.SOLAR_POWER, "W",
                    ProfileQuantity.VOLTAGE_L1, "PhVphA",
                    ProfileQuantity.VOLTAGE_L2, "PhVphB",
                    ProfileQuantity.VOLTAGE_L3, "PhVphC",
                    ProfileQuantity.POWER_FACTOR, "PF",
                    ProfileQuantity.FREQUENCY, "Hz",
                    ProfileQuantity.DC_POWER, "DCW");
    private static final Map<ProfileQuantity, String> RESOURCE =
            Map.of(
                    ProfileQuantity.GENERATION, "TotWhInj",
                    ProfileQuantity.SOLAR_POWER, "W",
                    ProfileQuantity.VOLTAGE_L1, "VL1",
                    ProfileQuantity.VOLTAGE_L2, "VL2",
                    ProfileQuantity.VOLTAGE_L3, "VL3",
                    ProfileQuantity.POWER_FACTOR, "PF",
                    ProfileQuantity.FREQUENCY, "Hz");
    private static final Map<ProfileQuantity, String> BATTERY =
            Map.of(ProfileQuantity.BATTERY_POWER, "W", ProfileQuantity.CHARGE, "SoC");
    private static final Map<ProfileQuantity, String> STORAGE =
            Map.of(ProfileQuantity.CHARGE, "ChaState");
    private static final Set<ProfileQuantity> DIRECTED =
            EnumSet.of(
                    ProfileQuantity.POWER,
                    ProfileQuantity.POWER_L1,
                    ProfileQuantity.POWER_L2,
                    ProfileQuantity.POWER_L3);
    private static final int RESOURCE_MODEL = 701;
    private static final int PERCENT = -2;

    private final RegisterSource source;
    private final SunSpecChain chain;

    private SunSpecReader(RegisterSource source, SunSpecChain chain) {
        this.source = source;
        this.chain = chain;
    }

    /**
     * The device, if it speaks SunSpec.
     *
     * @param bases besides the usual ones
     * @throws energy.peerwatt.market.MarketException if it fails
     */
    public static Optional<SunSpecReader> find(RegisterSource source, Collection<Integer> bases) {
        return SunSpecChain.find(source, bases).map(chain -> new SunSpecReader(source, chain));
    }

    /** Address of the marker. */
    public int base() {
        return chain.base();
    }

    /** In the order the device lists them. */
    public List<ModelHeader> models() {
        return chain.models();
    }

    /** Manufacturer, model, version and serial number; those the device tells. */
    public String identity() {
        Optional<SunSpecGroup> common =
                chain.first(List.of(1)).map(header -> SunSpecModel.read(source, header).content());
        return common.map(group ->
                        String.join(
                                        " ",
                                        group.text("Mn"),
                                        group.text("Md"),
                                        group.text("Vr"),
                                        group.text("SN"))
                                .strip())
                .orElse("");
    }

    /** What it may be commissioned as. */
    public Set<DeviceRole> roles() {
        Set<DeviceRole> roles = EnumSet.noneOf(DeviceRole.class);
        for (DeviceRole role : DeviceRole.values()) {
            if (SunSpecDriver.model(role, chain).isPresent()) {
                roles.add(role);
            }
        }
        return roles;
    }

    /**
     * All points of a model; none if the model is not one of those understood.
     *
     * @throws energy.peerwatt.market.MarketException if the device fails
     */
    public List<SunSpecPoint> points(ModelHeader model) {
        return SunSpecModel.isKnown(model.id())
                ? SunSpecModel.readPoints(source, model)
                : List.of();
    }

    /**
     * What the model of a role measures, import positive.
     *
     * @return empty if the device has no model for the role
     * @throws energy.peerwatt.market.MarketException if the device fails
     */
    public Map<ProfileQuantity, Measured> read(DeviceRole role) {
        Map<ProfileQuantity, Measured> measured = new EnumMap<>(ProfileQuantity.class);
        Optional<ModelHeader> model = SunSpecDriver.model(role, chain);
        if (model.isEmpty()) {
            return measured;
        }
        boolean turned =
                SunSpecDriver.countsExportAsPositive(
                        SunSpecDriver.manufacturer(source, chain, model.get()));
        List<SunSpecPoint> points = points(model.get());
        names(model.get().id())
                .forEach((quantity, name) ->
                        points.stream()
                                .filter(point -> point.name().equals(name))
                                .findFirst()
                                .ifPresent(point ->
                                        measured.put(
                                                quantity,
                                                measured(quantity, point, model.get(), turned))));
        return measured;
    }

    private static Map<ProfileQuantity, String> names(int model) {
        if (SunSpecDriver.METER.contains(model)) {
            return METER;
        }
        return switch (model) {
            case RESOURCE_MODEL -> RESOURCE;
            case 124 -> STORAGE;
            case 713, 802 -> BATTERY;
            default -> INVERTER;
        };
    }

    private static Measured measured(
            ProfileQuantity quantity, SunSpecPoint point, ModelHeader model, boolean turned) {
        RegisterWords words =
                new RegisterWords(model.function(), point.address(), point.type(), point.words());
        int shift =
                quantity == ProfileQuantity.POWER_FACTOR && model.id() != RESOURCE_MODEL
                        ? PERCENT
                        : 0;
        Optional<BigDecimal> value =
                point.value()
                        .flatMap(SunSpecReader::number)
                        .map(number ->
                                turned && DIRECTED.contains(quantity) ? number.negate() : number)
                        .map(number -> number.scaleByPowerOfTen(shift));
        return value.<Measured>map(number -> Measured.Known.of(number, List.of(words)))
                .orElseGet(() -> new Measured.Unknown(why(point), List.of(words)));
    }

    private static String why(SunSpecPoint point) {
        return point.value().orElse(null) instanceof PointValue.ZeroOrAbsent
                ? "shows 0: it has counted nothing yet, or is not there; taken as 0 while the"
                        + " other direction has counted and no power flows in this one"
                : "not implemented, or without its scale factor";
    }

    /** The exact number of a point; empty if it has none. */
    public static Optional<BigDecimal> number(PointValue value) {
        return switch (value) {
            case PointValue.Scaled(long raw, int exponent) ->
                    Optional.of(BigDecimal.valueOf(raw).scaleByPowerOfTen(exponent));
            case PointValue.Beyond(var raw, int exponent) ->
                    Optional.of(new BigDecimal(raw).scaleByPowerOfTen(exponent));
            case PointValue.Real real -> Optional.of(real.value());
            case PointValue.ZeroOrAbsent _, PointValue.Text _ -> Optional.empty();
        };
    }
}
