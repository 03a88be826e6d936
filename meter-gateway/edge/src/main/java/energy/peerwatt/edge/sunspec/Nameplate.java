package energy.peerwatt.edge.sunspec;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What a SunSpec device says it can bear. Ratings and settings both count and the smallest is the
 * limit; a zero is no rating.
 *
 * @param known values in W and Wh, by model and point
 */
public record Nameplate(Map<String, PointValue.Scaled> known) {

    /** Models that tell of it. */
    public static final List<Integer> MODELS = List.of(120, 121, 702, 124, 713, 802);

    /** Of storage, model 124 names this power alone, and relates both gradients to it. */
    private static final String STORAGE = "124.WChaMax";

    private static final List<String> OUTPUT =
            List.of("120.WRtg", "121.WMax", "702.WMaxRtg", "702.WMax");
    private static final List<String> CHARGE =
            List.of(
                    STORAGE,
                    "120.MaxChaRte",
                    "702.WChaRteMaxRtg",
                    "702.WChaRteMax",
                    "802.WChaRteMax");
    private static final List<String> DISCHARGE =
            List.of(
                    "120.MaxDisChaRte",
                    "702.WDisChaRteMaxRtg",
                    "702.WDisChaRteMax",
                    "802.WDisChaRteMax");

    public Nameplate {
        known = Map.copyOf(known);
    }

    /** Reads it off the models of the device, by their ids. */
    public static Nameplate of(Map<Integer, SunSpecGroup> models) {
        Map<String, PointValue.Scaled> known = new HashMap<>();
        models.forEach((id, model) ->
                model.points()
                        .forEach((name, value) -> {
                            if (value instanceof PointValue.Scaled number && number.raw() > 0) {
                                known.put(id + "." + name, number);
                            }
                        }));
        return new Nameplate(known);
    }

    /** Most an inverter gives. */
    public OptionalLong output() {
        return least(OUTPUT);
    }

    /** Most a battery takes. */
    public OptionalLong charge() {
        return least(CHARGE);
    }

    /** Most a battery gives; what it takes where nothing else is known. */
    public OptionalLong discharge() {
        OptionalLong rated = least(DISCHARGE);
        return rated.isPresent() ? rated : least(List.of(STORAGE));
    }

    /** What a battery holds when full, Wh. */
    public OptionalLong capacity() {
        return least(List.of("120.WHRtg", "713.WHRtg", "802.WHRtg"));
    }

    /** 100 % of WMaxLimPct of model 123 or 704. */
    public Optional<PointValue.Scaled> outputReference(int model) {
        return all(model == 123
                        ? List.of("121.WMax", "120.WRtg")
                        : List.of("702.WMax", "702.WMaxRtg"))
                .findFirst();
    }

    /** 100 % of InWRte. */
    public Optional<PointValue.Scaled> chargeReference() {
        return Optional.ofNullable(known.get(STORAGE));
    }

    /**
     * 100 % of OutWRte: "WDisChaMax", which no model has. The largest power it may mean, so that no
     * more than intended is asked for.
     */
    public Optional<PointValue.Scaled> dischargeReference() {
        return Stream.concat(all(DISCHARGE), all(List.of(STORAGE)))
                .max(Comparator.comparing(Nameplate::amount));
    }

    /** In W or Wh. */
    public static BigDecimal amount(PointValue.Scaled value) {
        return BigDecimal.valueOf(value.raw()).scaleByPowerOfTen(value.exponent());
    }

    private Stream<PointValue.Scaled> all(List<String> names) {
        return names.stream().filter(known::containsKey).map(known::get);
    }

    private OptionalLong least(List<String> names) {
        return all(names)
                .map(Nameplate::amount)
                .min(Comparator.naturalOrder())
                .map(watts ->
                        OptionalLong.of(watts.setScale(0, RoundingMode.DOWN).longValueExact()))
                .orElse(OptionalLong.empty());
    }
}
