package energy.peerwatt.edge.device;

import energy.peerwatt.edge.device.Measured.RegisterWords;
import energy.peerwatt.edge.modbus.Framing;
import energy.peerwatt.edge.modbus.Pace;
import energy.peerwatt.edge.modbus.RegisterBlock;
import energy.peerwatt.edge.modbus.RegisterPlan;
import energy.peerwatt.edge.modbus.RegisterSource;
import energy.peerwatt.edge.modbus.RegisterSpan;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that a profile knows of a device. The gateway reads only what settles and what it shows;
 * commissioning reads everything. Immutable.
 */
public final class ProfileReader {

    private final DeviceProfile profile;

    private ProfileReader(DeviceProfile profile) {
        this.profile = profile;
    }

    /** Names of all profiles, sorted. */
    public static List<String> ids() {
        return DeviceProfiles.ids();
    }

    /**
     * The profile with this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static ProfileReader of(String id) {
        return new ProfileReader(DeviceProfiles.load(id));
    }

    /** Name of the profile and of the driver. */
    public String id() {
        return profile.id();
    }

    /** Vendor and types. */
    public String device() {
        return profile.about().device();
    }

    /** In which it can be reached, the usual first. */
    public List<Framing> framings() {
        return profile.about().framings();
    }

    /** How it wants to be asked; empty if it wants no patience. */
    public Optional<Pace> pace() {
        return profile.limits().pace();
    }

    /** What it may be commissioned as. */
    public Set<DeviceRole> roles() {
        Set<DeviceRole> roles = EnumSet.noneOf(DeviceRole.class);
        if (has(ProfileQuantity.IMPORT)) {
            roles.add(DeviceRole.METER);
        }
        if (has(ProfileQuantity.GENERATION) || has(ProfileQuantity.EXPORT)) {
            roles.add(DeviceRole.INVERTER);
        }
        if (has(ProfileQuantity.CHARGE)) {
            roles.add(DeviceRole.BATTERY);
        }
        if (has(ProfileQuantity.POWER)) {
            roles.add(DeviceRole.CHARGER);
        }
        if (has(ProfileQuantity.STORED)) {
            roles.add(DeviceRole.HEAT_PUMP);
        }
        if (has(ProfileQuantity.STARTED)) {
            roles.add(DeviceRole.APPLIANCE);
        }
        return roles;
    }

    /** Whether the profile says where a quantity is. */
    public boolean has(ProfileQuantity quantity) {
        return !profile.terms(quantity).isEmpty();
    }

    /** The registers that the probe looks at; empty if the profile has none. */
    public Optional<RegisterSpan> probedRegisters() {
        return profile.probe().map(probe -> probe.term().span());
    }

    /**
     * Whether the device is one of this profile: true if its probe is in range; empty if the
     * profile has none.
     *
     * @throws energy.peerwatt.market.MarketException if the device fails
     */
    public Optional<Boolean> probe(RegisterSource source) {
        return profile.probe()
                .map(probe -> {
                    RegisterSpan span = probe.term().span();
                    RegisterBlock block =
                            new RegisterPlan(List.of(span), span.count(), 0).read(source).get(span);
                    return block != null
                            && probe.term()
                                    .raw(block)
                                    .filter(raw -> isBetween(raw, probe.from(), probe.to()))
                                    .isPresent();
                });
    }

    /**
     * Reads all quantities of the profile once.
     *
     * @return every quantity of the profile
     * @throws energy.peerwatt.market.MarketException if the device fails
     */
    public Map<ProfileQuantity, Measured> read(RegisterSource source) {
        List<RegisterSpan> spans =
                profile.quantities().values().stream()
                        .flatMap(List::stream)
                        .map(DeviceProfile.Term::span)
                        .toList();
        Map<RegisterSpan, RegisterBlock> blocks =
                new RegisterPlan(spans, profile.limits().registers(), profile.limits().gap())
                        .read(source);
        Map<ProfileQuantity, Measured> measured = new EnumMap<>(ProfileQuantity.class);
        profile.quantities()
                .forEach((quantity, terms) -> measured.put(quantity, sum(terms, blocks)));
        return measured;
    }

    /** Unknown if one of its registers is: a part is not the sum. */
    private static Measured sum(
            List<DeviceProfile.Term> terms, Map<RegisterSpan, RegisterBlock> blocks) {
        List<RegisterWords> registers = new ArrayList<>();
        Optional<String> reason = Optional.empty();
        BigDecimal sum = BigDecimal.ZERO;
        for (DeviceProfile.Term term : terms) {
            RegisterBlock block = blocks.get(term.span());
            Optional<BigDecimal> raw = Optional.ofNullable(block).flatMap(term::raw);
            registers.add(words(term, Optional.ofNullable(block)));
            if (raw.isPresent()) {
                sum = sum.add(term.scale().times(raw.get()));
            } else if (reason.isEmpty()) {
                reason = Optional.of(why(term, block != null));
            }
        }
        return reason.isPresent()
                ? new Measured.Unknown(reason.get(), registers)
                : Measured.Known.of(sum, registers);
    }

    private static String why(DeviceProfile.Term term, boolean answered) {
        int address = term.span().address();
        return answered
                ? "the device says \"not available\" in register " + address
                : "the device declines register " + address;
    }

    private static RegisterWords words(DeviceProfile.Term term, Optional<RegisterBlock> block) {
        RegisterSpan span = term.span();
        List<Integer> words = new ArrayList<>();
        block.ifPresent(held -> {
            for (int i = 0; i < span.count(); i++) {
                words.add(held.unsigned16(span.address() + i));
            }
        });
        String type = term.type().name().toLowerCase(Locale.ROOT);
        return new RegisterWords(span.function(), span.address(), type, words);
    }

    private static boolean isBetween(BigDecimal raw, long from, long to) {
        return raw.compareTo(BigDecimal.valueOf(from)) >= 0
                && raw.compareTo(BigDecimal.valueOf(to)) <= 0;
    }
}
