package energy.peerwatt.edge.control;

import energy.peerwatt.edge.device.Decimal;
import energy.peerwatt.edge.modbus.ModbusUnit;
import energy.peerwatt.edge.sunspec.ModelHeader;
import energy.peerwatt.edge.sunspec.Nameplate;
import energy.peerwatt.edge.sunspec.SunSpecChain;
import energy.peerwatt.edge.sunspec.SunSpecGroup;
import energy.peerwatt.edge.sunspec.SunSpecModel;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.metering.protocol.SetpointPlan.Floor;
import energy.peerwatt.metering.protocol.SetpointPlan.Step;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A SunSpec device, controlled by the best of its models: an inverter by 704 or 123, a battery by
 * 124 or 704. Looked for again whenever the device is looked at and after any failure, as it may
 * have been replaced.
 */
final class SunSpecDevice implements DeviceControl {

    private final ModbusUnit unit;
    private final List<Integer> bases;
    private final ControlTerms terms;
    private @Nullable DeviceControl found;

    /**
     * A device behind a unit.
     *
     * @param bases unusual addresses of its models
     */
    SunSpecDevice(ModbusUnit unit, List<Integer> bases, ControlTerms terms) {
        this.unit = unit;
        this.bases = List.copyOf(bases);
        this.terms = terms;
    }

    @Override
    public Before look() {
        found = null;
        return control().look();
    }

    @Override
    public ControlResult apply(Step step, Floor floor, long reversionSeconds) {
        return control().apply(step, floor, reversionSeconds);
    }

    @Override
    public boolean release(Map<String, Long> settings) {
        return control().release(settings);
    }

    private DeviceControl control() {
        DeviceControl known = found;
        if (known == null) {
            known = find();
            found = known;
        }
        return known;
    }

    private DeviceControl find() {
        SunSpecChain chain =
                SunSpecChain.find(unit, bases)
                        .orElseThrow(() ->
                                new MarketException(
                                        ErrorCode.DEVICE_ANSWER_REFUSED, "no SunSpec to control"));
        Map<Integer, SunSpecGroup> ratings = new HashMap<>();
        for (int id : Nameplate.MODELS) {
            read(chain, id).ifPresent(model -> ratings.put(id, model));
        }
        Nameplate nameplate = Nameplate.of(ratings);
        Stream<Optional<DeviceControl>> candidates =
                switch (terms.device()) {
                    case INVERTER ->
                            Stream.of(output(chain, 704, nameplate), output(chain, 123, nameplate));
                    case BATTERY ->
                            Stream.of(storage(chain, nameplate), resource(chain, nameplate));
                    case CHARGER, HEAT_PUMP, APPLIANCE -> Stream.of();
                };
        return candidates.flatMap(Optional::stream).findFirst().orElseGet(NoControl::new);
    }

    private Optional<DeviceControl> output(SunSpecChain chain, int id, Nameplate nameplate) {
        return read(chain, id)
                .filter(model -> OutputControl.isIn(id, model))
                .map(_ -> new OutputControl(id, controls(chain, id), nameplate));
    }

    private Optional<DeviceControl> storage(SunSpecChain chain, Nameplate nameplate) {
        return read(chain, 124)
                .filter(StorageControl::isIn)
                .map(_ -> new StorageControl(controls(chain, 124), nameplate));
    }

    private Optional<DeviceControl> resource(SunSpecChain chain, Nameplate nameplate) {
        return read(chain, 704)
                .filter(ResourceControl::isIn)
                .map(_ ->
                        new ResourceControl(controls(chain, 704), nameplate, () -> charge(chain)));
    }

    private OptionalLong charge(SunSpecChain chain) {
        return Stream.of(713, 802)
                .flatMap(id -> read(chain, id).stream())
                .flatMap(model -> model.number("SoC").stream())
                .map(charge -> Decimal.floor(charge.raw(), charge.exponent() + 1))
                .filter(OptionalLong::isPresent)
                .findFirst()
                .orElse(OptionalLong.empty());
    }

    private SunSpecControls controls(SunSpecChain chain, int id) {
        ModelHeader header = chain.first(List.of(id)).orElseThrow();
        return new SunSpecControls(unit, header, terms.onlySingle());
    }

    private Optional<SunSpecGroup> read(SunSpecChain chain, int id) {
        return chain.first(List.of(id)).map(header -> SunSpecModel.read(unit, header).content());
    }
}
