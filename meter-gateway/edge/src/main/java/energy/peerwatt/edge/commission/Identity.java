package energy.peerwatt.edge.commission;

import energy.peerwatt.edge.device.DeviceRole;
import energy.peerwatt.edge.device.SunSpecReader;
import energy.peerwatt.edge.modbus.ModbusUnit;
import energy.peerwatt.edge.modbus.RegisterSource;
import energy.peerwatt.edge.sunspec.ModelHeader;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a unit was found to be.
 *
 * @param sunSpec empty if it does not speak SunSpec
 */
record Identity(Optional<SunSpec> sunSpec, ProfileMatch.Candidates profiles) {

    /** Nothing is known of the unit but that it answers. */
    static final Identity UNKNOWN = new Identity(Optional.empty(), ProfileMatch.Candidates.NONE);

    /** Where some devices keep their SunSpec models, besides the standard's addresses. */
    private static final List<Integer> UNUSUAL_BASES = List.of(1_000, 4_096);

    /**
     * A SunSpec device.
     *
     * @param models in the order of the device
     * @param name maker, type, version and serial number as it says
     */
    record SunSpec(int base, List<Integer> models, String name, Set<DeviceRole> roles) {

        SunSpec {
            models = List.copyOf(models);
            roles = Set.copyOf(roles);
        }
    }

    /**
     * Finds out, by reading alone.
     *
     * @throws energy.peerwatt.market.MarketException if the unit stops answering
     */
    static Identity of(ModbusUnit unit, BusOptions options) {
        RegisterSource source = new PatientSource(unit);
        Optional<SunSpec> sunSpec =
                SunSpecReader.find(source, bases(options))
                        .map(device ->
                                new SunSpec(
                                        device.base(),
                                        device.models().stream().map(ModelHeader::id).toList(),
                                        device.identity(),
                                        device.roles()));
        return new Identity(sunSpec, ProfileMatch.find(source, options.nominalVolts()));
    }

    private static List<Integer> bases(BusOptions options) {
        return Stream.concat(options.bases().stream(), UNUSUAL_BASES.stream()).toList();
    }

    /** Whether it is known what the unit is. */
    boolean isKnown() {
        return sunSpec.isPresent() || !profiles.all().isEmpty();
    }
}
